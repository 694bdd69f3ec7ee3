import { addDays } from "lib/dates.js";
import * as L from "lib/leitner.js";
import { merge, recordText } from "lib/merge.js";
import { createStore } from "lib/state.js";
import { FakeStorage, chance, equal, ok } from "./kit.js";

const DAY = "2026-03-02";

/** A log as several devices may write it: moments that meet, some entries twice. */
function randomLog(r) {
  const log = [];
  for (let n = r.below(12); n > 0; n--) {
    const at = r.below(40);
    log.push({ id: "u" + r.below(30), at, on: addDays(DAY, at), right: r.below(3) > 0, rev: 1 + r.below(2) });
  }
  return log;
}

function shuffled(r, list) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = r.below(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

export function mergedInAnyOrderTheBoxesAreTheSame() {
  const r = chance(7);
  for (let i = 0; i < 10000; i++) {
    const log = randomLog(r);
    const rev = 1 + r.below(2);
    const want = L.replay(log, rev);
    const mine = log.filter(() => r.below(2)), yours = log.filter((x) => !mine.includes(x) || r.below(2));
    equal(L.replay(shuffled(r, log), rev), want, `order ${i}`);
    equal(L.replay([...mine, ...yours], rev), want, `merged ${i}`);
    equal(L.replay([...yours, ...mine, ...log], rev), want, `twice ${i}`);
  }
}

export function recordsMergedEitherWayReplayTheSame() {
  const open = (writer) => createStore({ site: "s", profile: "me", writer, storage: ((s) => () => s)(new FakeStorage()), now: () => 5 });
  const [a, b] = [open("a"), open("b")];
  const put = (store, days) => days.forEach(([n, right]) => L.review(store.lesson("x").widget("q"), "one", { right, at: n * 864e5, on: addDays(DAY, n) }));
  put(a, [[0, true], [1, true], [4, false]]);
  put(b, [[2, true], [5, true], [8, true]]);
  const merged = [[a, b], [b, a]].map((two) => {
    const c = open("c"), key = c.key("x");
    c.write(key, recordText(two.map((s) => s.lesson("x").record).reduce(merge)));
    return L.replay(L.reviews(c.lesson("x").widget("q"), "one"));
  });
  equal(merged[0], merged[1]);
  equal(merged[0], { box: 3, due: addDays(DAY, 8 + 7), last: addDays(DAY, 8), seen: 6 }, "two right in time, one wrong, one right on the day after, one on the third day");
}

const at = (n, right = true) => ({ id: "u" + n, at: n, on: addDays(DAY, n), right });

export function rightGoesUpWrongGoesBack() {
  equal(L.replay([]), { box: 0, due: null, last: null, seen: 0 });
  const days = [0, 3, 10, 31];
  days.forEach((_, i) => equal(L.replay(days.slice(0, i + 1).map((n) => at(n))).box, i + 2));
  equal(L.replay([...days, 91].map((n) => at(n))), { box: 5, due: addDays(DAY, 151), last: addDays(DAY, 91), seen: 5 }, "the last box stays the last");
  equal(L.replay([at(0), at(3), at(4), at(5, false)]), { box: 1, due: addDays(DAY, 6), last: addDays(DAY, 5), seen: 4 });
  equal(L.replay([at(0, false)]).due, addDays(DAY, 1), "a wrong answer to a new one is asked again tomorrow");
  equal(L.replay([at(0)]), { box: 2, due: addDays(DAY, 3), last: DAY, seen: 1 }, "a right one after three days: the two differ from the first day");
  equal(L.replay([at(0, false), at(1)]).box, 2);
}

export function askingAgainOnTheDayIsNoProgress() {
  equal(L.replay([at(0), { ...at(0), id: "again", at: 0.5 }]).box, 2);
  equal(L.replay([at(0), at(1), at(2)]).box, 2, "not due before the third day");
}

export function anEarlierRevisionDoesNotCount() {
  equal(L.replay([at(0), at(1)], 2).box, 0);
  equal(L.replay([at(0), { ...at(1), rev: 2 }], 2).box, 2);
}

export function aDayAsksTheOverdueFirstAndTheSameAgain() {
  const r = chance(8);
  const items = Array.from({ length: 30 }, (_, i) => ({ key: "k" + i, box: i % 6, due: i % 6 ? addDays(DAY, (i % 9) - 4) : null }));
  const list = L.pick(items, { today: DAY });
  equal(list.length, 10);
  const overdue = items.filter((i) => i.due !== null && i.due < DAY);
  equal(list.slice(0, overdue.length).map((i) => i.due), overdue.map((i) => i.due).sort().slice(0, 10));
  for (let i = 0; i < 50; i++) equal(L.pick(shuffled(r, items), { today: DAY }), list);
  ok(!L.pick(items, { today: DAY, most: 99 }).some((i) => i.due > DAY), "nothing before its day");
  const fresh = items.filter((i) => !i.due);
  const orders = new Set([1, 2, 3, 4].map((seed) => L.pick(fresh, { today: DAY, seed }).map((i) => i.key).join()));
  ok(orders.size > 1, "another seed, another order");
}

export function whatIsNoReviewIsLeftOut() {
  const store = createStore({ site: "s", profile: "me", writer: "w", storage: ((s) => () => s)(new FakeStorage()), now: () => 5 });
  const leaves = store.lesson("x").widget("q");
  for (const x of [null, 3, { right: "yes", at: 1, on: DAY }, { right: true, at: -1, on: DAY }, { right: true, at: 1, on: "2026-02-30" }, { right: true, at: 1e300, on: DAY }]) {
    leaves.append("srs/@one", x);
  }
  L.review(leaves, "one", { right: true, at: 1, on: DAY });
  equal(L.reviews(leaves, "one").map(({ id, ...rest }) => rest), [{ at: 1, on: DAY, right: true, rev: 1 }]);
}
