// Writes out in words what a progress file contains, for the sender's preview and for the
// recipient's page. t translates a word of the interface's group "send".

import { h } from "../lib/dom.js";
import { formatPercent } from "../lib/number.js";
import { locale } from "../lib/page.js";
import { day, nameOf } from "./look.js";

const titleOf = (facts, uid) => facts.lessons.find((l) => l.uid === uid)?.title ?? uid;
const widgetOf = (facts, uid, id) => facts.lessons.find((l) => l.uid === uid)?.widgets?.find((w) => w.id === id);
const itemOf = (w, id) => w?.items?.find((i) => i.id === id)?.text || id;

/** How far the reader is in one lesson (c, a lesson's entry in the file), in words. */
export function stand(c, t) {
  const words = c.s === "begun" ? t("is_begun") : c.s === "practice" ? t("is_practice", day(c.on), day(c.done)) : t("is_learnt", day(c.on));
  return c.f ? `${words} ${t("is_" + c.f)}` : words;
}

/** The word at an index of a scorecard's scale. */
export const placeName = (w, place) => w?.share?.words?.split("|")[place] ?? "";

/** The result of one widget in words: the percentage, and the items that were hard. */
export function result(r, w, t) {
  const low = Object.entries(r.low ?? {}).map(([id, at]) => [itemOf(w, id), placeName(w, at)].filter(Boolean).join(" – "));
  return [r.p !== undefined && (r.n ? t("best_of", formatPercent(r.p / 100, locale()), r.n) : formatPercent(r.p / 100, locale())), low.length > 0 && t("hard", low.join("; "))].filter(Boolean).join(". ");
}

const fullTitle = (facts, uid, id) => [widgetOf(facts, uid, id)?.title, titleOf(facts, uid)].filter(Boolean).join(" · ");

const perWidget = (part, fn) => Object.entries(part ?? {}).flatMap(([uid, widgets]) => Object.entries(widgets).map(([id, x]) => fn(uid, id, x)));

/** Everything a file holds: [{title, rows: [texts or elements]}]. */
export function inWords(doc, facts, t) {
  const answers = perWidget(doc.answers, (uid, id, x) => `${fullTitle(facts, uid, id)}: ${Object.entries(x).map(([item, text]) => [itemOf(widgetOf(facts, uid, id), item), text].filter(Boolean).join(" – ")).join("; ")}`);
  const parts = [
    ["who", [doc.name, doc.path && t("on_path", nameOf("path/" + doc.path.uid, facts), day(doc.path.since))].filter(Boolean)],
    ["lessons", Object.entries(doc.lessons).map(([uid, c]) => `${titleOf(facts, uid)}: ${stand(c, t)}`)],
    doc.miles && ["miles", Object.entries(doc.miles).map(([m, on]) => `${nameOf("mile/" + m, facts)}: ${day(on)}`)],
    doc.tasks && ["tasks", Object.values(doc.tasks).map((x) => `${x.title}: ${x.done ? t("task_done", day(x.done)) : t("task_open", day(x.took))}`)],
    doc.asks && ["asks", Object.values(doc.asks).map((a) => `${nameOf(a.what, facts)}: ${day(a.on)}`)],
    doc.signed && ["signed", Object.values(doc.signed).map((s) => `${nameOf(s.what, facts)}: ${s.by}, ${day(s.on)}`)],
    doc.results && ["results", perWidget(doc.results, (uid, id, r) => `${fullTitle(facts, uid, id)}: ${result(r, widgetOf(facts, uid, id), t)}`)],
    doc.answers && ["answers", answers],
    ...(doc.extra ?? []).map((e) => [null, e.rows.map(([where, text]) => h("span", {}, h("b", {}, where), ": ", text)), e.title]),
  ];
  return parts.filter(Boolean).map(([key, rows, title]) => ({ title: title ?? t("part_" + key), rows }));
}
