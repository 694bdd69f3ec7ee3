// Shards: the files of generator/search (its dict.go, posting.go and bits.go say how they are written), loaded as
// classic scripts and kept while they are in use.
import { fold, words } from "./words.js";

const FORMAT = 2; // rootFormat in shard.go
const KEEP = 96; // decoded blocks
const HEAD = 512; // headLength in posting.go
const waiting = new Map();

/** What a shard calls: playbook.shard(name, data). */
export function receive(name, data) {
  waiting.get(name)?.(data);
  waiting.delete(name);
}

// What a digit of base64 stands for, by its character code.
const value = (c) => c > 96 ? c - 71 : c > 64 ? c - 65 : c > 47 ? c + 4 : c > 43 ? 63 : 62;

/** Numbers out of a string of bits. */
export function bits(text) {
  let at = 0;
  const bit = () => value(text.charCodeAt(at / 6)) >> 5 - at++ % 6 & 1;
  const fixed = (width) => {
    let v = 0;
    while (width-- > 0) v = v * 2 + bit();
    return v;
  };
  const gamma = () => {
    let n = 0;
    while (!bit() && n < 40) n++;
    return 2 ** n + fixed(n);
  };
  const below = (n) => {
    if (n < 2) return 0;
    const width = 32 - Math.clz32(n - 1);
    const short = 2 ** width - n;
    const v = fixed(width - 1);
    return v < short ? v : v * 2 + bit() - short;
  };
  // Fills list[from, to) with rising values in [lo, hi).
  const rising = (list, from, to, lo, hi) => {
    while (from < to) {
      const m = from + to >> 1;
      const v = lo + m - from + below(hi - lo - to + from + 1);
      rising(list, from, m, lo, list[m] = v);
      from = m + 1;
      lo = v + 1;
    }
    return list;
  };
  // n passages in runs of falling impact: {at: passages, by: impacts}.
  const runs = (n, universe) => {
    const list = { at: new Int32Array(n), by: new Uint8Array(n) };
    let level = fixed(4);
    for (let i = 0; i < n;) {
      const to = i + (n - i > 1 ? gamma() : 1);
      rising(list.at, i, to, 0, universe);
      list.by.fill(level, i, to);
      i = to;
      if (i < n) level -= gamma();
    }
    return list;
  };
  return { fixed, gamma, rising, runs };
}

const DF = "!$%&()*,/:;{|}~`";
const ENTRY = new RegExp(`([A-Z])([<-@[\\]^]*)([${DF}]?)([^A-Z]*)`, "g");

function readDictionary(text, first) {
  const space = text.indexOf(" ");
  const forms = new Map(); // group to its forms so far
  for (const pair of text.slice(0, space).split(",")) {
    const [back, count] = pair.split(":");
    if (count) forms.set(first - back, +count);
  }
  const out = [];
  let word = "", next = first;
  for (const [, shared, back, df, rest] of text.slice(space + 1).matchAll(ENTRY)) {
    word = word.slice(0, shared.charCodeAt(0) - 65) + rest;
    let group = 0;
    for (const c of back) group = group * 8 + "<=>?@[]^".indexOf(c);
    group = back ? next - group : next++;
    const form = forms.get(group) || 0;
    forms.set(group, form + 1);
    out.push({ word, key: fold(word), group, form, df: 2 ** (df && DF.indexOf(df) + 1) });
  }
  return out;
}

// Each group's lists: {lists: [{at, by, df}], compounds}.
function readPostings(text, count, universe) {
  const { fixed, gamma, runs } = bits(text), [, hash] = text.split(" ");
  const tails = [];
  const list = () => {
    const df = gamma();
    const out = { ...runs(Math.min(df, HEAD), universe), df };
    if (df > HEAD && df <= universe >> 3) tails.push(out);
    return out;
  };
  const groups = [];
  while (count--) {
    const n = gamma(), more = fixed(1);
    groups.push({ lists: Array.from({ length: n }, list), compounds: more ? list() : undefined });
  }
  return { groups, tails, hash };
}

// What anchors and file names are made of, unless they say otherwise.
const slug = (text) => words(text).filter((w) => !w.parts).map((w) => w.word).join("-");

