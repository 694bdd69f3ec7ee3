// What follows from an agreement: the next day, the stop rule, the pest index. No DOM and no state here. Dates are
// "YYYY-MM-DD".
//
//   rules  {interval, attempts, after: days, days: [0 Monday … 6], holidays: [texts]}
//   lead   {added, is, since, until, agreed: {days, channel, by, on} | null,
//           stop: {attempts, date, since} , nurture: {route, on}, touches: [touch]}
//   touch  {on, channel, outcome, early, to}   sorted by time
//
// lead.is is "active", "waiting", "nurture", "stopped", "won" or "lost".

import { addDays, daysBetween, weekday } from "lib/dates.js";

/** The outcomes of a touch, and the choices for a lead. */
export const OUTCOMES = ["no-answer", "reply", "moved", "yes", "no", "asked-to-stop"];
export const STATES = ["active", "waiting", "nurture", "stopped", "won", "lost"];
export const ENDED = ["stopped", "won", "lost"];

const SEARCH = 800; // days within which a working day must be found; holidays are bounded

/**
 * The rules for nextTouch(), from the build's texts: {interval: "14", days: "0 1 2", holidays: "12-25
 * 2026-07-20..2026-08-07"}.
 */
export const readRules = ({ interval, days, holidays }) => ({ interval: Number(interval), days: list(days).map(Number), holidays: list(holidays) });

const list = (text) => text.split(" ").filter(Boolean);

/** Whether a holiday, "2026-12-25", "12-25" or "2026-12-24..2027-01-02", includes a date. */
function isOn(holiday, date) {
  if (holiday.length === 5) return date.endsWith("-" + holiday);
  const [from, to = from] = holiday.split("..");
  return date >= from && date <= to;
}

/** Whether a date is a working day. */
export const isWorking = (date, { days, holidays }) => days.includes(weekday(date)) && !holidays.some((h) => isOn(h, date));

/** The date, or the next working day. */
export function workingDay(date, rules) {
  for (let i = 0, d = date; i < SEARCH; i++, d = addDays(d, 1)) if (isWorking(d, rules)) return d;
  return date;
}

/** Whether this customer has ever asked to stop. Nothing opens such a lead again. */
export const askedToStop = (lead) => lead.touches.some((t) => t.outcome === "asked-to-stop");

/** The state of a lead. A request to stop takes precedence over everything else. */
export const stateOf = (lead) => (askedToStop(lead) ? "stopped" : lead.is);

/**
 * The day from which the interval counts: the last touch or, if that is later, the day
 * of the agreement, which was a contact too. Null without either.
 */
export function countFrom({ touches, agreed }) {
  const last = touches.at(-1)?.on ?? "", on = agreed?.on ?? "";
  return (last > on ? last : on) || null;
}

/**
 * The day of the next touch, always a working day. Null if none is planned: the lead has ended, waits for the customer, or is
 * kept warm without a date. If there is no agreement and no touch, it is the day on which the lead was added.
 */
export function nextTouch(lead, rules) {
  const is = stateOf(lead);
  if (ENDED.includes(is)) return null;
  const on = is === "nurture" ? lead.nurture?.on : is === "waiting" ? lead.until : planned(lead, rules);
  return on ? workingDay(on, rules) : null;
}

function planned(lead, rules) {
  const from = countFrom(lead);
  return from ? addDays(from, lead.agreed?.days ?? rules.interval) : lead.added;
}

/** Touches since the customer last answered in any way. */
export const unanswered = (lead) => lead.touches.length - 1 - lead.touches.findLastIndex((t) => t.outcome !== "no-answer");

/**
 * Which part of the stop rule is reached: "attempts", "date" or "". A new agreement
 * restarts the count of attempts (stop.since).
 */
export function stopReached(lead, today) {
  if (!["active", "waiting"].includes(stateOf(lead))) return "";
  const { attempts, date, since } = lead.stop ?? {};
  const open = { touches: since ? lead.touches.filter((t) => t.on > since) : lead.touches };
  if (attempts > 0 && unanswered(open) >= attempts) return "attempts";
  return date && today >= date ? "date" : "";
}

/**
 * How many days before the planned day a touch on a date is; more than 1 is early. Only the state on that date counts,
 * because touches may be recorded later. Infinity if the customer wanted to come back and named no date; 0 if the touch is
 * not early, or nothing was planned.
 */
export function earlyBy(lead, rules, on) {
  const then = { ...lead, touches: lead.touches.filter((t) => t.on <= on), agreed: (lead.agreed?.on ?? "") > on ? null : lead.agreed };
  if ((lead.since ?? "") > on) then.is = "active";
  if (stateOf(then) === "waiting" && !then.until) return Infinity;
  const next = then.is !== "active" || countFrom(then) ? nextTouch(then, rules) : null;
  return next && next > on ? daysBetween(on, next) : 0;
}

/** Whether a touch so many days before its day needs the question "agreed?". */
export const isEarly = (days) => days > 1;

/** {early, touches, share} of leads. The pest index is share, null without touches. */
export function pest(leads) {
  let early = 0, touches = 0;
  for (const lead of leads) {
    touches += lead.touches.length;
    early += lead.touches.filter((t) => t.early).length;
  }
  return { early, touches, share: touches ? early / touches : null };
}

/**
 * The state of a lead today: {is, next, days until then (below 0: late), stop, unanswered, agreed, group}. group is "due",
 * "later", "waiting", "nurture" or "ended". A lead whose stop rule is reached is due, because it needs a decision.
 */
export function standing(lead, rules, today) {
  const is = stateOf(lead), next = nextTouch(lead, rules), stop = stopReached(lead, today);
  const days = next === null ? null : daysBetween(today, next);
  const group = ENDED.includes(is) ? "ended" : stop || (days !== null && days <= 0) ? "due" : is === "nurture" ? "nurture" : next === null ? "waiting" : "later";
  return { is, next, days, stop, unanswered: unanswered(lead), agreed: lead.agreed !== null, group };
}

/**
 * The day on which a lead became due, or today if its stop rule needs a decision before
 * that; null for a lead that is not due.
 */
export function dueOn(lead, rules, today) {
  const { group, next } = standing(lead, rules, today);
  if (group !== "due") return null;
  return next !== null && next < today ? next : today;
}
