// How far a reader is with a lesson. What the page keeps of it, in the lesson's record
// under "_page" (PAGE of book.js):
//
//   read          the date on which the lesson was read to its end
//   did/<widget>  {on: date, revs: {item: revision}}: the day on which the widget was
//                 answered, and the revisions above 1 of its items on that day
//   asks          ["check old-id", …]: the widgets that count, each with the ids it
//                 had before, as of the last visit; other pages may know better
//
// Each part is a leaf of its own, so that a quiz passed on one device and a lesson read
// on another make a lesson that is done. A lesson is done when it is read and every
// widget that counts has its day. Which ones count the build says (widget.Track);
// when one is answered, its element says: the property "answered".

import { PAGE, SETTINGS, readOn, store } from "./book.js";
import { addDays, isDate, today } from "./dates.js";
import { alive } from "./merge.js";

// What the page notes by itself is no work of the reader's.
const NOTED = /^(title|asks|seen\/)/;

/** What is known of a widget's answer, or undefined. */
function didOf(page, ids) {
  for (const id of ids) {
    const did = page.get("did/" + id);
    if (did && isDate(did.on)) return did;
  }
  return undefined;
}

/** Whether an item has a revision that an answer of then did not know. */
export const isOlder = (did, revs) => Object.entries(revs ?? {}).some(([item, rev]) => rev > (Number(did.revs?.[item]) || 1));

const listed = (asks) => (Array.isArray(asks) ? asks.filter((a) => typeof a === "string").map((a) => a.split(" ")) : []);

/** Whether the reader has done anything in the lesson. */
function isBegun(uid) {
  const { w } = store().lesson(uid).record;
  return Object.keys(w).some((id) => Object.keys(w[id]).some((key) => !(id === PAGE && NOTED.test(key)) && alive(w[id][key])));
}

/**
 * Where the reader stands with a lesson: {state, read, on, lacking}.
 * state    "new" · "begun" · "done" · "stale": something that counts has a revision
 *          since · "expired": done longer ago than valid days
 * read     the date of reading to the end; on: of being done; undefined while it is not
 * lacking  the ids of widgets that wait for an answer, stale ones among them
 * facts    {asks, revs} as the build gives them; without them, what the last visit noted
 */
export function standing(uid, facts = {}, { valid = 0, date = today() } = {}) {
  const page = store().lesson(uid).widget(PAGE);
  const read = readOn(uid), asks = listed(facts.asks ?? page.get("asks"));
  const dids = asks.map((ids) => didOf(page, ids));
  const old = asks.map((ids, i) => dids[i] && isOlder(dids[i], facts.revs?.[ids[0]]));
  const lacking = asks.filter((_, i) => !dids[i] || old[i]).map(([id]) => id);
  if (!read || dids.some((d) => !d)) return { state: read || isBegun(uid) ? "begun" : "new", read, lacking };
  const days = dids.map((d) => d.on).sort();
  const on = [read, ...days].sort().at(-1);
  if (lacking.length) return { state: "stale", read, on, lacking };
  // Answering again renews what was done; where nothing is asked, reading does.
  const since = days.at(-1) ?? read;
  return { state: valid > 0 && addDays(since, valid) < date ? "expired" : "done", read, on, lacking };
}

/** Whether a state counts as done: what has changed or run out since was done once. */
export const isDone = (state) => state === "done" || state === "stale" || state === "expired";

/** The reader's own record: paths, milestones. */
export const settings = () => store().lesson(SETTINGS).widget(PAGE);

/** The path that is followed, [uid, …uids of its lessons]; [] for none. */
export function followed() {
  const path = settings().get("path");
  return Array.isArray(path) && path.every((uid) => typeof uid === "string") ? path : [];
}

/** Follows a path from today on; one that was followed before keeps its first day. */
export function follow(uid, lessons) {
  const own = settings();
  // One by one: setting what is there already writes nothing and tells nobody.
  if (!isDate(own.get("since/" + uid))) own.set("since/" + uid, today());
  own.set("path", [uid, ...lessons]);
}

export const unfollow = () => settings().remove("path");

/** The first day on a path, or undefined. */
export function sinceOf(uid) {
  const date = settings().get("since/" + uid);
  return isDate(date) ? date : undefined;
}
