// What the bar leads to as a dialog over the page, for screens that have no room for it
// beside the text: the book's sections and lessons, or the page's own contents. Loaded
// when a reader first asks; publishes window.playbook.nav. Without it the link leads to
// the same list, which :target shows.

import { h } from "./lib/dom.js";
import { t } from "./lib/page.js";

/** A copy that may stand in the page beside what it is a copy of. */
function copyOf(list) {
  const copy = list.cloneNode(true);
  copy.removeAttribute("id");
  copy.classList.remove("side");
  for (const el of copy.querySelectorAll(".shut, h2")) el.remove(); // the dialog has its own
  return copy;
}

/** Shows what the link leads to, opened at what is being read; with the lessons, the way to the other pages. */
window.playbook.nav = (link) => {
  const lists = [link.hash, link.hash === "#pb-nav" && ".mast nav"].map((at) => at && document.querySelector(at)).filter(Boolean).map(copyOf);
  const dialog = h("dialog", {
    class: "pb-nav", "aria-labelledby": "pb-nav-h", onclose: () => dialog.remove(),
    onclick: (e) => (e.target === dialog || e.target.closest("a")) && dialog.close(), // beside it, or on the way
  }, h("div", {},
    h("header", {}, h("h2", { id: "pb-nav-h" }, link.textContent), h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, t("close"))),
    lists));
  document.body.append(dialog);
  dialog.showModal();
  const here = dialog.querySelector("ol [aria-current]") ?? dialog.querySelector("a");
  here?.focus();
  here?.scrollIntoView({ block: "center" });
};
