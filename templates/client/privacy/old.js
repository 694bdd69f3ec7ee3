// What is older than the playbook's team wants it to be kept ([privacy] forget_after):
// the entries that may name somebody and were last changed before a day. Nothing is
// erased by itself: the reader is asked, and may keep all of it for a while.

import { isWith, keepOf, withOf } from "./keeps.js";
import { addDays, isDate, today } from "../lib/dates.js";
import { alive, leavesOf, valueOf } from "../lib/merge.js";
import { config } from "../lib/page.js";

const POSTPONED = 90; // days for which nothing is asked once the reader has kept it

/** The last moment, epoch ms, at which something is old today; null where nothing is. */
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

/** The day until which the reader has kept what is old, or undefined. */
export function keptUntil(store) {
  const date = store.read(key(store));
  return date !== null && isDate(date) && date > today() && date <= addDays(today(), POSTPONED) ? date : undefined;
}

/** Asks no more for a while; with false at once again. */
export const postpone = (store, on = true) => store.write(key(store), on ? addDays(today(), POSTPONED) : null);

const isText = (x) => (typeof x === "string" ? x.trim() !== "" : typeof x === "object" && x !== null && Object.values(x).some(isText));

/** Old entries, the oldest first: {profile, uid, id, key, keep, x, starts, t, n}. */
export function findOld(store, before = oldest()) {
  if (before === null) return [];
  return store.lessons().flatMap((uid) => (store.lesson(uid).readonly ? [] : inLesson(store, uid, before))).sort((a, b) => a.t - b.t);
}

function inLesson(store, uid, before) {
  const leaves = [...leavesOf(store.lesson(uid).record)].filter(([, , leaf]) => alive(leaf))
    .map(([id, name, leaf]) => ({ profile: store.profile, uid, id, key: name, t: leaf.t, x: valueOf(leaf), keep: keepOf(uid, id, name) }));
  const groups = new Map(); // what belongs together goes together, and is as old as its youngest part
  for (const l of leaves) {
    const starts = withOf(l.keep, l.key);
    if (starts.length && !groups.has(l.id + starts)) groups.set(l.id + starts, { ...l, starts, parts: leaves.filter((o) => o.id === l.id && isWith(o.key, starts)) });
  }
  const grouped = new Set([...groups.values()].flatMap((g) => g.parts));
  const alone = leaves.filter((l) => (l.keep?.names === "text" || !l.keep) && !grouped.has(l) && isText(l.keep?.in && typeof l.x === "object" ? l.keep.in.map((f) => l.x?.[f]) : l.x)).map((l) => ({ ...l, starts: [], parts: [l] }));
  return [...groups.values(), ...alone].map((g) => ({ ...g, kind: "name", act: "remove", n: g.parts.length, t: Math.max(...g.parts.map((p) => p.t)) })).filter((g) => g.t < before);
}
