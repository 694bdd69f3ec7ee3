// The content of each format of the team's files, the same as
// generator/team/schema.json (a test compares them), and the check of a file against
// it. generator/team/FORMATS.md explains the words.

import { isDate } from "../lib/dates.js";
import { dict } from "../lib/merge.js";

export const SCHEMA =
{
  "progress": {
    "format": "one playbook-progress", "v": "int 1 1000", "site": "line 100",
    "person": "hex 16", "device": "hex 8", "name": "line 80",
    "at": "int 946684800000 4102444800000", "on": "date", "level": "int 1 3",
    "path?": { "uid": "key", "since": "date" },
    "lessons": { "*": { "s": "one begun learnt practice", "on?": "date", "done?": "date", "f?": "one stale expired" } },
    "miles?": { "*": "date" },
    "tasks?": { "*": { "title": "line 200", "due?": "date", "took": "date", "done?": "date" } },
    "asks?": { "*": { "what": "key", "on": "date" } },
    "signed?": { "*": { "what": "key", "on": "date", "by": "line 80", "level": "int 0 2" } },
    "results?": { "*": { "*": { "p?": "int 0 100", "n?": "int 0 100000", "low?": { "*": "int -1 100" } } } },
    "answers?": { "*": { "*": { "*": "text 20000" } } },
    "extra?": [{ "lesson": "key", "widget": "key", "title": "line 300", "rows": [["text 20000"]] }],
    "sum": "hex 64", "key?": "b64 87", "sig?": "b64 86"
  },
  "comment": { "person": "hex 16", "lesson?": "key", "text": "text 4000", "by": "line 80", "on": "date", "at": "int 946684800000 4102444800000" },
  "signoff": {
    "format": "one playbook-signoff", "v": "int 1 1000", "site": "line 100",
    "id": "hex 16", "ask?": "hex 16", "person": "hex 16", "name": "line 80",
    "what": "key", "title": "line 300", "since?": "date", "done?": "date", "lessons?": "int 0 5000",
    "at": "int 946684800000 4102444800000", "on": "date", "by": "line 80", "note?": "text 2000",
    "sum": "hex 64", "key?": "b64 87", "sig?": "b64 86"
  },
  "feedback": {
    "format": "one playbook-feedback", "v": "int 1 1000", "site": "line 100",
    "person": "hex 16", "name": "line 80", "by": "line 80", "at": "int 946684800000 4102444800000", "on": "date",
    "comments": { "*": "ref comment" }, "signs": { "*": "ref signoff" },
    "sum": "hex 64"
  },
  "assignment": {
    "format": "one playbook-assignment", "v": "int 1 1000", "site": "line 100",
    "id": "hex 16", "title": "line 200", "lessons": ["key"], "checklists": ["key"],
    "due?": "date", "from?": "line 80", "text?": "text 4000", "at": "int 0 4102444800000",
    "sum": "hex 64"
  },
  "team": {
    "format": "one playbook-team", "v": "int 1 1000", "site": "line 100",
    "files": ["any"],
    "keys": { "*": { "*": "int 946684800000 4102444800000" } },
    "same": { "*": { "at": "int 946684800000 4102444800000", "join": "flag" } },
    "comments": { "*": "ref comment" }, "signs": { "*": "ref signoff" },
    "sum": "hex 64"
  },
  "key": {
    "format": "one playbook-key", "v": "int 1 1000", "site": "line 100", "by": "line 80",
    "public": "b64 87", "kdf": "one PBKDF2-SHA-256", "rounds": "int 100000 10000000",
    "salt": "b64 22", "iv": "b64 16", "secret": "text 1000"
  }
};

const MAX_KEY = 300, MAX_ENTRIES = 5000;
const CONTROL = /[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]/, CONTROL_BUT_LINES = /[\x00-\x08\x0b-\x1f\x7f\u2028-\u202e\u2066-\u2069]/;

