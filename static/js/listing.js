// Filters, order and pages without a reload. The server renders the same partial; the address stays the truth.
import { tell } from "./words.js";

let listing;
let request;
const MOST_PAGES = 10; // that are fetched again when one comes back

const region = (id) => listing.querySelector(`#${id}`);

function address(form) {
  const url = new URL(form.action);
  const pairs = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
  url.search = new URLSearchParams(pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return url;
}

async function read(url, signal) {
  const response = await fetch(url, { headers: { "X-Partial": "results" }, signal });
  if (!response.ok || response.redirected) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("[data-listing]");
}

function fetchPart(url) {
  request?.abort();
  request = new AbortController();
  return read(url, request.signal);
}

const pageNumber = () => Number(new URL(location).searchParams.get("pagina") ?? 1);

function pageAddress(number) {
  const url = new URL(location);
  if (number > 1) url.searchParams.set("pagina", number);
  else url.searchParams.delete("pagina");
  return url;
}

function announce(title) {
  document.title = title || document.title;
  listing.querySelector("[data-announce]").textContent = listing.querySelector(".toolbar__count")?.textContent ?? "";
}

function kept() {
  const states = [...listing.querySelectorAll("details[id], [data-keep]")].map((element) => ({
    id: element.id,
    open: element.open,
    checked: element.checked,
  }));
  const focused = listing.contains(document.activeElement) ? document.activeElement.id : null;
  return () => {
    for (const { id, open, checked } of states) {
      const element = document.getElementById(id);
      if (element && open !== undefined) element.open = open;
      if (element && checked !== undefined) element.checked = checked;
    }
    if (focused === null || document.activeElement !== document.body) return;
    const target = (focused && document.getElementById(focused)) || region("results");
    if (target.id === "results") target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };
}

function put(part) {
  const restore = kept();
  for (const old of listing.querySelectorAll("[data-region]")) {
    const fresh = part.querySelector(`#${old.id}`);
    if (!fresh) throw new Error("another shape of page");
    old.replaceChildren(...fresh.childNodes);
  }
  restore();
  ready();
}

async function busy(work) {
  const results = region("results");
  results.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    results.removeAttribute("aria-busy");
  }
}

async function go(url, { push = true } = {}) {
  try {
    await busy(async () => {
      const part = await fetchPart(url);
      put(part);
      if (push) history.pushState(null, "", url);
      announce(part.dataset.title);
    });
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function skeletons(grid) {
  const line = '<div class="card-skeleton__line"></div>';
  const made = Array.from({ length: 4 }, () => {
    const item = document.createElement("li");
    item.className = "card card-skeleton";
    item.ariaHidden = "true";
    item.innerHTML = `<div class="card__media"></div>${line}${line}`;
    return item;
  });
  const timer = setTimeout(() => grid.append(...made), 300);
  return () => {
    clearTimeout(timer);
    for (const item of made) item.remove();
  };
}

async function more(link) {
  const grid = listing.querySelector("[data-grid]");
  const clear = skeletons(grid);
  try {
    const part = await fetchPart(link.href);
    const cards = [...part.querySelector("[data-grid]").children];
    clear();
    grid.append(...cards);
    listing.querySelector("[data-pagination]").replaceWith(part.querySelector("[data-pagination]"));
    cards[0].querySelector("a").focus();
    history.pushState({ first: history.state?.first ?? pageNumber() }, "", link.href);
    const seen = listing.querySelector("[data-seen]").textContent.trim();
    listing.querySelector("[data-announce]").textContent = `${cards.length} ${tell("produtos a mais", "more products")}. ${seen}`;
  } catch (error) {
    clear();
    if (error.name !== "AbortError") location.assign(link.href);
  }
}

// Back on a list that had grown: the pages before this one come back, and the place in it.
async function refill() {
  const { first, top } = history.state ?? {};
  const behind = pageNumber() - first;
  if (!(behind > 0 && behind < MOST_PAGES)) return;
  const numbers = Array.from({ length: behind }, (_, index) => first + index);
  const parts = await Promise.all(numbers.map((number) => read(pageAddress(number))));
  const cards = parts.flatMap((part) => [...part.querySelector("[data-grid]").children]);
  listing.querySelector("[data-grid]").prepend(...cards);
  if (top !== undefined) scrollTo({ top, behavior: "instant" });
}

function ready() {
  for (const button of listing.querySelectorAll("[data-no-script]")) button.hidden = true;
}

function follow(event) {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  if (link.matches("[data-more]")) {
    event.preventDefault();
    more(link);
  } else if (link.pathname === location.pathname && link.closest(".chips, .pagination")) {
    event.preventDefault();
    const jump = link.closest(".pagination");
    go(link.href).then(() => jump && listing.scrollIntoView());
  } else if (history.state?.first) {
    history.replaceState({ ...history.state, top: scrollY }, "");
  }
}

export function start() {
  listing = document.querySelector("[data-listing]");
  ready();
  listing.addEventListener("click", follow);
  listing.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-sort]") || (form?.matches("[data-facets]") && event.target.type === "checkbox")) {
      go(address(form));
    }
  });
  listing.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-facets], [data-sort]")) return;
    event.preventDefault();
    const drawer = event.target.closest("[popover]");
    if (drawer?.matches(":popover-open")) drawer.hidePopover();
    go(address(event.target));
  });
  addEventListener("popstate", () => go(location.href, { push: false }).then(refill));
  refill().catch(() => null);
}
