// Pages of checkout and order: copy the Pix code, count down, notice that it was paid, print, send a form once.
import { tell } from "./words.js";

const FIRST_WAIT = 5000, LONGEST_WAIT = 30000, SAID = [5, 1]; // milliseconds; minutes that are read aloud

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const { toast } = await import("./toast.js");
  try {
    await navigator.clipboard.writeText(field.value);
    toast(tell("Código copiado.", "Code copied."));
  } catch {
    field.select();
    toast(tell("Código selecionado. Copie com o menu do aparelho.", "Code selected. Copy it with your device’s menu."));
  }
}

function countDown() {
  const until = document.querySelector("[data-until]"), left = document.querySelector("[data-left]");
  if (!until) return;
  const said = document.querySelector("[data-left-said]"), end = until.dataset.until * 1000;
  const waiting = SAID.filter((minutes) => end - Date.now() > minutes * 60000);
  const turn = () => {
    const seconds = Math.max(0, Math.floor((end - Date.now()) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    left.textContent = tell(`, faltam\u00a0${time}`, `, ${time}\u00a0left`);
    if (waiting.length && seconds <= waiting[0] * 60) {
      const minutes = waiting.shift();
      said.textContent = minutes === 1
        ? tell("Falta 1 minuto para pagar.", "1 minute left to pay.")
        : tell(`Faltam ${minutes} minutos para pagar.`, `${minutes} minutes left to pay.`);
    }
    if (seconds) setTimeout(turn, 1000);
    else location.reload();
  };
  if (end > Date.now()) turn();
}

// The page was drawn for one state of order and payment; when another is told, it is drawn again. Who comes back from
// the bank's app is told at once.
function follow({ dataset }) {
  let wait = FIRST_WAIT, next;
  const ask = async () => {
    clearTimeout(next);
    if (!document.hidden) {
      const answer = await fetch(dataset.pay).catch(() => null);
      const told = answer?.ok ? await answer.json() : null;
      if (told && `${told.status} ${told.payment}` !== dataset.known) return location.reload();
      wait = Math.min(LONGEST_WAIT, wait * 1.2);
    }
    clearTimeout(next);
    next = setTimeout(ask, wait);
  };
  document.addEventListener("visibilitychange", () => {
    wait = FIRST_WAIT;
    if (!document.hidden) ask();
  });
  next = setTimeout(ask, wait);
}

// A second press while the first is on its way does nothing; the server would give the same order anyway.
function once(form) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) return event.preventDefault();
    isSent = true;
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    isSent = false;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  });
}

// A postal code says its state; whoever wrote another one is not corrected.
function fillState(select) {
  const ranges = select.dataset.states.split(" ").map((text) => text.split(/[:-]/));
  let filled = select.value;
  select.form.elements.cep?.addEventListener("input", ({ target }) => {
    const digits = target.value.replace(/\D/g, "");
    const found = digits.length >= 5 && ranges.find(([, low, high]) => +low <= digits.slice(0, 5) && digits.slice(0, 5) <= +high);
    if (found && (!select.value || select.value === filled)) filled = select.value = found[0];
  });
}

export function start() {
  document.querySelectorAll("[data-states]").forEach(fillState);
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  for (const form of document.querySelectorAll("[data-once]")) once(form);
  const paying = document.querySelector("[data-pay]");
  if (paying) follow(paying);
  countDown();
}
