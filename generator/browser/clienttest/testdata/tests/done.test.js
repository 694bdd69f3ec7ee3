import { PAGE, store } from "lib/book.js";
import { addDays } from "lib/dates.js";
import { follow, followed, isLearnt, settings, sinceOf, standing, unfollow } from "lib/done.js";
import { isOpen, minutesOf, nextOf, pathStand } from "lib/standing.js";
import { equal, ok } from "./kit.js";

const DAY = "2026-03-02";
let n = 0;

/** A lesson's record of its own, with leaves of the page. */
function lesson(leaves) {
  const uid = `done-${n++}`, page = store().lesson(uid).widget(PAGE);
  for (const [key, x] of Object.entries(leaves)) page.set(key, x);
  return uid;
}

const state = (leaves, facts, options) => standing(lesson(leaves), facts, { date: DAY, ...options }).state;


export function learntIsReadAndAnswered() {
  equal(state({}), "new");
  equal(state({ title: ["T", "t.html"], asks: ["a"], "seen/en": { on: DAY, parts: {} } }), "new", "what the page notes is no beginning");
  equal(state({ read: DAY }, { asks: [] }), "learnt");
  equal(state({ read: DAY }, { asks: ["a"] }), "begun");
  equal(state({ "did/a": { on: DAY } }, { asks: ["a"] }), "begun", "answered and not read");
  equal(state({ read: DAY, "did/a": { on: DAY } }, { asks: ["a"] }), "learnt");
  equal(state({ read: DAY, "did/a": { on: DAY } }, { asks: ["a", "b"] }), "begun");
  const uid = lesson({ read: DAY, "did/a": { on: addDays(DAY, 3) } });
  equal(standing(uid, { asks: ["a"] }, { date: DAY }), { state: "learnt", read: DAY, on: addDays(DAY, 3), lacking: [], open: [] });
  equal(standing(uid, { asks: ["a", "b"] }, { date: DAY }).lacking, ["b"], "a widget that was added is asked for");
}

export function doneInPracticeIsFollowedThrough() {
  const facts = { asks: ["quiz"], then: ["list"] }, learnt = { read: DAY, "did/quiz": { on: DAY } };
  equal(standing(lesson(learnt), facts, { date: DAY }), { state: "learnt", read: DAY, on: DAY, lacking: [], open: ["list"] }, "a list holds nothing up");
  const on = addDays(DAY, 9);
  equal(standing(lesson({ ...learnt, "did/list": { on } }), facts, { date: on }), { state: "done", read: DAY, on: DAY, doneOn: on, lacking: [], open: [] });
  equal(state({ read: DAY, "did/list": { on } }, facts), "begun", "followed through and not learnt");
  equal(standing(lesson({ ...learnt, "did/list": { on: addDays(DAY, -9) } }), facts, { date: DAY }).doneOn, DAY, "no lesson is done before it is learnt");
  equal(state({ ...learnt, "did/list": { on } }, { ...facts, then: ["list", "other"] }), "learnt", "a list that was added waits");
  equal(state({ ...learnt, "did/old": { on } }, { ...facts, then: ["list old"] }), "done", "a renamed list keeps its day");
  equal(state({ ...learnt, "did/list": { on } }, { ...facts, revs: { list: { one: 2 } } }), "stale");
  equal(state(learnt, { ...facts, revs: { list: { one: 2 } } }), "learnt", "what was never answered is not stale");
  equal(state({ ...learnt, then: ["list"], asks: ["quiz"] }), "learnt");
  equal(state({ ...learnt, then: ["list"], asks: ["quiz"], "did/list": { on } }), "done", "as the last visit noted");
}

export function withoutFactsTheLastVisitKnows() {
  equal(state({ read: DAY, asks: ["a"] }), "begun");
  equal(state({ read: DAY, asks: ["a"], "did/a": { on: DAY } }), "learnt");
  equal(state({ read: DAY, asks: "a" }), "learnt", "nonsense asks nothing");
}

export function aRenamedWidgetKeepsItsDay() {
  equal(state({ read: DAY, "did/old": { on: DAY } }, { asks: ["a old older"] }), "learnt");
  equal(state({ read: DAY, "did/older": { on: DAY } }, { asks: ["a old older"] }), "learnt");
}

