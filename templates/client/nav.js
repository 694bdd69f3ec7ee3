// The book's sections and lessons as a dialog over the page, for screens that have no
// room for them beside it. Loaded when a reader first asks; publishes window.playbook.nav.
// Without it the link leads to the same list, which :target shows.

import { h } from "./lib/dom.js";
import { t } from "./lib/page.js";

/** A copy that may stand in the page beside what it is a copy of. */
function copyOf(nav) {
  const copy = nav.cloneNode(true);
  copy.removeAttribute("id");
  copy.classList.remove("side");
  copy.querySelector(".shut")?.remove();
  return copy;
}

/** Shows what the link leads to, opened at the lesson that is being read, and the way to the other pages. */
window.playbook.nav = (link) => {
  const lists = [document.querySelector(link.hash), document.querySelector(".mast nav")].filter(Boolean).map(copyOf);
  const dialog = h("dialog", {
    class: "pb-nav", "aria-labelledby": "pb-nav-h", onclose: () => dialog.remove(),
    onclick: (e) => (e.target === dialog || e.target.closest("a")) && dialog.close(), // beside it, or on the way
  }, h("div", {},
    h("header", {}, h("h2", { id: "pb-nav-h" }, link.textContent), h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, t("close"))),
    lists));
  document.body.append(dialog);
  dialog.showModal();
  const here = dialog.querySelector("[aria-current=page]") ?? dialog.querySelector("a");
  here?.focus();
  here?.scrollIntoView({ block: "center" });
};
