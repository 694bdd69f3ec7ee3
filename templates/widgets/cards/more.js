// The exports of a deck: its cards with their boxes as a table and as text, and the
// sheets to cut out. Loaded on first export or print.

import { h } from "lib/dom.js";
import { sheets } from "./deck.js";

const Cards = customElements.get("pb-cards");

Cards.exports = (deck) => ({ hasPrivate: false, rows: () => rows(deck), markdown: (md) => markdown(deck, md) });

const words = (el) => el.innerText.trim() || el.textContent.trim().replace(/\s+/g, " ");

function rows(deck) {
  return [["front", "back", "tags", "box", "due", "last", "reviews"].map((c) => deck.t("col_" + c)),
    ...deck.standing().map((c) => [c.front, words(c.back), c.tags.join(", "), c.seen ? c.box : "", c.due ?? "", c.last ?? "", c.seen])];
}

function markdown(deck, md) {
  return md.heading(2, deck.heading) + md.table([["front", "back", "box", "due"].map((c) => deck.t("col_" + c)),
    ...deck.standing().map((c) => [c.front, words(c.back), c.seen ? String(c.box) : "", c.due ?? ""])]);
}

/** Adds the sheets to the deck until it has been printed: fronts, then their backs. */
Cards.sheets = (deck, cards, blank) => {
  const { t } = deck, number = new Map(cards.map((c, i) => [c.id, String(i + 1)]));
  const side = (name, list, i, of) => h("section", { class: "sheet" },
    h("p", { class: "sheet-head" }, h("b", {}, deck.heading), " ", t("sheet_" + name, i + 1, of)),
    h("ol", { class: "cut" }, list.map((c) => h("li", { class: !c && "none" }, c && face[name](c)))));
  const note = (c, text) => h("p", { class: "quiet" }, h("b", {}, number.get(c.id)), " ", text);
  const face = {
    fronts: (c) => [note(c, !blank && c.seen > 0 && t("in_box", c.box, deck.date(c.due))), h("p", { class: "face" }, copies(c.li.querySelector("[data-slot=front]")))],
    backs: (c) => [note(c, c.tags.join(", ")), h("div", { class: "back" + length(c.back) }, copies(c.back))],
  };
  const all = sheets(cards);
  const paper = h("div", { class: "paper", "data-slot": "sheets", "aria-hidden": "true" },
    all.flatMap(({ fronts, backs }, i) => [side("fronts", fronts, i, all.length), side("backs", backs, i, all.length)]));
  deck.slot("sheets")?.remove();
  deck.append(paper);
  deck.toggleAttribute("data-cut", true);
  addEventListener("afterprint", () => {
    paper.remove();
    deck.toggleAttribute("data-cut", false);
  }, { once: true });
};

const copies = (el) => [...el.childNodes].map((n) => n.cloneNode(true));

/** A long back is set smaller, so that eight cards stay on a sheet. */
const length = ({ textContent: { length: n } }) => (n > 700 ? " longest" : n > 380 ? " long" : "");