/** The result of a check that failed. */
export const BAD = Symbol("bad");

const isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x);

const text = (x, most, control) => typeof x === "string" && x.length <= most && x.isWellFormed() && !control.test(x);

const words = {
  __proto__: null,
  any: () => true,
  flag: (x) => typeof x === "boolean",
  int: (x, least, most) => Number.isSafeInteger(x) && x >= Number(least) && x <= Number(most),
  one: (x, ...list) => list.includes(x),
  date: (x) => typeof x === "string" && isDate(x) && x >= "2000-01-01" && x <= "2099-12-31",
  hex: (x, n) => typeof x === "string" && x.length === Number(n) && /^[0-9a-f]+$/.test(x),
  b64: (x, n) => typeof x === "string" && x.length === Number(n) && /^[\w-]+$/.test(x),
  key: (x) => text(x, MAX_KEY, CONTROL) && x !== "",
  line: (x, n) => text(x, Number(n), CONTROL) && x !== "",
  text: (x, n) => text(x, Number(n), CONTROL_BUT_LINES),
};

const MOST_SEEN = 5000, SHORT = 100;

// A thousand files repeat the same days and names, so short valid texts are cached.
function wordReader(shape) {
  const [word, ...args] = shape.split(" "), fits = words[word], seen = new Set();
  if (word === "ref") return (x, lenient) => reader(SCHEMA[args[0]])(x, lenient);
  return (x) => {
    const text = typeof x === "string";
    if (text && seen.has(x)) return x;
    if (x === undefined || !fits(x, ...args)) return BAD;
    if (text && x.length <= SHORT && seen.size < MOST_SEEN) seen.add(x);
    return x;
  };
}

const listReader = (each) => (x, lenient) => {
  if (!Array.isArray(x) || x.length > MAX_ENTRIES) return BAD;
  const out = x.map((y) => each(y, lenient));
  if (!out.includes(BAD)) return out;
  return lenient ? out.filter((y) => y !== BAD) : BAD;
};

const mapReader = (each, key) => (x, lenient) => {
  const keys = isObject(x) ? Object.keys(x) : [];
  if (!isObject(x) || keys.length > MAX_ENTRIES) return BAD;
  const out = dict();
  for (const k of keys) {
    const y = each(x[k], lenient);
    if (y !== BAD && key(k) !== BAD) out[k] = y;
    else if (!lenient) return BAD;
  }
  return out;
};

function recordReader(shape) {
  // With sorted keys, see canon.js.
  const fields = Object.keys(shape).map((name) => [name.replace("?", ""), name.endsWith("?"), reader(shape[name])]).sort(([a], [b]) => (a < b ? -1 : 1));
  return (x, lenient) => {
    const count = isObject(x) ? Object.keys(x).length : Infinity;
    if (count > MAX_ENTRIES) return BAD;
    const out = {};
    let n = 0;
    for (const [key, optional, inner] of fields) {
      const there = Object.hasOwn(x, key);
      if (!there && optional) continue;
      const y = inner(there ? x[key] : undefined, lenient);
      if (y !== BAD) {
        out[key] = y;
        n++;
      } else if (!optional || !lenient) return BAD;
    }
    return !lenient && n !== count ? BAD : out;
  };
}

const readers = new Map(); // by shape

/** Returns the reader of a shape: (x, lenient) → x rebuilt, or BAD. */
function reader(shape) {
  let read = readers.get(shape);
  if (!read) {
    if (typeof shape === "string") read = wordReader(shape);
    else if (Array.isArray(shape)) read = listReader(reader(shape[0]));
    else read = shape["*"] === undefined ? recordReader(shape) : mapReader(reader(shape["*"]), reader("key"));
    readers.set(shape, read);
  }
  return read;
}

/** Rebuilds x by a shape, or returns BAD. A lenient check leaves out unknown keys. */
export const check = (shape, x, lenient = false) => reader(shape)(x, lenient);
