// The cart without leaving the page: what is added shows in a dialog. Everything here is a plain form that is sent by
// fetch instead; on any trouble it is sent the plain way.
import { tell } from "./words.js";

let dialog;

export function count(units) {
  const link = document.querySelector('[data-count="cart"]');
  if (!link) return;
  const badge = link.querySelector(".icon-button__count");
  badge.textContent = units || "";
  badge.hidden = !units;
  const items = units === 1 ? "item" : tell("itens", "items");
  const name = tell("Carrinho", "Cart");
  link.setAttribute("aria-label", units ? `${name}, ${units} ${items}` : name);
}

// keepalive: what was asked happens even if the shopper goes to another page before the answer.
export async function send(url, options, partial) {
  const response = await fetch(url, { ...options, keepalive: true, headers: { "X-Partial": partial } });
  if (response.ok || [409, 422].includes(response.status)) return response;
  throw new Error(response.status);
}

// --- Adding -------------------------------------------------------------------------------------------------------
function open(html) {
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "mini";
    dialog.setAttribute("aria-labelledby", "mini-title");
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog || target.closest("[data-close]")) dialog.close();
    });
    document.body.append(dialog);
  }
  const use = document.querySelector(".search__button use").getAttribute("href").split("#")[0];
  dialog.innerHTML = `${html}<button class="icon-button" type="button" data-close aria-label="${tell("Fechar carrinho", "Close cart")}">
    <svg class="icon" aria-hidden="true"><use href="${use}#close"></use></svg></button>`;
  count(Number(dialog.querySelector("[data-units]").dataset.units));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("h2").focus();
}

async function refuse(button, text) {
  const field = button.form.querySelector("[data-buy] .quantity__input") ?? button.form.elements.quantidade;
  if (!field) {
    const { toast } = await import("./toast.js");
    return toast(text);
  }
  let place = document.getElementById(`${field.id}_error`);
  if (!place) {
    place = Object.assign(document.createElement("p"), { id: `${field.id}_error`, className: "field__error" });
    place.setAttribute("role", "alert");
    button.form.append(place);
  }
  place.textContent = text;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", place.id);
  return field.focus();
}

function accept(form) {
  const field = form.elements.quantidade;
  if (!field) return;
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}_error`)?.replaceChildren();
}

/** Sends the form of an "add" button. One press of it counts once, however often it has to be sent. */
export async function add(button) {
  if (button.dataset.busy) return;
  button.dataset.busy = "1";
  button.setAttribute("aria-busy", "true");
  const { form } = button;
  const body = new FormData(form, button);
  body.set("chave", Date.now().toString(36) + Math.random().toString(36).slice(2));
  try {
    const response = await send(button.getAttribute("formaction") ?? form.action, { method: "POST", body }, "mini");
    if (response.ok) {
      accept(form);
      open(await response.text());
    } else {
      await refuse(button, (await response.json()).error);
    }
  } catch {
    button.dataset.plain = "1";
    const key = form.elements.chave ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "chave" }));
    key.value = body.get("chave");
    form.requestSubmit(button);
  } finally {
    delete button.dataset.busy;
    button.removeAttribute("aria-busy");
  }
}

// --- Numbers with buttons -----------------------------------------------------------------------------------------
async function step(button) {
  const input = button.parentElement.querySelector("input");
  const before = input.value;
  if (button.dataset.step > 0) input.stepUp();
  else input.stepDown();
  if (input.value !== before) return input.dispatchEvent(new Event("change", { bubbles: true }));
  if (button.dataset.step < 0) return;
  const { toast } = await import("./toast.js");
  toast(tell(`O máximo é ${input.max}.`, `The most is ${input.max}.`));
}

// --- The product's page -------------------------------------------------------------------------------------------
function quoteInPlace(section) {
  section.addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    const url = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
    try {
      const page = new DOMParser().parseFromString(await (await send(url, {}, "freight")).text(), "text/html");
      const fresh = page.querySelector("[data-freight]");
      section.querySelector("form").replaceChildren(...fresh.querySelector("form").children);
      section.querySelector("[role=status]").replaceChildren(...fresh.querySelector("[role=status]").children);
      const buy = document.querySelector("[data-buy]");
      const cep = buy.elements.cep ?? buy.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "cep" }));
      cep.value = section.querySelector("[name=cep]").value;
      section.querySelector("[name=cep]").focus();
    } catch {
      form.submit();
    }
  });
}

/** While the button of the page is out of sight, a phone shows another one below. */
function follow(form) {
  const price = document.querySelector(".price--panel .price__pix");
  const bar = document.createElement("div");
  bar.className = "buy-bar";
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", tell("Comprar", "Buy"));
  bar.hidden = true;
  const button = form.querySelector("[data-add]").cloneNode(true);
  form.id ||= "buy";
  button.setAttribute("form", form.id);
  button.classList.remove("button--big");
  bar.append(price.cloneNode(true), button);
  document.body.append(bar);
  new IntersectionObserver(([entry]) => {
    bar.hidden = entry.isIntersecting;
  }).observe(form);
}

/** Lets the buttons beside a number be pressed, once all that hears them is there. */
export function ready(place) {
  for (const button of place.querySelectorAll("[data-step]")) button.disabled = false;
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(button);
  });
  const freight = document.querySelector("[data-freight]");
  if (freight) quoteInPlace(freight);
  const form = document.querySelector("[data-buy]");
  if (form) {
    follow(form);
    ready(form);
  }
}
