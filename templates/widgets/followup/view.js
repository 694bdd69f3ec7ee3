// Draws a planner's leads: one row each, in groups by what is to be done. Only rows
// that differ are changed, so that two hundred leads are quick.

import { dateFormat } from "lib/dates.js";
import { h } from "lib/dom.js";
import { locale } from "lib/page.js";

const GROUPS = ["due", "later", "waiting", "nurture", "ended"];

const made = new Map();

/** A cached formatter, because making one costs as much as using it a hundred times. */
function formatter(kind, options) {
  const key = kind + options?.style;
  if (!made.has(key)) made.set(key, new Intl[kind](locale(), options));
  return made.get(key);
}

/** "in 3 days", "tomorrow", "2 days ago". */
export const away = (days) => formatter("RelativeTimeFormat", { numeric: "auto" }).format(days, "day");

/** A share as a percentage. */
const percent = (share) => formatter("NumberFormat", { style: "percent" }).format(share);

/** "Tue, 1 Dec 2026". */
let days; // cached, because making a formatter is slow
const day = (iso) => (days ??= dateFormat(locale(), { weekday: "short", day: "numeric", month: "short", year: "numeric" })).format(new Date(iso + "T00:00:00Z"));

/** The lead's name, or a word for a lead without one: exports have no names unless the reader includes them. */
export const nameOf = (tool, lead) => lead.name || tool.t("unnamed");

/** When the next touch is, in words. */
export function nextText(tool, { stands: { is, next, days } }) {
  if (next) return `${day(next)} · ${away(days)}`;
  return is === "waiting" ? tool.t("they_come_back") : is === "nurture" ? tool.t("no_date") : tool.t("is_" + is);
}

/** What was agreed, in a few words. */
function agreedText(tool, { agreed, touches }) {
  const channel = tool.channel(agreed?.channel || touches.at(-1)?.channel || "");
  return [channel, agreed && tool.t("every", agreed.days)].filter(Boolean).join(", ");
}

/** Warnings about a lead: [[class, words]]. */
function flags(tool, lead) {
  const { stands } = lead, out = [];
  if (stands.group === "ended") return out;
  if (stands.stop) out.push(["stop", tool.t(stands.stop === "date" ? "stop_date" : "stop_attempts", stands.unanswered)]);
  else if (stands.days < 0) out.push(["late", tool.t("late")]);
  if (!stands.agreed) out.push(["open", tool.t("not_agreed")]);
  const early = lead.touches.filter((t) => t.early).length;
  if (early) out.push(["early", tool.t("early_of", early, lead.touches.length)]);
  return out;
}

/** Draws every row in its group, the most urgent first. */
export function drawList(tool) {
  const live = tool.slot("live");
  if (!live.children[1]) build(tool, live);
  live.firstChild.hidden = tool.leads.length > 0;
  const seen = new Set();
  for (const group of GROUPS) {
    const list = tool.leads.filter((lead) => lead.stands.group === group).sort(byDate);
    const section = live.querySelector(`[data-group=${group}]`);
    section.hidden = list.length === 0;
    tool.put(section.firstChild, tool.t("group_" + group, list.length));
    place(section.lastChild, list.map((lead) => row(tool, lead)));
    for (const lead of list) seen.add(lead.id);
  }
  for (const [id, { li }] of tool.rows) {
    if (seen.has(id)) continue;
    li.remove();
    tool.rows.delete(id);
    tool.open.delete(id);
  }
}

const byDate = (a, b) => {
  const x = a.stands.next ?? "9", y = b.stands.next ?? "9";
  return x < y ? -1 : x > y ? 1 : formatter("Collator").compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
};

function build(tool, live) {
  live.replaceChildren(h("div", { class: "nobody" }, h("p", {}, h("b", {}, tool.t("none"))), h("p", {}, tool.t("none_more"))),
    ...GROUPS.map((group) => h("section", { "data-group": group }, h("h4"), h("ul", { class: "leads" }))));
}

