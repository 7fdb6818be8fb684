// Drag pictures into another order; the buttons do the same without this file.
"use strict";

for (const form of document.querySelectorAll("[data-gallery]")) {
  const list = form.querySelector(".gallery");
  const save = form.querySelector("[data-save]");
  if (!save) continue;
  let held = null;

  for (const item of list.children) item.draggable = true;

  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-picture]");
    held.classList.add("held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.picture);
  });

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-picture]");
    if (!held || !over) return;
    event.preventDefault();
    if (over === held) return;
    const box = over.getBoundingClientRect();
    const isBehind = event.clientX > box.left + box.width / 2;
    list.insertBefore(held, isBehind ? over.nextSibling : over);
  });

  list.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    const order = [...list.children].map((item) => item.dataset.picture).join(",");
    save.hidden = form.elements.ordem.defaultValue === order;
    form.elements.ordem.value = order;
  });
}
