// Draws the other entries of a journal, and answers to removed prompts.

import { h } from "lib/dom.js";
import { locale } from "lib/page.js";
import { formatDate } from "lib/dates.js";
import { opening } from "./entries.js";

/** An entry's date in words. */
export const dateOf = (journal, entry) => (entry.date ? formatDate(entry.date, locale(), { dateStyle: "full" }) : journal.t("undated"));

/** [{label, words, lost}] of an entry: the prompts in their order, then removed ones. */
export function answersOf(journal, entry) {
  const asked = journal.prompts.filter((p) => entry.answers.has(p.id)).map((p) => ({ label: p.text, words: entry.answers.get(p.id) }));
  const known = new Set(journal.prompts.map((p) => p.id));
  const lost = [...entry.answers].filter(([id]) => !known.has(id)).map(([id, words]) => ({ label: journal.t("gone", id), words, lost: true }));
  return [...asked, ...lost];
}

const list = (answers) => h("dl", {}, answers.flatMap((a) => [h("dt", { class: a.lost ? "gone" : null }, a.label), h("dd", {}, a.words)]));

/** Shows the answers of the current entry that have no field. */
export function drawRest(journal, entry) {
  const lost = entry ? answersOf(journal, entry).filter((a) => a.lost) : [];
  journal.slot("rest").replaceChildren(...(lost.length ? [list(lost)] : []));
}

/** Draws the other entries, closed. Changes only what differs. */
export function drawOthers(journal, entries) {
  const panel = journal.slot("others");
  const ids = journal.prompts.map((p) => p.id);
  const now = JSON.stringify([entries.map((e) => [e.id, e.date, ...e.answers]), journal.locked]);
  if (panel.shown === now) return;
  panel.shown = now;
  const open = new Set([...panel.querySelectorAll("details[open]")].map((d) => d.dataset.entry));
  const focused = panel.contains(document.activeElement) && document.activeElement.closest("details")?.dataset.entry;
  panel.replaceChildren(...(entries.length ? [h("h4", {}, journal.t("earlier", entries.length)), ...entries.map((e) => {
    const box = h("details", { "data-entry": e.id }, h("summary", {}, h("b", {}, dateOf(journal, e)), " ", h("span", {}, opening(e, ids))),
      list(answersOf(journal, e)),
      !journal.locked && h("p", { class: "noprint" }, h("button", { type: "button", class: "btn", "data-act": "open", value: e.id }, journal.t("open"))));
    box.open = open.has(e.id);
    return box;
  })] : []));
  if (focused) [...panel.querySelectorAll("details")].find((d) => d.dataset.entry === focused)?.querySelector("summary").focus();
}