/** Puts items in order. Items in the right place are not touched. */
function place(ul, items) {
  items.forEach((li, i) => { if (ul.children[i] !== li) ul.insertBefore(li, ul.children[i] ?? null); });
}

function row(tool, lead) {
  const known = tool.rows.get(lead.id) ?? { li: h("li", { "data-lead": lead.id }, h("div", { class: "row" })) };
  tool.rows.set(lead.id, known);
  const { stands } = lead, open = tool.open.has(lead.id), marks = flags(tool, lead);
  const say = [nameOf(tool, lead), nextText(tool, lead), agreedText(tool, lead), lead.value === null ? "" : formatter("NumberFormat").format(lead.value)];
  const said = JSON.stringify([say, marks, open, stands.group, tool.locked]);
  if (known.said === said) return known.li;
  known.said = said;
  const line = known.li.firstChild;
  const act = line.contains(document.activeElement) && document.activeElement.dataset.act;
  const ended = stands.group === "ended";
  line.replaceChildren(
    h("button", { type: "button", class: "name", "data-act": "open", "aria-expanded": String(open) }, h("b", {}, say[0]), say[3] && h("span", { class: "worth" }, say[3])),
    h("span", { class: "when" }, say[1]),
    h("span", { class: "terms" }, say[2]),
    h("span", { class: "flags" }, marks.map(([kind, words]) => h("span", { class: "flag " + kind }, words))),
    h("button", { type: "button", class: "btn", "data-act": "touch", disabled: ended || tool.locked, "aria-label": tool.t("log_for", say[0]) }, tool.t("log")));
  if (act) line.querySelector(`[data-act=${act}]:not(:disabled)`)?.focus();
  return known.li;
}

/** The line below the title: the number of leads, those due today, the pest index. */
export function drawFigures(tool, { early, touches, share }) {
  const due = tool.leads.filter((lead) => lead.stands.group === "due").length;
  tool.put("count", tool.t("leads", tool.leads.length));
  tool.put("due", due ? tool.t("due_now", due) : "");
  tool.put("pest", share === null ? "" : tool.t("pest", percent(share), early, touches));
}

/** The log of a lead, the last touch first. */
export function log(tool, lead) {
  const { t } = tool;
  if (!lead.touches.length) return h("p", { class: "quiet" }, t("no_touches"));
  const head = ["date", "channel", "outcome", "note"].map((c) => h("th", { scope: "col" }, t(c)));
  return h("div", { class: "scroll" }, h("table", { class: "log" }, h("caption", {}, t("log_of", lead.touches.length)), h("thead", {}, h("tr", {}, head, h("td"))),
    h("tbody", {}, [...lead.touches].reverse().map((touch) => h("tr", {},
      h("th", { scope: "row" }, tool.date(touch.on)), h("td", {}, tool.channel(touch.channel)),
      h("td", {}, t("out_" + touch.outcome), touch.to && " " + tool.date(touch.to), touch.early && h("span", { class: "flag early" }, t("early"))),
      h("td", { class: "said" }, touch.note),
      h("td", {}, !tool.locked && h("button", { type: "button", class: "btn bare icon", "data-act": "delete", value: touch.id, "aria-label": t("forget", tool.date(touch.on)) }, "×")))))));
}

/** What paper shows of each lead besides its row: agreement, rule and log, in full. */
export function sheet(tool, lead) {
  const { t } = tool, { agreed, stop, nurture } = lead, say = (iso) => iso && tool.date(iso);
  const facts = [["agreed_on", say(agreed?.on)], ["with", lead.with], ["stop_after", stop.attempts], ["stop_on", say(stop.date)], ["reason", lead.reason], ["route", nurture.route]];
  return h("div", { class: "panel sheet" }, h("p", {}, facts.filter(([, x]) => x).map(([key, x]) => `${t(key)}: ${x}`).join(" · ")), log(tool, lead));
}
