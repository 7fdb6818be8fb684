// The search box of the header as a combobox with a list of suggestions the server renders.
import { tell } from "./words.js";

const WAIT = 150;
const SHORTEST = 2;

export function start() {
  const form = document.querySelector("[data-suggest]");
  const input = form.querySelector("input");
  const list = document.createElement("div");
  const said = document.createElement("p");
  const known = new Map();
  let typed = input.value;
  let request;
  let timer;

  Object.assign(list, { id: "suggestions", className: "search__list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", tell("Sugestões", "Suggestions"));
  said.className = "vh";
  said.setAttribute("role", "status");
  form.append(list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];
  const current = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    current()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    choose(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function open(html) {
    choose(null);
    list.innerHTML = html;
    const found = options();
    found.forEach((option, index) => (option.id = `suggestion-${index}`));
    said.textContent = list.querySelector("[data-count-text]")?.textContent ?? "";
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  }

  async function ask(query) {
    request?.abort();
    request = new AbortController();
    try {
      if (!known.has(query)) {
        const url = `${form.dataset.suggest}?${new URLSearchParams({ q: query })}`;
        const response = await fetch(url, { signal: request.signal });
        if (!response.ok) return;
        known.set(query, await response.text());
      }
      if (document.activeElement === input && input.value.trim() === query) open(known.get(query));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function later() {
    typed = input.value;
    clearTimeout(timer);
    const query = typed.trim();
    if (query.length < SHORTEST || query.length > 200) return close();
    timer = setTimeout(() => ask(query), WAIT);
  }

  function move(step) {
    const found = options();
    if (!found.length) return;
    const next = found.indexOf(current()) + step;
    choose(next >= found.length || next === -1 ? null : found.at(Math.max(next, -1)));
  }

  const keys = {
    ArrowDown: () => (list.hidden ? later() : move(1)),
    ArrowUp: () => (list.hidden ? null : current() ? move(-1) : choose(options().at(-1))),
    Escape: () => {
      if (!list.hidden) return close();
      input.value = typed = "";
    },
  };

  input.addEventListener("input", later);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !list.hidden && current()) {
      event.preventDefault();
      current().click();
    } else if (event.key === "Tab") {
      close();
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
  if (input.value !== input.defaultValue) later(); // typed while this module was on its way
}
