// Spaced repetition: a log of reviews, from which a box and a day follow. The box of a card or question is not stored. It is
// found by replaying the log, so the logs of two devices give the same box in whatever order they are merged.
//
//   srs/@<item>/<uuid>   {at, on, right, rev}   one review: epoch ms, the reader's own date "2026-03-31", whether it was
//                        right, and the item's revision if that is above 1
//
// An item without reviews is new: it is in no box and may be asked at once. A right answer moves it to the next box, but only
// when it is due: asking twice on a day is practice, not progress. A wrong answer always moves it to the first box. Boxes
// after Leitner, "So lernt man lernen" (1972), with our own days.

import { addDays, isDate } from "./dates.js";
import { uuid } from "./leaves.js";

/** Days from a review to the next one, by box. */
export const BOXES = [1, 3, 7, 21, 60];

/** The largest number of items per day. */
export const MOST = 10;

const LAST = 8.64e15; // the last moment a date can have, epoch ms (ECMAScript 21.4.1.1)

const isReview = (x) => typeof x === "object" && x !== null && typeof x.right === "boolean" && isDate(x.on) && x.at >= 0 && x.at < LAST;

/**
 * The log of one item, {id, at, on, right, rev} each, from a widget's leaves (state.js).
 * Invalid entries are left out.
 */
export function reviews(leaves, item) {
  const from = `srs/@${item}/`;
  return leaves.keys(from).map((key) => [key.slice(from.length), leaves.get(key)])
    .filter(([, x]) => isReview(x)).map(([id, { at, on, right, rev }]) => ({ id, at, on, right, rev: rev > 1 ? rev : 1 }));
}

/** Adds a review to an item's log; at is epoch ms, on the local date. Reports whether it could be stored. */
export function review(leaves, item, { right, at, on, rev = 1 }) {
  return leaves.set(`srs/@${item}/${uuid()}`, { at, on, right, ...(rev > 1 && { rev }) });
}

/**
 * Replays a log, whose reviews may be in any order and repeated (the id shows that): {box: 0 for new, else 1 to 5; due: the
 * date from which it is asked again, null for new; last: the date of the last review, or null; seen: how many reviews
 * counted}. A review of an earlier revision than rev does not count, so the item is new again.
 */
export function replay(log, rev = 1) {
  const byId = new Map();
  for (const r of log) if ((r.rev ?? 1) >= rev && !(byId.has(r.id) && later(byId.get(r.id), r))) byId.set(r.id, r);
  const state = { box: 0, due: null, last: null, seen: 0 };
  for (const r of [...byId.values()].sort((a, b) => (later(a, b) ? 1 : -1))) {
    state.seen++;
    state.last = r.on;
    if (r.right && state.due !== null && r.on < state.due) continue;
    // Whoever knows it the first time starts one box further.
    state.box = r.right ? Math.min(Math.max(1, state.box) + 1, BOXES.length) : 1;
    state.due = addDays(r.on, BOXES[state.box - 1]);
  }
  return state;
}

/** The order of reviews, the same on every device: by time, then by id and content. */
function later(a, b) {
  if (a.at !== b.at) return a.at > b.at;
  const text = (r) => r.id + r.on + r.right + (r.rev ?? 1);
  return text(a) > text(b);
}

/** mulberry32: numbers in [0, 1) that depend only on a seed. */
export function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from a text, for use as a seed: FNV-1a, 32 bits. */
export function seedOf(text) {
  let n = 0x811c9dc5;
  for (const c of text) n = Math.imul(n ^ c.codePointAt(0), 0x01000193);
  return n >>> 0;
}

/**
 * The items of a day, at most `most` of [{key, box, due, …}]: overdue items first, the longest overdue before others, then
 * items due today and new ones, shuffled by the seed. The same items, day and seed give the same list, in whatever order
 * they come.
 */
export function pick(items, { today, seed = seedOf(today), most = MOST }) {
  const byKey = [...items].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const overdue = byKey.filter((i) => i.due !== null && i.due < today).sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  const rest = byKey.filter((i) => i.due === null || i.due === today);
  const next = dice(seed);
  for (let i = rest.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [rest[i], rest[j]] = [rest[j], rest[i]];
  }
  return [...overdue, ...rest].slice(0, most);
}
