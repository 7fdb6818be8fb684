// The page of the cart changes in place: its forms are sent by fetch, and on any trouble the plain way.
import { count, ready, send } from "./cart.js";
import { toast } from "./toast.js";
import { tell } from "./words.js";

/** Selectors, best first, of the control to go on from on the page to come. */
function trace(page, submitter) {
  const { activeElement } = document;
  const element = page.contains(activeElement) ? activeElement : submitter;
  const form = element?.closest("form[action]");
  const own = `form[action="${form?.getAttribute("action")}"]`;
  const found = [];
  if (element?.id) found.push(`#${CSS.escape(element.id)}`);
  if (element?.href) found.push(`a[href="${CSS.escape(element.getAttribute("href"))}"]`);
  if (element?.type === "radio") found.push(`${own} input:checked`);
  if (element?.dataset.step) found.push(`${own} [data-step="${element.dataset.step}"]`);
  if (form) found.push(`${own} [type=number]`, `${own}[data-delivery] [type=submit]`);
  if (form?.closest(".coupon")) found.push(".coupon :is(summary, button)");
  if (form?.closest(".home")) found.push(".home summary");
  return [...found, "h1"];
}

function place(page, html, wanted) {
  const part = document.createElement("template");
  part.innerHTML = html;
  const heading = part.content.querySelector("h1[data-units]");
  if (!heading) throw new Error("not the cart");
  page.replaceChildren(part.content);
  ready(page);
  count(Number(heading.dataset.units));
  const errors = page.querySelector("[data-form-errors]");
  document.title = `${errors ? tell("Erro: ", "Error: ") : ""}${document.title.replace(/^(Erro|Error): /, "")}`;
  (errors ?? wanted.map((each) => page.querySelector(each)).find(Boolean)).focus();
  if (!errors) toast(heading.dataset.told);
}

async function change(page, form, submitter) {
  page.setAttribute("aria-busy", "true");
  const wanted = trace(page, submitter);
  try {
    const response = await send(form.action, { method: "POST", body: new FormData(form, submitter) }, "cart");
    place(page, await response.text(), wanted);
  } catch {
    form.dataset.plain = "1";
    form.requestSubmit(submitter);
  } finally {
    page.removeAttribute("aria-busy");
  }
}

/** What was typed or chosen while this script was still on its way is sent now. */
function catchUp(page) {
  const early = [...page.querySelectorAll(":is([data-quantity], [data-delivery]) input")].find(
    (field) => field.name !== "cep" && (field.value !== field.defaultValue || field.checked !== field.defaultChecked),
  );
  early?.dispatchEvent(new Event("change", { bubbles: true }));
}

export function start() {
  const page = document.querySelector("[data-cart-page]");
  let timer;
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.plain || form.method !== "post") return;
    event.preventDefault();
    clearTimeout(timer);
    change(page, form, event.submitter);
  });
  page.addEventListener("change", ({ target }) => {
    const form = target.closest("[data-quantity], [data-delivery]");
    if (!form || target.name === "cep") return;
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), target.type === "number" ? 400 : 0);
  });
  ready(page);
  catchUp(page);
}
