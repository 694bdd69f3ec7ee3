// A reader's progress in a lesson and on a path. These are functions of a record (merge.js) and of what the build knows of
// the lessons. They use no page, no store and no clock, so they also work for records of other people.
//
// Progress has two levels. A lesson is learnt when it is read to its end and every widget that asks something has been
// answered; that moves a path on. Afterwards the reader completes its lists, each item on its day; when they are done too,
// the lesson is done in practice. A lesson's page stores, under "_page" (PAGE):
//
//   read          the date on which the lesson was read to its end
//   did/<widget>  {on: date, revs: {item: revision}}: the day on which the widget was answered, and the revisions above 1 of
//                 its items on that day
//   asks, then    ["check old-id", …]: the widgets to answer, and the lists to complete, each with its earlier ids, as of the
//                 last visit; other pages may have newer ones
//
// Each part is a leaf of its own, so that a quiz passed on one device and a lesson read on another make the lesson learnt. The
// build says which widgets count (widget.Track). An element reports an answer with its property "answered".

import { addDays, isDate } from "./dates.js";
import { PAGE, alive, valueOf } from "./merge.js";

// Notes by the page itself are not the reader's work.
const NOTED = /^(title|asks|then|seen\/|said\/)/;

/** Whether an item has a later revision than the answer. */
export const isOlder = (did, revs) => Object.entries(revs ?? {}).some(([item, rev]) => rev > (Number(did.revs?.[item]) || 1));

const listed = (asks) => (Array.isArray(asks) ? asks.filter((a) => typeof a === "string").map((a) => a.split(" ")) : []);

/** Whether the reader has done anything in the lesson. */
const isBegun = ({ w }) => Object.keys(w).some((id) => Object.keys(w[id]).some((key) => !(id === PAGE && NOTED.test(key)) && alive(w[id][key])));

/** The widgets with their answers: [{id, did, old}]; did is undefined without an answer. */
const answersOf = (get, asks, revs) => listed(asks).map((ids) => {
  const did = ids.map((id) => get("did/" + id)).find((d) => d && isDate(d.on));
  return { id: ids[0], did, old: did !== undefined && isOlder(did, revs?.[ids[0]]) };
});

/**
 * The reader's progress in the lesson of a record: {state, read, on, doneOn, lacking, open}.
 * state    "new" · "begun" · "learnt" · "done": in practice, if there are lists and all are complete · "stale": learnt, but
 *          something that was answered has a later revision · "expired": learnt more than valid days ago
 * read     the date of reading to the end; on: of the state learnt; doneOn: of the state done; each may be undefined
 * lacking  the ids of widgets without a valid answer
 * open     the ids of lists that are not complete
 * facts    {asks, then, revs} from the build; without them, the notes of the last visit count
 */
export function standingOf(record, facts, { valid = 0, date }) {
  const leaves = record.w[PAGE] ?? {};
  const get = (key) => valueOf(leaves[key]);
  const noted = get("read"), read = typeof noted === "string" && isDate(noted) ? noted : undefined;
  const asked = answersOf(get, facts ? facts.asks : get("asks"), facts?.revs), then = answersOf(get, facts ? facts.then : get("then"), facts?.revs);
  const lacking = [...asked.filter((a) => !a.did || a.old), ...then.filter((a) => a.old)].map((a) => a.id);
  const open = then.filter((a) => !a.did).map((a) => a.id);
  if (!read || asked.some((a) => !a.did)) return { state: read || isBegun(record) ? "begun" : "new", read, lacking, open };
  const last = (list) => list.map((a) => a.did?.on).filter(Boolean).sort().at(-1);
  const on = [read, last(asked)].filter(Boolean).sort().at(-1);
  const doneOn = then.length > 0 && open.length === 0 ? [on, last(then)].sort().at(-1) : undefined;
  // A new answer renews the lesson; if nothing is asked, reading does.
  const since = last([...asked, ...then]) ?? read;
  const state = lacking.length ? "stale" : valid > 0 && addDays(since, valid) < date ? "expired" : doneOn ? "done" : "learnt";
  return { state, read, on, ...(doneOn && { doneOn }), lacking, open };
}

const LEARNT = new Set(["learnt", "done", "stale", "expired"]);

/** Whether a state counts as learnt. Stale and expired lessons do, because they were learnt once. */
export const isLearnt = (state) => LEARNT.has(state);

/** How many stops are learnt. */
export const countLearnt = (list) => list.filter((s) => isLearnt(s.state)).length;

/** The minutes of a path's lessons: {learnt, all, share}. If no lesson has minutes, each counts the same. */
export function minutesOf(stops) {
  const sum = (list) => list.reduce((n, s) => n + (s.min || 0), 0), known = stops.filter((s) => isLearnt(s.state));
  const learnt = sum(known), all = sum(stops);
  return { learnt, all, share: all > 0 ? learnt / all : stops.length ? known.length / stops.length : 0 };
}

/**
 * Whether all lessons before a stop {after: indexes} are learnt. This is only advice, unless the path
 * is locked.
 */
export const isOpen = (stop, stops) => stop.after.every((i) => isLearnt(stops[i]?.state));

/**
 * The index of the next of stops [{state, after: [indexes]}]: the first that is not learnt and whose prerequisites are, else
 * the first that is not learnt, then one that is stale or expired; -1 if there is none.
 */
export function nextOf(stops) {
  const ahead = (s) => !isLearnt(s.state);
  const places = [stops.findIndex((s) => ahead(s) && isOpen(s, stops)), stops.findIndex(ahead), stops.findIndex((s) => s.state === "stale" || s.state === "expired")];
  return places.find((i) => i >= 0) ?? -1;
}

/**
 * A whole path: how many of its lessons are not learnt, how many are stale or expired,
 * how many have open lists, and the day on which the last lesson was learnt, undefined
 * before.
 */
export function pathStand(stops) {
  const count = (state) => stops.filter((s) => s.state === state).length;
  const left = stops.length - countLearnt(stops);
  const on = left || !stops.length ? undefined : stops.map((s) => s.on).filter(Boolean).sort().at(-1);
  return { left, stale: count("stale"), expired: count("expired"), practice: stops.filter((s) => isLearnt(s.state) && s.open?.length > 0).length, on };
}
