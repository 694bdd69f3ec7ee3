import * as M from "lib/merge.js";
import { chance, equal, ok, randomRecord } from "./kit.js";

const same = (a, b, what) => equal(M.canonical(a), M.canonical(b), what);

export function laws() {
  const r = chance(1);
  for (let i = 0; i < 10000; i++) {
    const [a, b, c] = [0, 1, 2].map(() => randomRecord(r, M));
    const before = M.canonical(a);
    same(M.merge(a, b), M.merge(b, a), `commutative ${i}`);
    same(M.merge(M.merge(a, b), c), M.merge(a, M.merge(b, c)), `associative ${i}`);
    same(M.merge(a, a), a, `idempotent ${i}`);
    const ab = M.merge(a, b);
    same(M.merge(ab, b), ab, `absorbing ${i}`);
    equal(M.canonical(a), before, `untouched ${i}`);
  }
}

export function lastWriterWins() {
  const leaf = (x, t, d) => ({ x, t, d });
  equal(M.mergeLeaf(leaf(1, 5, "a"), leaf(2, 6, "a")).x, 2);
  equal(M.mergeLeaf(leaf(1, 5, "b"), leaf(2, 5, "a")).x, 1, "ties go by writer");
  equal(M.mergeLeaf(leaf(1, 5, "a"), leaf(2, 5, "a")).x, 2, "and then by content");
  ok(!M.alive(M.mergeLeaf(leaf(1, 5, "a"), { t: 6, d: "a" })), "a later deletion wins");
  ok(M.alive(M.mergeLeaf(leaf(1, 7, "a"), { t: 6, d: "a" })), "an earlier one does not");
}

const text = (x, t, d, seen = {}) => M.textLeaf(M.dict(Object.entries({ ...seen, [d]: t })), [{ x, t, d }]);

export function textsThatNeverMetBothStay() {
  const both = M.mergeLeaf(text("mine", 5, "a"), text("yours", 6, "b"));
  equal(M.textOf(both), "mine" + M.SEPARATOR + "yours");
  const edited = text("agreed", 7, "a", { b: 6, a: 5 });
  equal(M.textOf(M.mergeLeaf(both, edited)), "agreed", "who saw both may replace both");
  equal(M.textOf(M.mergeLeaf(text("third", 6, "c"), M.mergeLeaf(both, edited))), "third" + M.SEPARATOR + "agreed");
}

export function textsThatPartAgainDoNotDouble() {
  const joined = "a" + M.SEPARATOR + "b";
  const both = M.mergeLeaf(text(joined + "1", 8, "a"), text(joined + "2", 8, "b"));
  equal(M.textOf(both), ["a", "b1", "b2"].join(M.SEPARATOR));
  equal(M.textOf(M.mergeLeaf(text("said", 8, "a"), text("she said so", 7, "b"))), "she said so", "what stands in another is not said twice");
}

export function aDeletedTextStaysDeletedButNotOverNews() {
  const gone = M.textLeaf(M.dict([["a", 6]]), []);
  equal(M.textOf(M.mergeLeaf(text("old", 5, "a"), gone)), "");
  equal(M.textOf(M.mergeLeaf(text("unseen", 5, "b"), gone)), "unseen");
}

export function storedRecordsReadBackTheSame() {
  const r = chance(2);
  for (let i = 0; i < 10000; i++) {
    const a = randomRecord(r, M);
    equal(M.recordText(a), M.canonical(a));
    const read = M.readRecord(JSON.parse(M.canonical(a)));
    equal(read.damaged, 0);
    same(read.record, a);
  }
}

export function hostileJSONIsRefusedOrTrimmed() {
  for (const x of [null, 1, "a", [], {}, { v: 0 }, { v: "1" }, { v: 1.5 }, { v: 1, w: [] }, { v: 1, w: 3 }, { v: 1, orphans: null }]) {
    equal(M.readRecord(x), null, JSON.stringify(x));
  }
  const deep = (n) => (n ? [deep(n - 1)] : 1);
  const bad = [1, "x", null, [], {}, { x: 1 }, { x: 1, t: "1", d: "a" }, { x: 1, t: -1, d: "a" }, { x: 1, t: 1e300, d: "a" }, { x: 1, t: 1, d: 4 },
    { x: 1, t: 1, d: "a".repeat(41) }, { x: deep(20), t: 1, d: "a" }, { x: "a".repeat(3e5), t: 1, d: "a" }, { x: 1, t: 1, d: "a", s: {} },
    { x: "a", t: 1, d: "a", s: 5 }, { x: "a", t: 1, d: "a", s: {}, o: [1] }, { x: "a", t: 1, d: "a", s: {}, o: {} }];
  const leaves = Object.fromEntries(bad.map((b, i) => ["k" + i, b]));
  const read = M.readRecord({ v: 1, w: { a: { ...leaves, good: { x: 1, t: 1, d: "a" } }, b: 5 } });
  equal(Object.keys(read.record.w.a), ["good"]);
  equal(read.damaged, bad.length + 1);
}

export function protoIsAKeyLikeAnyOther() {
  const raw = '{"v":1,"w":{"__proto__":{"__proto__":{"x":{"__proto__":{"polluted":1}},"t":1,"d":"a"}},"constructor":{"prototype":{"x":1,"t":1,"d":"a"}}}}';
  const { record } = M.readRecord(JSON.parse(raw));
  const merged = M.merge(record, M.merge(record, M.emptyRecord()));
  equal(Object.keys(merged.w).sort(), ["__proto__", "constructor"]);
  equal({}.polluted, undefined);
  equal(Object.prototype.x, undefined);
  equal(Object.getPrototypeOf(merged.w), null);
  same(M.readRecord(JSON.parse(M.canonical(merged))).record, merged);
}
