// The format of a reader's record: what a leaf is, and how two records are merged.
//
//   record  {v: 1, w: {widget: {key: leaf}}, orphans: {widget: {key: leaf}}}
//   leaf    {x, t, d}     x any JSON value, t epoch milliseconds, d the writer
//           {t, d}        a tombstone: the value was deleted at t
//           {x, t, d, s}  a free text; s {writer: t} lists the versions its writer had seen
//           … o: [{x, t, d}]  texts of other writers that the writer of x had not seen
//
// A key is a flat path, "@orders/done": segments joined by "/". A segment that
// begins with "@" names an item of the widget; one that begins with "~" makes all
// below it private. Because keys are flat, a key cannot be a branch in one record
// and a leaf in the other, and the merge needs no recursion.
//
// merge() is commutative, associative and idempotent. The leaf with the later (t, d)
// wins; content decides ties. Free texts are a multi-value register: a new text
// replaces only texts that its writer had seen, and concurrent texts both stay.
// Maps have no prototype, so "__proto__" is an ordinary key.

export const VERSION = 1;

/** The widget id under which a lesson's page stores its own data. Authors' ids cannot begin like this. */
export const PAGE = "_page";

export const SEPARATOR = "\n\n* * *\n\n";

const MAX_TIME = Date.UTC(9999, 11, 31); // the last day that can be written as a date
const MAX_DEPTH = 8;
export const MAX_TEXT = 200000;
export const MAX_KEY = 400;
const MAX_LEAVES = 100000;

export const dict = (entries) => {
  const map = Object.create(null);
  for (const [k, v] of entries ?? []) map[k] = v;
  return map;
};

const isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x);

/** The JSON text of a value with its keys in order: equal values, equal text. */
export function canonical(x) {
  if (Array.isArray(x)) return "[" + x.map(canonical).join() + "]";
  if (!isObject(x)) return JSON.stringify(x);
  return "{" + Object.keys(x).filter((k) => x[k] !== undefined).sort()
    .map((k) => JSON.stringify(k) + ":" + canonical(x[k])).join() + "}";
}

const written = new WeakMap(); // a leaf's text: leaves are never changed, only replaced

function leafText(leaf) {
  let text = written.get(leaf);
  if (text === undefined) written.set(leaf, (text = canonical(leaf)));
  return text;
}

/** canonical(record), fast for a large record with few changes. */
export function recordText({ orphans, v, w }) {
  const list = (map, text) => "{" + Object.keys(map).sort().map((k) => JSON.stringify(k) + ":" + text(map[k])).join() + "}";
  const tree = (widgets) => list(widgets, (leaves) => list(leaves, leafText));
  return `{"orphans":${tree(orphans)},"v":${v},"w":${tree(w)}}`;
}

/** Whether a is newer than b: the total order of leaves. */
function newer(a, b) {
  if (a.t !== b.t) return a.t > b.t;
  if (a.d !== b.d) return a.d > b.d;
  return canonical(a) > canonical(b);
}

/** Whether a leaf holds a value, so that it is not a tombstone. */
export const alive = (leaf) => leaf !== undefined && leaf.x !== undefined;

const texts = (leaf) => (alive(leaf) ? [{ x: leaf.x, t: leaf.t, d: leaf.d }, ...(leaf.o ?? [])] : []);

/**
 * The words of a text leaf: one text, or several concurrent texts, the oldest first.
 * A text that is contained in another one is left out; otherwise joined texts would
 * double each time they diverge again.
 */
export function textOf(leaf) {
  const list = texts(leaf).reverse();
  if (list.length < 2) return list[0]?.x ?? "";
  const parts = [...new Set(list.flatMap((o) => o.x.split(SEPARATOR)))];
  return parts.filter((p) => !parts.some((q) => q !== p && q.includes(p))).join(SEPARATOR);
}

/** The value of a leaf: its value, the words of a text, undefined for a tombstone. */
export const valueOf = (leaf) => (leaf?.s && alive(leaf) ? textOf(leaf) : leaf?.x);

/** Builds a text leaf from the versions seen and the texts that stay. */
export function textLeaf(seen, list) {
  const all = [...list].sort((a, b) => (newer(a, b) ? -1 : 1));
  const head = all[0] ?? Object.keys(seen).map((d) => ({ t: seen[d], d })).sort((a, b) => (newer(a, b) ? -1 : 1))[0];
  const leaf = { ...head, s: seen };
  if (all.length > 1) leaf.o = all.slice(1);
  return leaf;
}

function mergeText(a, b) {
  const has = (leaf, text) => texts(leaf).some((o) => o.t === text.t && o.d === text.d && o.x === text.x);
  const fell = (leaf, text) => leaf.s[text.d] >= text.t && !has(leaf, text);
  const kept = texts(a).filter((text) => !fell(b, text));
  for (const text of texts(b)) if (!fell(a, text) && !has(a, text)) kept.push(text);
  const seen = dict(Object.entries(a.s));
  for (const d in b.s) seen[d] = Math.max(seen[d] ?? 0, b.s[d]);
  return textLeaf(seen, kept);
}

