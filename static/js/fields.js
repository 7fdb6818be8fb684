// A field is judged when it is left, and only after something was typed in it; typing takes the judgement back.
// What takes more than a look (numbers that exist, codes that agree) is judged by the server.
import { tell } from "./words.js";

const EMPTY = tell("Preencha este campo.", "Fill in this field.");
const NO_EMAIL = tell(
  "Informe um e-mail completo, como nome@exemplo.com.br.",
  "Enter a full email address, such as name@example.com.",
);

const errorOf = (field) => document.getElementById(`${field.id}_error`);

function clear(field) {
  field.removeAttribute("aria-invalid");
  const place = errorOf(field);
  if (place) place.hidden = true;
}

function icon() {
  const known = document.querySelector("svg.icon").cloneNode(true);
  const use = known.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#alert"));
  return known;
}

function show(field, text) {
  const line = document.createElement("p"), words = document.createElement("span"), hidden = document.createElement("span");
  line.className = "field__error";
  hidden.className = "vh";
  hidden.textContent = tell("Erro: ", "Error: ");
  words.append(hidden, text);
  line.append(icon(), words);
  let place = errorOf(field);
  if (!place) {
    place = document.createElement("div");
    place.id = `${field.id}_error`;
    (field.closest(".reveal") ?? field).before(place);
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), place.id].filter(Boolean).join(" "));
  }
  place.hidden = false;
  place.replaceChildren(line);
  field.setAttribute("aria-invalid", "true");
}

function judge(field) {
  if (!field.validity.valid) show(field, field.validity.typeMismatch ? NO_EMAIL : EMPTY);
}

export function start() {
  const edited = new WeakSet();
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("form[novalidate] .input")) return;
    edited.add(target);
    clear(target);
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (!edited.has(target)) return;
    if (relatedTarget?.matches("button")) return; // a line put in now would move the button from under the finger
    judge(target);
  });
  for (const field of document.querySelectorAll("form[novalidate] .input")) {
    if (!("defaultValue" in field) || field.value === field.defaultValue) continue;
    edited.add(field); // typed before anybody listened
    if (field !== document.activeElement) judge(field);
  }
}
