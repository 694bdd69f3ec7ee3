// Data that is older than the team allows: a list, and the reader's answer. Nothing is
// erased without asking, and erased data can be restored until the page closes.

import { forgetErased } from "./kept.js";
import { forgetImport } from "./move.js";
import { lessonLink, say } from "./titles.js";
import { store } from "../lib/book.js";
import { formatDate, today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { announce, locale } from "../lib/page.js";
import { forget } from "../privacy/forget.js";
import { findOld, keptUntil, oldest, postpone } from "../privacy/old.js";

const state = { undo: null, left: new Set() }; // left: what the reader wants to keep

const at = (p) => [p.uid, p.id, p.key].join("\n");
const date = (iso) => formatDate(iso, locale());
const rowOf = ({ keep }) => keep && document.querySelector(`[data-keep="${keep.part}-${keep.what}"] th`)?.textContent.trim();

function drawList(body, list, { t, redraw }) {
  body.append(h("p", {}, t("old_more", date(today(new Date(oldest()))))), h("ul", { "data-slot": "old" }, list.map((p) => {
    const box = h("input", { type: "checkbox", "data-key": "old " + at(p), onchange: () => (box.checked ? state.left.delete(at(p)) : state.left.add(at(p))) });
    box.checked = !state.left.has(at(p));
    return h("li", {}, h("label", {}, box, " ", h("b", {}, typeof p.x === "string" ? say(p.x, t) : rowOf(p) ?? p.key)), " ", lessonLink(p.uid), " ",
      h("small", {}, [rowOf(p), t("entries", p.n), date(today(new Date(p.t)))].filter(Boolean).join(" · ")));
  })), h("p", { class: "row" },
    h("button", { type: "button", class: "btn go", "data-act": "old-erase", "data-key": "old-erase", onclick: () => {
      forgetErased();
      forgetImport();
      const gone = list.filter((p) => !state.left.has(at(p)));
      state.undo = forget(store(), "", gone, "");
      if (state.left.size) postpone(store());
      announce(t("erased"));
      redraw();
      document.querySelector("[data-act=old-undo]")?.focus();
    } }, t("old_erase")),
    h("button", { type: "button", class: "btn", "data-act": "old-keep", "data-key": "old-keep", onclick: () => {
      postpone(store());
      announce(t("old_until", date(keptUntil(store()))));
      redraw();
      document.querySelector("[data-act=old-again]")?.focus();
    } }, t("old_keep"))));
}

/** The section; nothing if the settings have no period. */
export function drawOld(body, context) {
  const { t, redraw } = context, until = keptUntil(store()), list = findOld(store());
  if (state.undo) body.append(h("div", { class: "note" }, h("b", {}, t("erased")), h("p", {}, h("button", { type: "button", class: "btn", "data-act": "old-undo", "data-key": "old-undo", onclick: () => {
    state.undo();
    state.undo = null;
    postpone(store(), false);
    announce(t("put_back"));
    redraw();
  } }, t("undo")))));
  if (!list.length) body.append(h("p", { class: "pb-data-none" }, t("old_none", date(today(new Date(oldest()))))));
  else if (until) {
    body.append(h("p", {}, t("old_until", date(until))), h("p", {}, h("button", { type: "button", class: "btn", "data-act": "old-again", "data-key": "old-again", onclick: () => {
      postpone(store(), false);
      redraw();
    } }, t("old_again"))));
  } else drawList(body, list, context);
}

addEventListener("pagehide", () => { state.undo = null; });
