// Thumbs change the stage in place; the stage opens a lightbox with all pictures at their largest.
import { tell } from "./words.js";

let gallery;
let dialog;
let pair;

const thumbs = () => [...gallery.querySelectorAll(".thumb")];

function icon(name) {
  const use = document.querySelector(".search__button use").getAttribute("href").split("#")[0];
  return `<svg class="icon" aria-hidden="true"><use href="${use}#${name}"></use></svg>`;
}

function show(thumb) {
  const stage = gallery.querySelector(".stage");
  const duo = stage.querySelector(".duo");
  const lights = stage.querySelector("[data-stage-switch]");
  const role = thumb.dataset.role;
  const inPair = pair.length > 1 && (role === "day" || role === "night");
  if (inPair) {
    duo.replaceChildren(...pair);
    stage.querySelector(`input[value=${role}]`).checked = true;
  } else {
    const picture = thumb.querySelector("img").cloneNode();
    Object.assign(picture, { src: thumb.dataset.zoomUrl, loading: "eager", className: "duo__day" });
    duo.replaceChildren(picture);
  }
  if (lights) lights.hidden = !inPair;
  for (const other of thumbs()) other.removeAttribute("aria-current");
  thumb.setAttribute("aria-current", "true");
  stage.querySelector("[data-zoom]").href = thumb.dataset.zoomUrl;
  history.replaceState(null, "", thumb.href);
}

function turn(step) {
  const track = dialog.querySelector("ul");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  track.scrollBy({ left: step * track.clientWidth, behavior: calm ? "instant" : "smooth" });
}

function build() {
  const pictures = thumbs().length
    ? thumbs().map((thumb) => ({ url: thumb.dataset.zoomUrl, alt: thumb.querySelector("img").alt }))
    : [{ url: gallery.querySelector("[data-zoom]").href, alt: gallery.querySelector(".stage img").alt }];
  dialog = document.createElement("dialog");
  dialog.className = "lightbox";
  dialog.setAttribute("aria-label", tell("Fotos ampliadas", "Enlarged photos"));
  dialog.innerHTML = `<div class="lightbox__bar"><p role="status"></p>
    <button class="icon-button" type="button" data-step="-1" aria-label="${tell("Foto anterior", "Previous photo")}">${icon("left")}</button>
    <button class="icon-button" type="button" data-step="1" aria-label="${tell("Próxima foto", "Next photo")}">${icon("right")}</button>
    <button class="icon-button" type="button" data-close autofocus aria-label="${tell("Fechar", "Close")}">${icon("close")}</button></div>
    <ul class="lightbox__track" tabindex="0" aria-label="${tell("Fotos", "Photos")}"></ul>`;
  const track = dialog.querySelector("ul");
  for (const { url, alt } of pictures) {
    const image = Object.assign(new Image(), { src: url, alt, loading: "lazy" });
    const item = document.createElement("li");
    item.append(image);
    track.append(item);
  }
  const said = dialog.querySelector("p");
  const where = () => Math.round(track.scrollLeft / track.clientWidth) + 1;
  track.addEventListener("scroll", () => {
    const text = `${where()} ${tell("de", "of")} ${pictures.length}`;
    if (said.textContent !== text) said.textContent = text;
  });
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) turn(Number(button.dataset.step));
    else if (button) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    turn(step);
  });
  for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = pictures.length < 2;
  document.body.append(dialog);
}

function enlarge() {
  if (!dialog) build();
  dialog.showModal();
  const track = dialog.querySelector("ul");
  const lit = gallery.querySelector("[data-stage-switch]:not([hidden]) input[value=night]")?.checked;
  const seen = (thumb) => (lit ? thumb.dataset.role === "night" : thumb.ariaCurrent === "true");
  const first = Math.max(thumbs().findIndex(seen), 0);
  track.scrollTo({ left: first * track.clientWidth, behavior: "instant" });
  dialog.querySelector("p").textContent = `${first + 1} ${tell("de", "of")} ${track.children.length}`;
}

export function start() {
  gallery = document.querySelector("[data-gallery]");
  pair = [...gallery.querySelectorAll(".stage .duo > *")];
  const dark = getComputedStyle(document.documentElement).getPropertyValue("--glow").trim() === "1";
  const choices = gallery.querySelectorAll("[data-stage-switch] input");
  if (choices.length && ![...choices].some((choice) => choice.checked)) choices[dark ? 1 : 0].checked = true;
  gallery.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const thumb = event.target.closest(".thumb");
    const zoom = event.target.closest("[data-zoom]");
    if (!thumb && !zoom) return;
    event.preventDefault();
    if (thumb) show(thumb);
    else enlarge();
  });
}
