// Panels with a list of links above become tabs (arrow keys, Home, End); without this file the links lead to them.
"use strict";

for (const nav of document.querySelectorAll("[data-tabs]")) {
  const list = nav.querySelector("ul");
  const links = [...list.querySelectorAll("a")];
  const panelOf = (link) => document.getElementById(link.hash.slice(1));
  const hasFault = (panel) => panel.querySelector(".errors, .errorlist") !== null;

  function show(link, { focus = false, remember = true } = {}) {
    for (const other of links) {
      const isIt = other === link;
      other.setAttribute("aria-selected", String(isIt));
      other.tabIndex = isIt ? 0 : -1;
      panelOf(other).hidden = !isIt;
    }
    if (focus) link.focus();
    if (remember) history.replaceState(null, "", link.hash);
  }

  nav.closest("form").classList.add("has-tabs");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", nav.getAttribute("aria-label"));
  nav.setAttribute("role", "presentation");
  nav.removeAttribute("aria-label");
  links.forEach((link, place) => {
    const panel = panelOf(link);
    link.id ||= `${panel.id}-tab`;
    link.parentElement.setAttribute("role", "presentation");
    link.setAttribute("role", "tab");
    link.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", link.id);
    if (hasFault(panel)) {
      const mark = document.createElement("span");
      mark.className = "tab-fault";
      mark.textContent = " (corrigir)";
      link.append(mark);
    }
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link, { focus: true });
    });
    link.addEventListener("keydown", (event) => {
      const goal = {
        ArrowRight: (place + 1) % links.length,
        ArrowLeft: (place - 1 + links.length) % links.length,
        Home: 0,
        End: links.length - 1,
      }[event.key];
      if (goal === undefined) return;
      event.preventDefault();
      show(links[goal], { focus: true });
    });
  });

  const faulty = links.find((link) => hasFault(panelOf(link)));
  const named = links.find((link) => link.hash === location.hash);
  show(faulty || named || links[0], { remember: false });
}
