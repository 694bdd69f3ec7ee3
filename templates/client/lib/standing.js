// Where a reader stands with a lesson and with a path. Functions of a record (merge.js)
// and of what the build says of the lessons: no page, no store and no clock, so that
// they serve records of somebody else as well.
//
// Learning and following through are two things. A lesson is learnt when it is read to its
// end and every widget that asks something has its day: that moves a path on. Its lists
// are followed through afterwards, each item on its day; when they are done too, the
// lesson is done in practice. What the lesson's page keeps, under "_page" (PAGE):
//
//   read          the date on which the lesson was read to its end
//   did/<widget>  {on: date, revs: {item: revision}}: the day on which the widget was
//                 answered, and the revisions above 1 of its items on that day
//   asks, then    ["check old-id", …]: the widgets to answer, and those to follow
//                 through, each with the ids it had before, as of the last visit;
//                 other pages may know better
//
// Each part is a leaf of its own, so that a quiz passed on one device and a lesson read
// on another make a lesson that is learnt. Which widgets are asked the build says
// (widget.Track); when one is answered, its element says: the property "answered".

import { addDays, isDate } from "./dates.js";
import { PAGE, alive, valueOf } from "./merge.js";

// What the page notes by itself is no work of the reader's.
const NOTED = /^(title|asks|then|seen\/|said\/)/;

/** Whether an item has a revision that an answer of then did not know. */
export const isOlder = (did, revs) => Object.entries(revs ?? {}).some(([item, rev]) => rev > (Number(did.revs?.[item]) || 1));

const listed = (asks) => (Array.isArray(asks) ? asks.filter((a) => typeof a === "string").map((a) => a.split(" ")) : []);

/** Whether the reader has done anything in the lesson. */
const isBegun = ({ w }) => Object.keys(w).some((id) => Object.keys(w[id]).some((key) => !(id === PAGE && NOTED.test(key)) && alive(w[id][key])));

/** The widgets with what is known of their answers: [{id, did, old}]; did is undefined for none. */
const answersOf = (get, asks, revs) => listed(asks).map((ids) => {
  const did = ids.map((id) => get("did/" + id)).find((d) => d && isDate(d.on));
  return { id: ids[0], did, old: did !== undefined && isOlder(did, revs?.[ids[0]]) };
});

/**
 * Where the reader of a record stands with its lesson: {state, read, on, doneOn, lacking, open}.
 * state    "new" · "begun" · "learnt" · "done" (in practice: there is something to follow
 *          through, and it is done) · "stale": learnt, and something that was answered has
 *          a revision since · "expired": learnt longer ago than valid days
 * read     the date of reading to the end; on: of being learnt; doneOn: of being done in
 *          practice; each undefined while it is not
 * lacking  the ids of widgets that wait for an answer, stale ones among them
 * open     the ids of lists that wait to be followed through
 * facts    {asks, then, revs} as the build gives them; without them, what the last visit noted
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
  // Answering again renews what was learnt; where nothing is asked, reading does.
  const since = last([...asked, ...then]) ?? read;
  const state = lacking.length ? "stale" : valid > 0 && addDays(since, valid) < date ? "expired" : doneOn ? "done" : "learnt";
  return { state, read, on, ...(doneOn && { doneOn }), lacking, open };
}

const LEARNT = new Set(["learnt", "done", "stale", "expired"]);

/** Whether a state counts as learnt: what has changed or run out since was learnt once. */
export const isLearnt = (state) => LEARNT.has(state);

/** Of stops or other things with a state: how many are learnt. */
export const countLearnt = (list) => list.filter((s) => isLearnt(s.state)).length;

/** The minutes of a path's lessons: {learnt, all, share}; where none is known, lessons count alike. */
export function minutesOf(stops) {
  const sum = (list) => list.reduce((n, s) => n + (s.min || 0), 0), known = stops.filter((s) => isLearnt(s.state));
  const learnt = sum(known), all = sum(stops);
  return { learnt, all, share: all > 0 ? learnt / all : stops.length ? known.length / stops.length : 0 };
}

/** Whether all lessons before a stop {after: places} are learnt: advice, unless the path is locked. */
export const isOpen = (stop, stops) => stop.after.every((i) => isLearnt(stops[i]?.state));

/**
 * The place of the next of stops [{state, after: [places]}]: the first not learnt whose
 * lessons before are, else the first not learnt; then what has changed or run out; -1
 * when there is nothing.
 */
export function nextOf(stops) {
  const ahead = (s) => !isLearnt(s.state);
  const places = [stops.findIndex((s) => ahead(s) && isOpen(s, stops)), stops.findIndex(ahead), stops.findIndex((s) => s.state === "stale" || s.state === "expired")];
  return places.find((i) => i >= 0) ?? -1;
}

/**
 * A path as a whole: how many of its lessons are still to learn, how many have changed
 * or run out since, how many wait to be followed through, and the day on which the
 * last of them was learnt, undefined before.
 */
export function pathStand(stops) {
  const count = (state) => stops.filter((s) => s.state === state).length;
  const left = stops.length - countLearnt(stops);
  const on = left || !stops.length ? undefined : stops.map((s) => s.on).filter(Boolean).sort().at(-1);
  return { left, stale: count("stale"), expired: count("expired"), practice: stops.filter((s) => isLearnt(s.state) && s.open?.length > 0).length, on };
}
