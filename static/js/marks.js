// Favourites and compare without leaving the page. The same form, sent by fetch; on any trouble, sent the plain way.

const form = document.getElementById("marks");

function show(kind, slug, active) {
  for (const button of document.querySelectorAll(`[data-mark="${kind}"]`)) {
    if (button.value !== slug) continue;
    button.setAttribute("aria-pressed", active);
    button.formAction = active
      ? button.formAction.replace("/adicionar/", "/remover/")
      : button.formAction.replace("/remover/", "/adicionar/");
  }
}

async function count(kind, number) {
  const link = document.querySelector(`[data-count="${kind}"]`);
  if (!link) return;
  const badge = link.querySelector(".icon-button__count");
  badge.textContent = number || "";
  badge.hidden = !number;
  const { tell } = await import("./words.js"); // not before there is something to count
  const name = link.getAttribute("aria-label").split(",")[0];
  link.setAttribute("aria-label", number ? `${name}, ${number} ${tell("produto", "product")}${number === 1 ? "" : "s"}` : name);
}

async function say(text) {
  const { toast } = await import("./toast.js"); // not before there is something to say
  toast(text);
}

async function send(button) {
  const body = new FormData(form);
  body.set("produto", button.value);
  // keepalive: who presses the heart and goes on to another page at once has marked it all the same
  const options = { method: "POST", body, keepalive: true, headers: { "X-Partial": "mark" } };
  const response = await fetch(button.formAction, options);
  const answer = await response.json();
  if (answer.error) return say(answer.error);
  show(button.dataset.mark, button.value, answer.active);
  await Promise.all([count("favorites", answer.favorites), count("compare", answer.compare)]);
  return say(answer.message);
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (!button || button.dataset.plain) return;
    event.preventDefault();
    if (button.dataset.busy) return;
    button.dataset.busy = "1";
    send(button)
      .catch(() => {
        button.dataset.plain = "1";
        form.requestSubmit(button);
      })
      .finally(() => delete button.dataset.busy);
  });
}
