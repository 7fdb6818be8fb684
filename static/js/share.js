import { tell } from "./words.js";

async function share({ dataset }) {
  if (navigator.share) return navigator.share({ title: dataset.shareTitle, url: dataset.share }).catch(() => null);
  await navigator.clipboard.writeText(dataset.share);
  const { toast } = await import("./toast.js");
  toast(tell("Endereço copiado.", "Address copied."));
}

export function start() {
  if (!navigator.share && !navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => share(button));
  }
}
