// The files of the index (generator/search: dict.go, posting.go and bits.go describe them). They are loaded as
// classic scripts and cached.
import { fold, words } from "./words.js";

const FORMAT = 3; // rootFormat in shard.go
const KEEP = 96; // decoded blocks
const HEAD = 512; // headLength in posting.go
const waiting = new Map(); // file name to the callbacks that wait for it

/** Shards call this as playbook.shard(name, data). */
export function receive(name, data) {
  waiting.get(name)?.forEach((done) => done(data));
  waiting.delete(name);
}

// The value of a base64 digit, by its character code.
const value = (c) => c > 96 ? c - 71 : c > 64 ? c - 65 : c > 47 ? c + 4 : c > 43 ? 63 : 62;

/** Reads numbers from a string of bits. */
export function bits(text) {
  let at = 0;
  const bit = () => value(text.charCodeAt(at / 6)) >> 5 - at++ % 6 & 1;
  const fixed = (width) => {
    let v = 0;
    while (width-- > 0) v = v * 2 + bit();
    return v;
  };
  const unary = () => {
    let n = 0;
    while (!bit()) n++;
    return n;
  };
  const gamma = (n = unary()) => 2 ** n + fixed(n);
  // Reads n passages in runs of falling impact: {at: passages, by: impacts}.
  const runs = (n, universe) => {
    const list = { at: new Int32Array(n), by: new Uint8Array(n) };
    let level = fixed(4);
    for (let i = 0; i < n;) {
      const run = n - i > 1 ? gamma() : 1, to = i + run, width = 31 - Math.clz32(universe * 7 / 10 / run | 1);
      list.by.fill(level, i, to);
      for (let v = -1; i < to;) list.at[i++] = v += 1 + unary() * 2 ** width + fixed(width);
      if (i < n) level -= gamma();
    }
    return list;
  };
  return { fixed, gamma, runs };
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

// The lists of each group: {lists: [{at, by, df}], compounds}.
function readPostings(text, count, universe) {
  const { fixed, gamma, runs } = bits(text);
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
  return { groups, tails };
}

// The usual form of anchors and file names.
const slug = (text) => words(text).filter((w) => !w.parts).map((w) => w.word).join("-");

// A lesson's card: {url, title, lang, kind, section, hash, passages: [{id, heading, trail}]}; lang only if it is
// not the index's.
function readCard([url, named, kind, section, hash, ...rest]) {
  const [title, lang] = [named].flat();
  const passages = rest.map((passage) => {
    const [heading, id, ...above] = [passage].flat();
    return { heading, id: id || (id === "" ? id : slug(heading)), trail: above.map((x) => typeof x === "number" ? [rest[x]].flat()[0] : x) };
  });
  return { url: url.replace(/\*$/, slug(title) + ".html"), title, lang, kind, section, hash, passages };
}

// Reads rising numbers, each a digit for its distance from the one before. The largest digit means "at least
// that many", and another follows.
function steps(text) {
  const out = [];
  let sum = 0;
  for (const c of text) {
    const step = value(c.charCodeAt());
    sum += step;
    if (step < 63) out.push(sum);
  }
  return out;
}

// The index of the last of the rising values that is not above v, or 0.
const last = (values, v) => Math.max(0, values.filter((x) => x <= v).length - 1);

// Loads a script and returns the data that it passes to receive. A server may answer with a page instead of a
// missing script. If the same script is already loading, everybody who waits for it gets the first answer.
const get = (load, name, path) => new Promise((resolve, reject) => {
  waiting.set(name, [...waiting.get(name) ?? [], resolve]);
  load(path).then(() => reject(Error(path)), reject); // has no effect if the data has arrived
});

/**
 * The index of one language. load(path) must add a script for an address relative to the page, and reject if that fails. If
 * something fails because the root is older or newer than the other files, the Error has old: true.
 */
export async function openIndex(lang, url, load) {
  const dir = url.replace(/[^/]*$/, "") + lang + "/";
  const root = await get(load, "root-" + lang, url);
  const old = (e) => {
    throw Object.assign(e, { old: true });
  };
  if (root.v !== FORMAT) old(Error("format"));
  const { n, u } = root;
  const [dict, post] = [root.d, root.p].map(([keys, hashes, first]) => ({ keys: keys.split(" "), hashes, first: steps(first) }));
  const firsts = [...steps(root.l), u], tailed = steps(root.x);
  const lessonOf = new Int32Array(u);
  for (let i = 0; i < n; i++) lessonOf.fill(i, firsts[i], firsts[i + 1]);

  const kept = new Map();
  const nth = (hashes, i) => hashes.slice(3 * i, 3 * i + 3);
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

  const tailBlock = (i) => block("x" + i, nth(post.hashes, i));

  const card = async (i) => {
    const n = i >> 2;
    return (await block("c" + (i >> root.s), root.c.slice(2 * n, 2 * n + 2), (list) => list.map(readCard)))[i % (1 << root.s)];
  };

  return {
    lang, lessons: n, universe: u, firsts, lessonOf,
    ending: root.e, linkers: root.k, alternates: root.a, synonyms: root.y, words: root.w,

    /** The dictionary's entries with a prefix: whole blocks, at most `most`, those around a key. */
    async entries(begin, most = 3, key = begin) {
      const start = Math.max(last(dict.keys, begin), last(dict.keys, key) - (most >> 1));
      const n = Math.min(most, last(dict.keys, begin + "\uffff") - start + 1);
      return (await Promise.all(Array.from({ length: n }, (_, i) => dictBlock(start + i)))).flat();
    },
    /**
     * Starts loading the postings that a word probably needs: its own, and those of the words of which it may be a
     * form. whole: with the tails of long lists.
     */
    expect(key, whole) {
      let n = 3;
      while (n < key.length && !root.e.test(key.slice(n))) n++;
      for (const k of [key, key.slice(0, n)]) {
        const i = last(post.keys, k);
        postBlock(i);
        if (whole && tailed.includes(i)) tailBlock(i);
      }
    },
    /** The lists of a group. whole: with the tails of long lists. */
    async group(g, whole) {
      const i = last(post.first, g);
      const { groups, tails } = await postBlock(i);
      const found = groups[g - post.first[i]];
      if (whole && [...found.lists, found.compounds].some((list) => tails.includes(list))) {
        const { runs } = bits(await tailBlock(i));
        for (const list of tails) list.tail ||= runs(list.df - HEAD, u);
      }
      return found;
    },
    card,
    /** The text of each passage of a lesson. */
    texts: async (i) => block("t" + i, (await card(i)).hash),
    /** For each of kind, role, stage, tag and section: [[value, label, Set of lessons]]. */
    facets: () => block("f", root.f, (list) => list.map((values) => values.map(([value, label, text]) => [value, label, new Set(steps(text))]))),
  };
}
