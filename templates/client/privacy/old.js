// Data that is older than the playbook's team allows ([privacy] forget_after): entries
// that may name somebody and were last changed before a day. Nothing is erased
// automatically: the reader is asked, and may keep all of it for a while.

import { isWith, keepOf, withOf } from "./keeps.js";
import { addDays, isDate, today } from "../lib/dates.js";
import { alive, leavesOf, valueOf } from "../lib/merge.js";
import { config } from "../lib/page.js";

const POSTPONED = 90; // days without a question after the reader has kept old data

/** The time, in epoch ms, before which data is old today; null without a period. */
export function oldest(period = config().forget, now = new Date()) {
  const [, n, unit] = /^(\d+)([dwmy])$/.exec(period ?? "") ?? [];
  if (!n) return null;
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (unit === "d" || unit === "w") day.setDate(day.getDate() - n * (unit === "w" ? 7 : 1));
  else {
    const date = day.getDate();
    day.setDate(1);
    day.setMonth(day.getMonth() - n * (unit === "y" ? 12 : 1));
    // A month that is too short ends on its last day.
    day.setDate(Math.min(date, new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate()));
  }
  return day.getTime();
}

const key = (store) => store.prefix + "later";

/** The day until which the reader keeps old data, or undefined. */
export function keptUntil(store) {
  const date = store.read(key(store));
  return date !== null && isDate(date) && date > today() && date <= addDays(today(), POSTPONED) ? date : undefined;
}

/** Asks no more for a while; with false, asks again at once. */
export const postpone = (store, on = true) => store.write(key(store), on ? addDays(today(), POSTPONED) : null);

const isText = (x) => (typeof x === "string" ? x.trim() !== "" : typeof x === "object" && x !== null && Object.values(x).some(isText));

/** Old entries, oldest first: {profile, uid, id, key, keep, x, starts, t, n}. */
export function findOld(store, before = oldest()) {
  if (before === null) return [];
  return store.lessons().flatMap((uid) => (store.lesson(uid).readonly ? [] : inLesson(store, uid, before))).sort((a, b) => a.t - b.t);
}

function inLesson(store, uid, before) {
  const leaves = [...leavesOf(store.lesson(uid).record)].filter(([, , leaf]) => alive(leaf))
    .map(([id, name, leaf]) => ({ profile: store.profile, uid, id, key: name, t: leaf.t, x: valueOf(leaf), keep: keepOf(uid, id, name) }));
  const groups = new Map(); // entries that belong together are erased together, and are as old as the youngest of them
  for (const l of leaves) {
    const starts = withOf(l.keep, l.key);
    if (starts.length && !groups.has(l.id + starts)) groups.set(l.id + starts, { ...l, starts, parts: leaves.filter((o) => o.id === l.id && isWith(o.key, starts)) });
  }
  const grouped = new Set([...groups.values()].flatMap((g) => g.parts));
  const alone = leaves.filter((l) => (l.keep?.names === "text" || !l.keep) && !grouped.has(l) && isText(l.keep?.in && typeof l.x === "object" ? l.keep.in.map((f) => l.x?.[f]) : l.x)).map((l) => ({ ...l, starts: [], parts: [l] }));
  return [...groups.values(), ...alone].map((g) => ({ ...g, kind: "name", act: "remove", n: g.parts.length, t: Math.max(...g.parts.map((p) => p.t)) })).filter((g) => g.t < before);
}
