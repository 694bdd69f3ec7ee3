import { PAGE, store } from "lib/book.js";
import { addDays } from "lib/dates.js";
import { follow, followed, isDone, settings, sinceOf, standing, unfollow } from "lib/done.js";
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

export function doneIsReadAndAnswered() {
  equal(state({}), "new");
  equal(state({ title: ["T", "t.html"], asks: ["a"], "seen/en": { on: DAY, parts: {} } }), "new", "what the page notes is no beginning");
  equal(state({ read: DAY }, { asks: [] }), "done");
  equal(state({ read: DAY }, { asks: ["a"] }), "begun");
  equal(state({ "did/a": { on: DAY } }, { asks: ["a"] }), "begun", "answered and not read");
  equal(state({ read: DAY, "did/a": { on: DAY } }, { asks: ["a"] }), "done");
  equal(state({ read: DAY, "did/a": { on: DAY } }, { asks: ["a", "b"] }), "begun");
  const uid = lesson({ read: DAY, "did/a": { on: addDays(DAY, 3) } });
  equal(standing(uid, { asks: ["a"] }, { date: DAY }), { state: "done", read: DAY, on: addDays(DAY, 3), lacking: [] });
  equal(standing(uid, { asks: ["a", "b"] }, { date: DAY }).lacking, ["b"], "a widget that was added is asked for");
}

export function withoutFactsTheLastVisitKnows() {
  equal(state({ read: DAY, asks: ["a"] }), "begun");
  equal(state({ read: DAY, asks: ["a"], "did/a": { on: DAY } }), "done");
  equal(state({ read: DAY, asks: "a" }), "done", "nonsense asks nothing");
}

export function aRenamedWidgetKeepsItsDay() {
  equal(state({ read: DAY, "did/old": { on: DAY } }, { asks: ["a old older"] }), "done");
  equal(state({ read: DAY, "did/older": { on: DAY } }, { asks: ["a old older"] }), "done");
}

export function aRevisionMakesStaleAndAnsweringAnewMends() {
  const facts = { asks: ["a"], revs: { a: { one: 2 } } };
  equal(state({ read: DAY, "did/a": { on: DAY } }, facts), "stale");
  equal(state({ read: DAY, "did/a": { on: DAY, revs: { one: 2 } } }, facts), "done");
  equal(state({ read: DAY, "did/a": { on: DAY, revs: { one: 2, gone: 5 } } }, facts), "done", "an item that went is no change");
  equal(state({ read: DAY, "did/a": { on: DAY, revs: { one: 2 } } }, { asks: ["a"], revs: { a: { one: 3 } } }), "stale");
  equal(standing(lesson({ read: DAY, "did/a": { on: DAY } }), facts, { date: DAY }).lacking, ["a"]);
}

export function validRunsOutAndIsRenewed() {
  const asked = { asks: ["a"] }, old = addDays(DAY, -31), valid = 30;
  equal(state({ read: old, "did/a": { on: old } }, asked, { valid }), "expired");
  equal(state({ read: addDays(DAY, -30), "did/a": { on: addDays(DAY, -30) } }, asked, { valid }), "done", "the last day");
  equal(state({ read: old, "did/a": { on: DAY } }, asked, { valid }), "done", "answered again");
  equal(state({ read: DAY, "did/a": { on: old } }, asked, { valid }), "expired", "reading alone does not renew what is asked");
  equal(state({ read: old }, { asks: [] }, { valid }), "expired");
  ok(["done", "stale", "expired"].every(isDone) && !["new", "begun"].some(isDone), "what was done once counts");
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
