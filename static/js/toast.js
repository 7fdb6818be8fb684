let timer;

/** Says one thing in the live region of the page; it stays for at least six seconds. */
export function toast(text) {
  const place = document.querySelector("[data-toast]");
  clearTimeout(timer);
  place.textContent = text;
  timer = setTimeout(() => place.replaceChildren(), 6000 + text.length * 40);
}
