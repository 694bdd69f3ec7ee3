// The exports of a planner: its log as a table, a summary, dates for a calendar.
// client/export.js has the dialog and the formats. Unless the reader includes private
// data, leads have numbers instead of names, and there are no persons, reasons or
// notes.

import { lesson, store } from "lib/book.js";
import { isDate } from "lib/dates.js";
import { formatPercent } from "lib/number.js";
import { locale } from "lib/page.js";
import { COLUMNS } from "./columns.js";
import { parts } from "./parts.js";

const { plan } = parts();

/** What client/export.js offers for a planner. */
export function exports(tool) {
  const number = new Map(tool.leads.map((lead, i) => [lead.id, i + 1]));
  const named = (withPrivate) => (lead) => (withPrivate && lead.name ? lead.name : tool.t("code", number.get(lead.id)));
  return {
    hasPrivate: tool.leads.length > 0,
    rows: (withPrivate) => rows(tool, named(withPrivate), withPrivate),
    markdown: (md, withPrivate) => markdown(tool, md, named(withPrivate), withPrivate),
    events: (withPrivate) => events(tool, named(withPrivate), withPrivate),
  };
}

/** One row for each touch with the data of its lead; a lead without touches has one row. */
function rows(tool, named, withPrivate) {
  const out = [COLUMNS.map((c) => tool.t("col_" + c))];
  for (const lead of tool.leads) {
    const own = leadCells(tool, lead, named, withPrivate);
    for (const touch of lead.touches.length ? lead.touches : [null]) {
      const cells = { ...own, ...(touch && touchCells(tool, touch, withPrivate)) };
      out.push(COLUMNS.map((c) => cells[c] ?? ""));
    }
  }
  return out;
}

function leadCells(tool, lead, named, withPrivate) {
  const { agreed, stop, nurture } = lead;
  return {
    name: named(lead), value: lead.value, added: lead.added, state: tool.t("is_" + plan.stateOf(lead)), since: lead.since, until: lead.until,
    days: agreed?.days, channel: agreed && tool.channel(agreed.channel), by: agreed && tool.t("by_" + agreed.by), agreed_on: agreed?.on,
    attempts: stop.attempts, stop_on: stop.date, stop_since: stop.since, route: nurture.route, revisit: nurture.on, next: lead.stands.next, lead_id: lead.id,
    ...(withPrivate && { with: lead.with, reason: lead.reason }),
  };
}

const touchCells = (tool, touch, withPrivate) => ({
  touch_on: touch.on, touch_channel: tool.channel(touch.channel), outcome: tool.t("out_" + touch.outcome), moved_to: touch.to, early: touch.early ? tool.t("yes") : "",
  touch_id: touch.id, ...(withPrivate && { note: touch.note }),
});

function markdown(tool, md, named, withPrivate) {
  const { t, date } = tool, say = (iso) => (iso ? date(iso) : "");
  const { early, touches, share } = plan.pest(tool.leads);
  const list = [...tool.leads].sort((a, b) => ((a.stands.next ?? "9") < (b.stands.next ?? "9") ? -1 : 1));
  let text = md.heading(2, tool.heading) + (share === null ? "" : `${md.escape(t("pest", formatPercent(share, locale()), early, touches))}\n\n`) +
    md.table([["lead", "next", "state", "channel", "days", "unanswered"].map((c) => t(c)),
      ...list.map((lead) => [named(lead), say(lead.stands.next), t("is_" + lead.stands.is), tool.channel(lead.agreed?.channel ?? ""), lead.agreed ? String(lead.agreed.days) : t("not_agreed"), String(lead.stands.unanswered)])]);
  for (const lead of list) {
    if (!lead.touches.length) continue;
    text += md.heading(3, named(lead)) + md.table([["date", "channel", "outcome", "early", ...(withPrivate ? ["note"] : [])].map((c) => t(c)),
      ...lead.touches.map((x) => [say(x.on), tool.channel(x.channel), [t("out_" + x.outcome), say(x.to)].filter(Boolean).join(" "), x.early ? t("yes") : "", ...(withPrivate ? [x.note] : [])])]);
  }
  return text + md.escape(t("crm")) + "\n";
}

/**
 * A calendar day for every lead with a next touch. The last exported entry is stored (ics/<lead>: {date, n, gone}), so that
 * the sequence grows with every change, and a lead that has ended or was removed is cancelled.
 */
function events(tool, named, withPrivate) {
  const { state } = tool, out = [];
  state.batch(() => {
    const known = new Set();
    for (const lead of tool.leads) {
      known.add(lead.id);
      const { next } = lead.stands, channel = tool.channel(lead.agreed?.channel ?? "");
      const summary = tool.t(channel ? "ics_summary" : "ics_short", named(lead), channel);
      const told = tell(state, lead.id, next, withPrivate && state.at(`lead/${lead.id}/~name`));
      if (told) out.push(event(tool, lead.id, told, summary));
    }
    for (const key of state.keys("ics/")) {
      const id = key.slice(4);
      if (known.has(id)) continue;
      const told = tell(state, id, null);
      if (told) out.push(event(tool, id, told, tool.t("ics_gone")));
    }
  });
  return out;
}

/** Stores the exported entry of a lead; null if there is nothing to export. */
function tell(state, id, next, named) {
  const key = "ics/" + id, was = readTold(state.get(key));
  if (!was && !next) return null;
  const same = was && (next === null ? was.gone : !was.gone && was.date === next && was.named === Boolean(named) && !(named > state.at(key)));
  const now = same ? was : { date: next ?? was.date, n: was ? was.n + 1 : 0, gone: next === null, named: Boolean(named) };
  if (!same) state.set(key, now);
  return now;
}

const readTold = (x) => (typeof x?.date === "string" && isDate(x.date) && Number.isInteger(x.n) && x.n >= 0 && x.n < 2 ** 31 - 1
  ? { date: x.date, n: x.n, gone: x.gone === true, named: x.named === true } : null);

function event(tool, id, { date, n, gone }, summary) {
  const page = location.protocol === "file:" ? "" : location.href.split("#")[0] + "#" + tool.id;
  return {
    uid: `${store().site}/${lesson().uid}/${tool.dataset.id}/${id}@playbook`, date, summary,
    description: [tool.heading, tool.t("crm")].filter(Boolean).join("\n"), url: page, sequence: n, cancelled: gone,
  };
}