// A lesson's card: {url, title, kind, section, hash, passages: [{id, heading, trail}]}.
function readCard([url, title, kind, section, hash, ...rest]) {
  const passages = rest.map((passage) => {
    const [heading, id, ...above] = [passage].flat();
    return { heading, id: id || (id === "" ? id : slug(heading)), trail: above.map((x) => typeof x === "number" ? [rest[x]].flat()[0] : x) };
  });
  return { url: url.replace(/\*$/, slug(title) + ".html"), title, kind, section, hash, passages };
}

const numbers = (text) => {
  let sum = 0;
  return text.split(" ").map((n) => sum += parseInt(n, 36));
};

// The last of the rising values that is not above v; at least the first.
const last = (values, v) => Math.max(0, values.filter((x) => x <= v).length - 1);

// Loads a script and gives what it calls receive with. A server may answer with a page where a script is gone.
const get = (load, name, path) => new Promise((resolve, reject) => {
  waiting.set(name, resolve);
  load(path).then(() => waiting.has(name) && reject(Error(path)), reject);
});

/**
 * The index of one language. load(path) must add a script for an address relative to the page and reject if that fails.
 * What fails because the root is older or newer than the rest is an Error with old: true.
 */
export async function openIndex(lang, url, load) {
  const dir = url.replace(/[^/]*$/, "") + lang + "/";
  const root = await get(load, "root-" + lang, url);
  const old = (e) => {
    throw Object.assign(e, { old: true });
  };
  if (root.v !== FORMAT) old(Error("format"));
  const { n, u } = root;
  const [dict, post] = [root.d, root.p].map(([keys, hashes, first]) => ({ keys: keys.split(" "), hashes, first: numbers(first) }));
  const firsts = bits(root.l).rising(new Int32Array(n + 1).fill(u), 0, n, 0, u);
  const lessonOf = new Int32Array(u);
  for (let i = 0; i < n; i++) lessonOf.fill(i, firsts[i], firsts[i + 1]);

  const kept = new Map();
  const nth = (hashes, i) => hashes.slice(4 * i, 4 * i + 4);
  const block = (name, hash, read = (data) => data) => {
    let promise = kept.get(name);
    kept.delete(name);
    const file = `${name}.${hash}`;
    promise ||= get(load, file, `${dir}${file}.js`).then(read, old);
    kept.set(name, promise);
    promise.catch(() => kept.delete(name));
    if (kept.size > KEEP) kept.delete(kept.keys().next().value);
    return promise;
  };
  const dictBlock = (i) => block("d" + i, nth(dict.hashes, i), (text) => readDictionary(text, dict.first[i]));
  const postBlock = (i) => block("p" + i, nth(post.hashes, i), (text) => readPostings(text, (post.first[i + 1] ?? root.g) - post.first[i], u));

  const card = async (i) => {
    const n = i >> 2;
    return (await block("c" + n, root.c.slice(2 * n, 2 * n + 2), (list) => list.map(readCard)))[i & 3];
  };

  return {
    lang, lessons: n, universe: u, firsts, lessonOf,
    ending: root.e, linkers: root.k, alternates: root.a, synonyms: root.y, words: root.w,

    /** The dictionary's entries with a beginning: whole blocks, at most `most` of them, those around a key. */
    async entries(begin, most = 3, key = begin) {
      const start = Math.max(last(dict.keys, begin), last(dict.keys, key) - (most >> 1));
      const n = Math.min(most, last(dict.keys, begin + "\uffff") - start + 1);
      return (await Promise.all(Array.from({ length: n }, (_, i) => dictBlock(start + i)))).flat();
    },
    /** Begins to load the postings a word will probably want. */
    expect: (key) => postBlock(last(post.keys, key)),
    /** The lists of a group; with long ones whole if asked. */
    async group(g, whole) {
      const i = last(post.first, g);
      const { groups, tails, hash } = await postBlock(i);
      const found = groups[g - post.first[i]];
      if (whole && [...found.lists, found.compounds].some((list) => tails.includes(list))) {
        const { runs } = bits(await block("x" + i, hash));
        for (const list of tails) list.tail ||= runs(list.df - HEAD, u);
      }
      return found;
    },
    card,
    /** The text of each passage of a lesson. */
    texts: async (i) => block("t" + i, (await card(i)).hash),
    /** For each of kind, role, stage, tag and section: [[value, label, Set of lessons]]. */
    facets: () => block("f", root.f, (list) => list.map((values) => values.map(([value, label, text]) => {
      const { gamma, rising } = bits(text), count = gamma();
      return [value, label, new Set(rising(new Int32Array(count), 0, count, 0, n))];
    }))),
  };
}
