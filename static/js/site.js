// The only script a page names. Each behaviour is a module of its own, fetched when its data attribute is on the page,
// or, where an event is named, once that happens to it.
const behaviours = [
  ["[data-suggest]", () => import("./suggest.js"), "focusin"],
  ["[data-mark]", () => import("./marks.js")],
  ["[data-listing]", () => import("./listing.js")],
  ["[data-gallery]", () => import("./gallery.js")],
  ["[data-reveal]", () => import("./reveal.js")],
  ["[data-share]", () => import("./share.js")],
  [".form[novalidate]", () => import("./fields.js"), "focusin"],
  ["[data-pay], [data-copy], [data-print], [data-once], [data-states]", () => import("./order.js")],
  ["[data-cart]", () => import("./cart.js")],
  ["[data-cart-page]", () => import("./basket.js")],
];

for (const [selector, load, event] of behaviours) {
  const place = document.querySelector(selector);
  const start = () => load().then((module) => module.start?.());
  if (place && event && !place.contains(document.activeElement)) place.addEventListener(event, start, { once: true });
  else if (place) start();
}

for (const button of document.querySelectorAll("[data-dismiss]")) {
  button.hidden = false;
  button.addEventListener("click", () => button.parentElement.remove());
}

document.querySelector("[data-form-errors]")?.focus();

// The first thing put into the cart fetches what shows the cart.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add]");
  if (!button || button.dataset.plain) return;
  event.preventDefault();
  const plainly = () => {
    button.dataset.plain = "1";
    button.form.requestSubmit(button);
  };
  import("./cart.js").then((cart) => cart.add(button)).catch(plainly);
});

// A link of the error summary brings the label into view, then the field into focus.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-form-errors] a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (document.querySelector(`label[for="${field.id}"]`) ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});

// The picture of the card that is followed grows into the stage of its product.
document.addEventListener("click", (event) => {
  const picture = event.target.closest(".card__link")?.closest(".card").querySelector(".card__media");
  if (picture) picture.style.viewTransitionName = "product-picture";
});
addEventListener("pageshow", () => {
  for (const picture of document.querySelectorAll(".card__media")) picture.style.viewTransitionName = "";
});
