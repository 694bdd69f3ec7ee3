// Finds the entries of the index that a typed word may mean. The forms of one word
// (offer, offers, offered) make up a group in the index; each form is an entry, filed
// under its key. Every entry found gets a weight.
import { fold } from "./words.js";

const SAME_GROUP = 0.8, RELATIVE = 0.75, SLIP = 0.6, PREFIX_FORMS = 24, ENOUGH = 128;

/** How many letters two words share at their beginning. */
export const common = (a, b) => {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
};

// Whether two words are one edit apart: a letter added, left out or replaced, or two
// neighbours swapped.
const slipped = (a, b) => {
  const n = common(a, b);
  let i = a.length - n, j = b.length - n;
  while (i && j && a[n + i - 1] === b[n + j - 1]) i--, j--;
  return i < 2 && j < 2 || i === 2 && j === 2 && a[n] === b[n + 1] && a[n + 1] === b[n];
};

/**
 * An empty match. how: how the word was found, "word", "kin" (a related word), "prefix", "typo", or "" if it was not.
 * keys: the keys of the entries found. groups: group → {base, forms: form → weight}; forms that are not listed have the
 * weight base.
 */
export const match = (how = "") => ({ how, keys: new Set(), groups: new Map() });

/** Adds an entry to a match: weight is the entry's, base that of the other forms in its group. */
export function take(m, entry, weight, base) {
  let g = m.groups.get(entry.group);
  if (!g) m.groups.set(entry.group, g = { base: 0, forms: new Map() });
  g.base = Math.max(g.base, base);
  g.forms.set(entry.form, Math.max(weight, g.forms.get(entry.form) || 0));
  m.keys.add(entry.key);
}

// The keys that a word may be filed under: its own, and spellings such as "ae" for the "a" of "ä".
function spellings(index, word) {
  const key = fold(word), out = [key];
  for (const [from, to] of index.alternates) if (key.includes(from)) out.push(key.replaceAll(from, to));
  return out;
}

/** Finds the match of one word. last: it is the last word typed, so it may be unfinished. */
export async function find(index, word, last) {
  const keys = spellings(index, word), [key] = keys;
  const begin = (k) => k.slice(0, Math.max(3, Math.ceil(k.length * 0.55)));
  const m = match();
  let entries = [];
  for (const k of keys) {
    const more = await index.entries(begin(k), 3, k);
    for (const entry of more) {
      if (entry.key !== k || k !== key && entry.word === entry.key) continue;
      take(m, entry, entry.word === word ? 1.02 : 1, SAME_GROUP);
      m.how = "word";
    }
    if (k === key || m.how) entries = more;
  }
  // A word that many passages contain needs no related words. Their passages would be ranked below and take time to load.
  const enough = entries.reduce((n, e) => n + m.groups.has(e.group) * e.df, 0) > ENOUGH;
  if (!enough && !/\d/.test(key)) addRelatives(index, m, [...m.keys, key][0], entries);
  if (m.how === "kin") addSlips(m, key, entries);
  for (const entry of entries) if (m.groups.get(entry.group)?.base) m.keys.add(entry.key);
  if (last && !enough && key.length > 1) addPrefixes(m, key, entries);
  return m;
}

/** The entry whose key is exactly this, if the index has it. */
export async function exact(index, key) {
  return (await index.entries(key, 1)).find((entry) => entry.key === key);
}

/** A match for one known entry. */
export function matchEntry(entry) {
  const m = match("word");
  take(m, entry, 1, SAME_GROUP);
  return m;
}

// Adds other inflected forms: entries that begin like the word, if what follows in both is an ending of the language.
function addRelatives(index, m, key, entries) {
  const list = [];
  for (const entry of entries) {
    const n = common(key, entry.key), rests = (key.length + entry.key.length) / 2 - n;
    if (n > (m.how ? 3 : 2) && 2 * n >= Math.max(key.length, entry.key.length) && !m.groups.has(entry.group) &&
      index.ending.test(key.slice(n)) && index.ending.test(entry.key.slice(n))) list.push({ entry, score: n / (n + rests) });
  }
  list.sort((a, b) => b.score - a.score || b.entry.df - a.entry.df);
  const least = m.how ? 0.66 : Math.max(0.5, list[0]?.score - 0.08);
  for (const { entry, score } of list.slice(0, 12)) {
    if (!(score >= least)) break;
    take(m, entry, RELATIVE * score ** 2, RELATIVE * score ** 2);
    m.how ||= "kin";
  }
}

// Adds typing errors: entries one edit away. A word found only as a related form may also be mistyped.
function addSlips(m, key, entries) {
  if (key.length < 5) return;
  for (const entry of entries) {
    if (!m.groups.has(entry.group) && slipped(key, entry.key)) take(m, entry, SLIP, SLIP * SAME_GROUP);
  }
}

function addPrefixes(m, key, entries) {
  const list = entries.filter((e) => e.key.startsWith(key) && e.key !== key).sort((a, b) => b.df - a.df);
  for (const entry of list.slice(0, PREFIX_FORMS)) {
    take(m, entry, (key.length / entry.key.length) ** 0.8, 0);
    m.how ||= "prefix";
  }
}
