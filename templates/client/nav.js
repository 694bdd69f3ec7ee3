// The bar's links as dialogs over the page, for screens without room beside the text:
// the book's sections and lessons, or the page's contents. Loaded on first use;
// publishes window.playbook.nav. Without it, a link leads to the same list, which
// :target shows.

import { h } from "./lib/dom.js";
import { t } from "./lib/page.js";

/** A copy of a list, without repeated ids. */
function copyOf(list) {
  const copy = list.cloneNode(true);
  copy.removeAttribute("id");
  copy.classList.remove("side");
  for (const el of copy.querySelectorAll(".shut, h2")) el.remove(); // the dialog has its own heading and close button
  return copy;
}

/**
 * Shows the target of a link in a dialog, opened at the part being read. With the lessons it also has links to
 * the other pages.
 */
window.playbook.nav = (link) => {
  const lists = [link.hash, link.hash === "#pb-nav" && ".mast nav"].map((at) => at && document.querySelector(at)).filter(Boolean).map(copyOf);
  const dialog = h("dialog", {
    class: "pb-nav", "aria-labelledby": "pb-nav-h", onclose: () => dialog.remove(),
    onclick: (e) => (e.target === dialog || e.target.closest("a")) && dialog.close(), // a click beside the dialog or on a link
  }, h("div", {},
    h("header", {}, h("h2", { id: "pb-nav-h" }, link.textContent), h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, t("close"))),
    lists));
  document.body.append(dialog);
  dialog.showModal();
  const here = dialog.querySelector("ol [aria-current]") ?? dialog.querySelector("a");
  here?.focus();
  here?.scrollIntoView({ block: "center" });
};
