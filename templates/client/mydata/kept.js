// What is kept: a row a lesson, each to be erased by itself, and all at once. What
// was erased can be put back for as long as the page stays open.

import { isTitle, lessonLink } from "./titles.js";
import { SETTINGS, store } from "../lib/book.js";
import { formatDate, today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { alive, leavesOf } from "../lib/merge.js";
import { announce, locale } from "../lib/page.js";
import { erase as eraseKeys, ownKeys } from "../lib/profiles.js";

let undo; // puts back what was erased last

function row(uid, { t, redraw }) {
  const lesson = store().lesson(uid);
  const leaves = [...leavesOf(lesson.record)].filter(([id, key]) => !isTitle(id, key)).map(([, , leaf]) => leaf).filter(alive);
  const last = Math.max(0, ...leaves.map((leaf) => leaf.t));
  return h("tr", {},
    h("th", { scope: "row" }, lessonLink(uid)),
    h("td", {}, t("entries", leaves.length)),
    h("td", {}, last ? formatDate(today(new Date(last)), locale()) : "–"),
    h("td", {}, h("button", { type: "button", class: "btn", "data-key": "erase " + uid, onclick: () => erase([store().key(uid)], t, redraw) }, t("erase_one"))));
}

function erase(keys, t, redraw) {
  undo = eraseKeys(store(), keys);
  announce(t("erased"));
  redraw();
}

export function drawKept(body, { t, redraw }) {
  const uids = store().lessons();
  if (undo) body.append(h("div", { class: "note", "data-key": "erased" }, h("b", {}, t("erased")), h("p", {}, h("button", { type: "button", class: "btn", "data-act": "undo-erase", onclick: () => {
    undo();
    undo = undefined;
    announce(t("put_back"));
    redraw();
  } }, t("undo")))));
  if (!uids.length) {
    body.append(h("p", { class: "pb-data-none" }, t("nothing")));
    return;
  }
  body.append(
    h("table", {}, h("caption", {}, t("kept_here", uids.filter((uid) => uid !== SETTINGS).length)),
      h("thead", {}, h("tr", {}, ["lesson", "amount", "changed", "action"].map((c) => h("th", { scope: "col" }, t("col_" + c))))),
      h("tbody", {}, uids.map((uid) => row(uid, { t, redraw })))),
    h("p", {}, h("button", { type: "button", class: "btn", "data-act": "erase-all", "data-key": "erase-all",
      onclick: () => erase(ownKeys(store()), t, redraw) }, t("erase_all"))));
}
