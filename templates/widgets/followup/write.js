// Changes of leads. Every function makes one write. Part of more.js.

import { addDays } from "lib/dates.js";
import { uuid } from "lib/leaves.js";
import { parts } from "./parts.js";

const { plan } = parts();

/** The leaves of a lead. The exported calendar entry is not one of them, so that it can be cancelled later. */
export const keysOf = (leaves, id) => leaves.keys(`lead/${id}/`);

/** Adds a lead with the stop rule that the author suggests; returns its id. */
export function addLead(leaves, name, rules, today) {
  const id = uuid();
  writeLead(leaves, id, { added: today, name, stop: { attempts: rules.attempts, date: rules.after ? addDays(today, rules.after) : null } });
  return id;
}

/** Writes the differences: {name, value, agreed, with, reason, stop, is, until, nurture}. */
export function writeLead(leaves, id, change) {
  const at = `lead/${id}/`;
  const set = (key, x) => leaves.set(at + key, x === "" || x === null ? undefined : x);
  leaves.batch(() => {
    for (const key of ["added", "value", "agreed", "stop", "nurture"]) if (key in change) set(key, compact(change[key]));
    for (const key of ["name", "with", "reason"]) if (key in change) set("~" + key, change[key]);
    if ("is" in change) set("is", compact({ is: change.is, until: change.until, on: change.on }));
  });
}

/** Objects without empty fields, so that equal states have equal leaves. */
function compact(x) {
  if (typeof x !== "object" || x === null) return x;
  const left = Object.entries(x).filter(([, v]) => v !== null && v !== undefined && v !== "" && v !== false);
  return left.length ? Object.fromEntries(left) : null;
}

/** What a touch changes besides the log: an answer changes the lead's state. */
export function afterTouch(lead, touch) {
  if (plan.askedToStop({ touches: [touch] })) return { is: "stopped", on: touch.on };
  if (touch.outcome === "yes" || touch.outcome === "no") return { is: touch.outcome === "yes" ? "won" : "lost", on: touch.on };
  if (touch.outcome === "moved" && touch.to) return { is: "waiting", until: touch.to, on: touch.on };
  if (lead.is === "waiting" && (touch.outcome === "reply" || lead.until)) return { is: "active", on: touch.on };
  return {};
}

/** Adds a touch to a lead's log, with its note. */
export function writeTouch(leaves, lead, touch, id, note = "") {
  leaves.batch(() => {
    leaves.set(`lead/${lead}/touch/${id}`, compact(touch));
    if (note.trim() !== "") leaves.set(`lead/${lead}/~note/${id}`, note.trim());
  });
}

/**
 * Writes a new agreement. It reopens a resting lead, and restarts the stop rule if that
 * was reached (reached is the result of plan.stopReached).
 */
export function writeAgreed(leaves, lead, agreed, { reached, rules, reason = "", today, ...rest }) {
  const change = { agreed, ...rest };
  if (lead.is !== "active") Object.assign(change, { is: "active", on: today });
  if (reached) Object.assign(change, { reason, stop: { attempts: lead.stop.attempts, date: rules.after ? addDays(today, rules.after) : null, since: today } });
  writeLead(leaves, lead.id, change);
}
