// What the tests share: assertions, seeded chance, a storage with two ends.

export function equal(got, want, what = "") {
  const a = JSON.stringify(got), b = JSON.stringify(want);
  if (a !== b) throw new Error(`${what}\n got ${a}\nwant ${b}`);
}

export function ok(x, what) {
  if (!x) throw new Error(what);
}

/** mulberry32: the same numbers in every run. */
export function chance(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, pick: (list) => list[below(list.length)] };
}

/** A Storage kept in a Map; limit is its room in characters. */
export class FakeStorage {
  constructor(limit = Infinity) {
    this.map = new Map();
    this.limit = limit;
  }

  get length() {
    return this.map.size;
  }

  key(i) {
    return [...this.map.keys()][i] ?? null;
  }

  getItem(k) {
    return this.map.get(k) ?? null;
  }

  setItem(k, v) {
    let size = k.length + String(v).length;
    for (const [a, b] of this.map) if (a !== k) size += a.length + b.length;
    if (size > this.limit) throw new DOMException("full", "QuotaExceededError");
    this.map.set(k, String(v));
  }

  removeItem(k) {
    this.map.delete(k);
  }
}

const WIDGETS = ["rota", "quiz", "__proto__", "constructor"];
const KEYS = ["@a/done", "@b/done", "@a/note", "log/1", "~name", "__proto__", "toString", "x"];
const VALUES = [true, false, 0, 1, -2.5, "yes", "", null, [1, "a"], { b: 1, a: [2] }, "й 😀"];

/** A random record as a store may hold it: few names, so that records meet. */
export function randomRecord(r, merge) {
  const record = merge.emptyRecord();
  for (let n = r.below(6); n > 0; n--) {
    const tree = r.below(5) ? record.w : record.orphans;
    const id = r.pick(WIDGETS);
    tree[id] ??= merge.dict();
    tree[id][r.pick(KEYS)] = r.below(3) ? randomPlain(r) : randomText(r, merge);
  }
  return record;
}

const stamp = (r) => ({ t: 1 + r.below(4), d: r.pick(["p", "q", "r"]) });

const randomPlain = (r) => (r.below(5) ? { x: r.pick(VALUES), ...stamp(r) } : stamp(r));

function randomText(r, merge) {
  const seen = merge.dict();
  const list = [];
  for (let n = r.below(3); n > 0; n--) {
    const s = stamp(r);
    if (list.some((o) => o.t === s.t && o.d === s.d)) continue;
    // A stamp is one writing: the same stamp is the same text everywhere.
    list.push({ x: `text ${s.d}${s.t}`, ...s });
  }
  for (let n = r.below(3); n > 0; n--) seen[r.pick(["p", "q", "r"])] = 1 + r.below(4);
  for (const o of list) seen[o.d] = Math.max(seen[o.d] ?? 0, o.t);
  if (Object.keys(seen).length === 0) seen.p = 1;
  return merge.textLeaf(seen, list);
}