export function aRevisionMakesStaleAndAnsweringAnewMends() {
  const facts = { asks: ["a"], revs: { a: { one: 2 } } };
  equal(state({ read: DAY, "did/a": { on: DAY } }, facts), "stale");
  equal(state({ read: DAY, "did/a": { on: DAY, revs: { one: 2 } } }, facts), "learnt");
  equal(state({ read: DAY, "did/a": { on: DAY, revs: { one: 2, gone: 5 } } }, facts), "learnt", "an item that went is no change");
  equal(state({ read: DAY, "did/a": { on: DAY, revs: { one: 2 } } }, { asks: ["a"], revs: { a: { one: 3 } } }), "stale");
  equal(standing(lesson({ read: DAY, "did/a": { on: DAY } }), facts, { date: DAY }).lacking, ["a"]);
}

export function validRunsOutAndIsRenewed() {
  const asked = { asks: ["a"] }, old = addDays(DAY, -31), valid = 30;
  equal(state({ read: old, "did/a": { on: old } }, asked, { valid }), "expired");
  equal(state({ read: addDays(DAY, -30), "did/a": { on: addDays(DAY, -30) } }, asked, { valid }), "learnt", "the last day");
  equal(state({ read: old, "did/a": { on: DAY } }, asked, { valid }), "learnt", "answered again");
  equal(state({ read: DAY, "did/a": { on: old } }, asked, { valid }), "expired", "reading alone does not renew what is asked");
  equal(state({ read: old }, { asks: [] }, { valid }), "expired");
  ok(["learnt", "done", "stale", "expired"].every(isLearnt) && !["new", "begun"].some(isLearnt), "what was learnt once counts");
}

export function hostileRecordsAreNothing() {
  for (const x of [null, 3, "x", { on: "2026-02-30" }, { on: 5 }, [], { revs: {} }]) equal(state({ read: DAY, "did/a": x }, { asks: ["a"] }), "begun");
  equal(state({ read: "yesterday" }, { asks: [] }), "begun");
  equal(state({ read: DAY, "did/a": { on: DAY, revs: { one: "many" } } }, { asks: ["a"], revs: { a: { one: 2 } } }), "stale");
}

export function aPathIsFollowedFromItsFirstDay() {
  follow("p", ["x", "y"]);
  equal(followed(), ["p", "x", "y"]);
  const first = sinceOf("p");
  ok(first, "it has a first day");
  settings().set("since/p", DAY);
  unfollow();
  equal(followed(), []);
  follow("p", ["x"]);
  equal([sinceOf("p"), ...followed()], [DAY, "p", "x"], "taken up again, the first day stays");
  settings().set("path", { p: 1 });
  equal(followed(), []);
}

const stop = (state, after = [], more = {}) => ({ state, after, min: 10, on: "2026-03-02", open: [], ...more });

export function aPathMovesOnWithWhatIsLearnt() {
  const stops = [stop("learnt"), stop("begun", [0]), stop("new", [1]), stop("new")];
  equal(nextOf(stops), 1, "the one that is begun");
  equal(nextOf([stop("begun"), stop("new", [0]), stop("new")]), 0);
  equal(nextOf([stop("new", [1]), stop("new", [0])]), 0, "a circle does not stop it");
  equal(nextOf([stop("learnt"), stop("stale"), stop("done")]), 1, "then what has changed");
  equal(nextOf([stop("done"), stop("learnt")]), -1);
  ok(!isOpen(stops[2], stops) && isOpen(stops[1], stops), "a lesson that is only begun comes first");
  equal(minutesOf(stops), { learnt: 10, all: 40, share: 0.25 });
  equal(minutesOf([stop("done", [], { min: 0 }), stop("new", [], { min: 0 })]), { learnt: 0, all: 0, share: 0.5 });
  equal(minutesOf([]).share, 0);
  equal(pathStand([stop("learnt", [], { open: ["list"] }), stop("done", [], { on: "2026-03-09" })]), { left: 0, stale: 0, expired: 0, practice: 1, on: "2026-03-09" });
  equal(pathStand(stops).left, 3);
}
