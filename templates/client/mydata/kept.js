// The stored data: a row for each lesson, which can be erased separately, or all at
// once. Erased data can be restored as long as the page stays open.

import { isTitle, lessonLink } from "./titles.js";
import { SETTINGS, store } from "../lib/book.js";
import { formatDate, today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { alive, leavesOf } from "../lib/merge.js";
import { announce, locale } from "../lib/page.js";
import { erase as eraseKeys, ownKeys } from "../lib/profiles.js";

const undos = []; // each restores what was erased once; the latest comes first
let asking; // what the reader is about to erase: a uid, ALL or undefined

/** Discards the undos. */
export const forgetErased = () => undos.splice(0);

const ALL = " all"; // no uid begins with a space

function row(uid, { t, redraw }) {
  const lesson = store().lesson(uid);
  const leaves = [...leavesOf(lesson.record)].filter(([id, key]) => !isTitle(id, key)).map(([, , leaf]) => leaf).filter(alive);
  const last = Math.max(0, ...leaves.map((leaf) => leaf.t));
  return h("tr", {},
    h("th", { scope: "row" }, lessonLink(uid)),
    h("td", {}, t("entries", leaves.length)),
    h("td", {}, last ? formatDate(today(new Date(last)), locale()) : "–"),
    h("td", {}, h("button", { type: "button", class: "btn", "data-key": "erase " + uid, onclick: () => ask(uid, redraw) }, t("erase_one"))));
}

function ask(what, redraw) {
  asking = what;
  redraw();
  document.querySelector("[data-act=erase-yes]")?.focus();
}

/** The question before anything is erased. */
function drawAsking(body, { t, redraw }) {
  const keys = asking === ALL ? ownKeys(store()) : [store().key(asking)];
  body.append(h("div", { class: "note", role: "group", "aria-labelledby": "pb-erase-h" }, h("b", { id: "pb-erase-h" }, asking === ALL ? t("erase_ask_all") : [t("erase_ask"), " ", lessonLink(asking)]),
    h("p", { class: "row" }, h("button", { type: "button", class: "btn go", "data-act": "erase-yes", onclick: () => erase(keys, t, redraw) }, t("erase_one")),
      h("button", { type: "button", class: "btn", "data-act": "erase-no", onclick: () => {
        const back = asking === ALL ? "erase-all" : "erase " + asking;
        asking = undefined;
        redraw();
        document.querySelector(`[data-key="${CSS.escape(back)}"]`)?.focus();
      } }, t("cancel")))));
}

function erase(keys, t, redraw) {
  asking = undefined;
  undos.push(eraseKeys(store(), keys));
  announce(t("erased"));
  redraw();
  // Scrolls to the undo button, wherever the pressed button was.
  const button = document.querySelector("[data-act=undo-erase]");
  button?.focus();
  button?.scrollIntoView({ block: "center" });
}

export function drawKept(body, { t, redraw }) {
  const uids = store().lessons();
  if (asking !== undefined && asking !== ALL && !uids.includes(asking)) asking = undefined;
  if (undos.length) body.append(h("div", { class: "note", "data-key": "erased" }, h("b", {}, t("erased")), h("p", {}, h("button", { type: "button", class: "btn", "data-act": "undo-erase", onclick: () => {
    undos.pop()();
    announce(t("put_back"));
    redraw();
  } }, t("undo")))));
  if (asking !== undefined) drawAsking(body, { t, redraw });
  if (!uids.length) {
    body.append(h("p", { class: "pb-data-none" }, t("nothing")));
    return;
  }
  body.append(
    h("table", {}, h("caption", {}, t("kept_here", uids.filter((uid) => uid !== SETTINGS).length)),
      h("thead", {}, h("tr", {}, ["lesson", "amount", "changed", "action"].map((c) => h("th", { scope: "col" }, t("col_" + c))))),
      h("tbody", {}, uids.map((uid) => row(uid, { t, redraw })))),
    h("p", {}, h("button", { type: "button", class: "btn", "data-act": "erase-all", "data-key": "erase-all",
      onclick: () => ask(ALL, redraw) }, t("erase_all"))));
}
