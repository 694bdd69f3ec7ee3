// A run is one use of a list, from the first tick to the reset or the end of its period; no DOM here. What a checklist stores:
//
//   run/<run>/@<item>/state   {state: "done" | "na", at: epoch ms, rev, by}; none: open
//   run/<run>/@<item>/note    evidence in words, or a link; "~note" (private) in the run of an account, because notes about a
//                             customer must not be shared
//   run/<run>/@<item>/value   evidence as a number (a text if it could not be read)
//   run/<run>/@<item>/was-<n> the answer to revision n, when a later revision is answered
//   run/<run>/@<item>/ics     {date, n}: the last calendar entry exported for the item
//   run/<run>/start           the local date of the first change
//   run/<run>/end             {on, done, of, share, complete}: the result
//   count/<base>              {n, top}: number of resets; n is the current run
//   account/<id>/~name        an account's name (private)
//
// A run's id is its base, followed by ".2", ".3" after resets. The base is the period's key, "2026-Q1" ("all" for a list that
// does not repeat), after "<account>_" if the list is kept for accounts.

import { isDate, run as period } from "lib/dates.js";

const natural = (x) => (Number.isInteger(x) && x > 0 && x < 1e6 ? x : 0);

/** How often a base was reset: {n: the current run, top: the highest run}. */
export const counter = (leaves, base) => {
  const c = leaves.get(`count/${base}`);
  const n = natural(c?.n);
  return { n, top: Math.max(n, natural(c?.top)) };
};

/** A run's id. */
export const idOf = (base, n) => (n ? `${base}.${n + 1}` : base);

/**
 * The current run on a date: {id, base, account, number, start, end}; start and end are those of the period, null
 * without one.
 */
export function current(leaves, { repeat, account }, date) {
  const p = repeat ? period(repeat, date) : null;
  const base = (account ? account + "_" : "") + (p?.key ?? "all");
  const { n } = counter(leaves, base);
  return { id: idOf(base, n), base, account, number: n + 1, start: p?.start ?? null, end: p?.end ?? null };
}

/**
 * The day from which "+7d" counts: the run's first change, or, if the list was used in
 * an earlier period, the period's first day. Null before that, so that nothing is late
 * on a first visit.
 */
export function startOf(leaves, { id, account, number, start }) {
  const own = leaves.get(`run/${id}/start`);
  const starts = leaves.keys("run/" + (account ? account + "_" : "")).filter((k) => k.endsWith("/start")).map((k) => leaves.get(k));
  const used = start !== null && number === 1 && starts.some((date) => isDate(date) && date < start);
  return used ? start : isDate(own) ? own : null;
}

/** The key under which a run stores its notes. */
export const noteKey = (id) => (id.includes("_") ? "~note" : "note");

/** A run's answers by item in the form that figures() needs, with note, value and at. */
export function answers(leaves, id, items) {
  const found = new Map();
  for (const item of items) {
    const at = `run/${id}/@${item.id}/`;
    const s = leaves.get(at + "state"), note = leaves.get(at + noteKey(id)) ?? leaves.get(at + "note"), value = leaves.get(at + "value");
    if (s === undefined && note === undefined && value === undefined) continue;
    found.set(item.id, {
      state: s?.state === "done" || s?.state === "na" ? s.state : undefined,
      rev: natural(s?.rev) || 1, at: s?.at > 0 && s.at < 8e15 ? s.at : undefined,
      by: typeof s?.by === "string" ? s.by : "", note: typeof note === "string" ? note : "", value,
      proof: proof(item.evidence, note, value),
    });
  }
  return found;
}

function proof(kind, note, value) {
  if (kind === "number") return typeof value === "number" && Number.isFinite(value);
  const text = typeof note === "string" ? note.trim() : "";
  return kind === "link" ? isLink(text) : text !== "";
}

/** Whether a text is an address that a browser may open. */
export function isLink(text) {
  try {
    return /^(https?|mailto|tel):$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Whether there are other runs than those given. */
export const hasOthers = (leaves, id) => leaves.keys("run/").some((key) => !key.startsWith(`run/${id}/`));
