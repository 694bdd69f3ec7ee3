// The end of a round of practice: the result, the boxes of the cards, and when they are
// due again.

import { h } from "lib/dom.js";
import { today } from "lib/dates.js";
import { BOXES } from "lib/leitner.js";
import { spread } from "./deck.js";

/** Draws the panel, or hides it while a card is asked. */
export function drawEnd(deck, round, list) {
  const panel = deck.slot("end");
  panel.hidden = deck.view !== "practise" || deck.one !== undefined;
  const focused = panel.contains(document.activeElement) && document.activeElement !== panel;
  panel.replaceChildren();
  if (panel.hidden) return;
  const { t } = deck, { boxes, next } = spread(list, today());
  const given = [...round.given.values()], right = given.filter(Boolean).length;
  panel.append(...[h("h4", {}, t(given.length ? "done" : "nothing_due")),
    given.length > 0 && h("p", {}, t("score", right, given.length)),
    next && h("p", {}, t("next_day", next.n, deck.date(next.on))),
    h("table", {}, h("caption", {}, t("spread")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("col_box")), h("th", { scope: "col" }, t("col_days")), h("th", { scope: "col", class: "num" }, t("col_cards")))),
      h("tbody", {}, boxes.map((n, i) => h("tr", {}, h("th", { scope: "row" }, i ? String(i) : t("new")), h("td", {}, i ? t("days", BOXES[i - 1]) : "–"), h("td", { class: "num" }, String(n)))))),
    list.length > 0 && !deck.locked && h("p", { class: "row" }, h("button", { type: "button", class: "btn", "data-act": "again" }, t("again"))),
    list.length > 0 && h("p", { class: "quiet" }, t("again_note"))].filter(Boolean));
  if (focused) panel.querySelector("button")?.focus();
}
