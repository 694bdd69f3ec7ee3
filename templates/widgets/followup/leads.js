// Reads the leads from storage. Names, persons, reasons and notes are private: their keys
// have a "~", and they are left out of exports and links unless the reader includes them.
//
//   lead/<id>/added          the date it was added
//   lead/<id>/~name          its name
//   lead/<id>/value          how much it is worth, a number
//   lead/<id>/agreed         {days, channel, by: "they" | "me", on}
//   lead/<id>/~with          the person who agreed to it
//   lead/<id>/stop           {attempts, date, since}
//   lead/<id>/~reason        why it went on after the stop rule
//   lead/<id>/is             {is, until, on}: the state, and the date a customer named
//   lead/<id>/nurture        {route, on}: how it is kept warm, when to look again
//   lead/<id>/touch/<uuid>   {on, channel, outcome, early, to}
//   lead/<id>/~note/<uuid>   the note on that touch
//   ics/<id>                 {date, n, gone}: the last calendar entry exported for the lead
//
// Stored values may come from an import, so each one is checked.

import { isDate } from "lib/dates.js";
import { OUTCOMES, STATES } from "./plan.js";

export const MOST = 1000; // further leads are not shown

const LONG = 200, NOTE = 4000;

const text = (x, n = LONG) => (typeof x === "string" ? x.slice(0, n) : "");
const date = (x) => (typeof x === "string" && isDate(x) ? x : null);
const whole = (x, low, high) => (Number.isInteger(x) && x >= low && x <= high ? x : null);
const object = (x) => (typeof x === "object" && x !== null ? x : {});

export const readAgreed = (x) => {
  const days = whole(object(x).days, 1, 730);
  return days === null ? null : { days, channel: text(x.channel, 40), by: x.by === "me" ? "me" : "they", on: date(x.on) };
};

export const readTouch = (x) => {
  const on = date(object(x).on);
  if (on === null || !OUTCOMES.includes(x.outcome)) return null;
  return { on, channel: text(x.channel, 40), outcome: x.outcome, early: x.early === true, to: date(x.to) };
};

/** Every lead, in the order in which they were added: what plan.js needs and {id, name, value, with, reason}. */
export function readLeads(leaves) {
  const found = new Map();
  for (const key of leaves.keys("lead/")) {
    const [, id, part, rest, more] = key.split("/");
    if (!part || more !== undefined) continue;
    if (!found.has(id)) found.set(id, empty(id));
    take(found.get(id), part, rest, leaves, key);
  }
  const at = (lead) => leaves.at(`lead/${lead.id}/added`);
  return [...found.values()].filter((lead) => lead.added).slice(0, MOST).map(finish)
    .sort((a, b) => (a.added < b.added ? -1 : a.added > b.added ? 1 : at(a) - at(b) || (a.id < b.id ? -1 : 1)));
}

const empty = (id) => ({
  id, added: null, name: "", value: null, agreed: null, with: "", reason: "", stop: { attempts: null, date: null, since: null },
  is: "active", since: null, until: null, nurture: { route: "", on: null }, touches: [], notes: new Map(),
});

const parts = {
  __proto__: null,
  added: (lead, x) => { lead.added = date(x); },
  "~name": (lead, x) => { lead.name = text(x); },
  value: (lead, x) => { lead.value = typeof x === "number" && Number.isFinite(x) ? x : null; },
  agreed: (lead, x) => { lead.agreed = readAgreed(x); },
  "~with": (lead, x) => { lead.with = text(x); },
  "~reason": (lead, x) => { lead.reason = text(x, NOTE); },
  stop: (lead, x) => { lead.stop = { attempts: whole(object(x).attempts, 1, 99), date: date(object(x).date), since: date(object(x).since) }; },
  is: (lead, x) => {
    lead.is = STATES.includes(object(x).is) ? x.is : "active";
    lead.until = date(object(x).until);
    lead.since = date(object(x).on);
  },
  nurture: (lead, x) => { lead.nurture = { route: text(object(x).route), on: date(object(x).on) }; },
};

function take(lead, part, rest, leaves, key) {
  if (part === "touch" && rest) {
    const touch = readTouch(leaves.get(key));
    if (touch) lead.touches.push({ ...touch, id: rest, t: leaves.at(key) });
  } else if (part === "~note" && rest) lead.notes.set(rest, text(leaves.get(key), NOTE));
  else if (rest === undefined) parts[part]?.(lead, leaves.get(key));
}

function finish({ notes, ...lead }) {
  lead.touches.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.t - b.t || (a.id < b.id ? -1 : 1)));
  for (const touch of lead.touches) touch.note = notes.get(touch.id) ?? "";
  return lead;
}