/** Merges two leaves. A text wins over a plain value, so that no text is lost. */
export function mergeLeaf(a, b) {
  if (!a || !b) return a ?? b;
  if (a.s && b.s) return mergeText(a, b);
  if (a.s || b.s) return a.s ? a : b;
  return newer(a, b) ? a : b;
}

function mergeTree(a, b) {
  const out = dict();
  for (const id of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const leaves = dict(Object.entries(a[id] ?? {}));
    for (const key of Object.keys(b[id] ?? {})) leaves[key] = mergeLeaf(leaves[key], b[id][key]);
    out[id] = leaves;
  }
  return out;
}

/** Merges two records into a new one. */
export function merge(a, b) {
  return { v: Math.max(a.v, b.v), w: mergeTree(a.w, b.w), orphans: mergeTree(a.orphans, b.orphans) };
}

export const emptyRecord = () => ({ v: VERSION, w: dict(), orphans: dict() });

/** The newest time in a record, 0 for an empty one. */
export function newest(record) {
  let t = 0;
  for (const [, , leaf] of leavesOf(record)) {
    t = Math.max(t, leaf.t);
    for (const d in leaf.s ?? {}) t = Math.max(t, leaf.s[d]);
  }
  return t;
}

/** Every [widget, key, leaf, whether it is an orphan] of a record. */
export function* leavesOf(record) {
  for (const part of ["w", "orphans"]) {
    for (const id of Object.keys(record[part])) {
      for (const key of Object.keys(record[part][id])) yield [id, key, record[part][id][key], part === "orphans"];
    }
  }
}

const isTime = (t) => typeof t === "number" && t >= 0 && t <= MAX_TIME;
const isWriter = (d) => typeof d === "string" && d.length <= 40;

/** Whether a value may be stored: no deep nesting, no huge text, and it does not look like a text leaf. */
export function isShallow(x, depth = MAX_DEPTH) {
  if (typeof x === "string") return x.length <= MAX_TEXT;
  if (typeof x !== "object" || x === null) return true;
  // Joining such a value to a text would throw.
  if (Object.hasOwn(x, "toString") || Object.hasOwn(x, "valueOf")) return false;
  return depth > 0 && Object.values(x).every((y) => isShallow(y, depth - 1));
}

/** A leaf rebuilt from untrusted JSON, or null if the JSON is not a leaf. */
function readLeaf(x) {
  if (!isObject(x) || !isTime(x.t) || !isWriter(x.d)) return null;
  const own = (k) => (Object.hasOwn(x, k) ? x[k] : undefined);
  if (!isShallow(own("x"))) return null;
  const leaf = { t: x.t, d: x.d };
  if (own("x") !== undefined) leaf.x = x.x;
  if (own("s") === undefined) return leaf;
  return readText(x, leaf);
}

function readText(x, leaf) {
  const others = Object.hasOwn(x, "o") ? x.o : [];
  if (!isObject(x.s) || !Array.isArray(others) || others.length > 50) return null;
  const seen = dict(Object.entries(x.s).filter(([d, t]) => isWriter(d) && isTime(t)));
  const list = leaf.x === undefined ? [] : [leaf, ...others.map(readLeaf)];
  if (list.some((o) => !o || typeof o.x !== "string")) return null;
  for (const o of list.length ? list : [leaf]) seen[o.d] = Math.max(seen[o.d] ?? 0, o.t);
  return textLeaf(seen, list.map((o) => ({ x: o.x, t: o.t, d: o.d })));
}

/**
 * A record rebuilt from untrusted JSON: {record, damaged}, where damaged counts
 * the parts left out; null if the JSON is not a record.
 */
export function readRecord(x) {
  if (!isObject(x) || !Number.isInteger(x.v) || x.v < 1) return null;
  const record = emptyRecord();
  record.v = x.v;
  const count = { damaged: 0, leaves: 0 };
  for (const part of ["w", "orphans"]) {
    if (!Object.hasOwn(x, part)) continue;
    if (!isObject(x[part])) return null;
    for (const [id, leaves] of Object.entries(x[part])) {
      if (isObject(leaves)) record[part][id] = readLeaves(leaves, count);
      else count.damaged++;
    }
  }
  return { record, damaged: count.damaged };
}

function readLeaves(x, count) {
  const out = dict();
  for (const [key, value] of Object.entries(x)) {
    const leaf = key.length <= MAX_KEY && count.leaves < MAX_LEAVES ? readLeaf(value) : null;
    if (!leaf) count.damaged++;
    else {
      out[key] = leaf;
      count.leaves++;
    }
  }
  return out;
}
