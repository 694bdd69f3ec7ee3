// From a text to ranked lessons. A query is a list of clauses, which should all be found. A clause is a list of
// alternatives. An alternative is a list of words, which must all be found.
import { fold, words } from "./words.js";
import { common, exact, find, match, matchEntry, take } from "./match.js";

const plain = (list) => list.filter((w) => !w.parts);
const keysOf = (text) => plain(words(text)).map((w) => w.key);
const COMPOUND = 0.6, ELSEWHERE = 0.5, MANY = 0.2, SEVERAL = 0.1, CHECKED = 10, READ = 2, SYNONYM = 0.8, FEW = 3;
const GUESSED = 0.5; // weight of a corrected word
const MISSING = 0.4, ENOUGH = 0.4, FAR = 0.2; // for lessons without all words: exponent of the share they have, its minimum, the lowest score
const BOUND = 10; // the other passages count at most this many times the best one

/**
 * Divides a text into {phrases: [[key]], terms: [{word, key, parts?}], open}; open: the last word may be
 * unfinished.
 */
export function parse(text) {
  const phrases = [];
  const open = !/["\s]$/.test(text);
  const rest = text.replace(/["“”„«»]([^"“”„«»]+)["“”„«»]/g, (_, phrase) => {
    const keys = keysOf(phrase);
    if (keys.length > 1) phrases.push(keys);
    return ` ${phrase} `;
  });
  return { phrases, terms: words(rest.slice(0, 300)).slice(0, 24), open };
}

// The hits of one word: {at: passages, score: Float32Array by passage, idf, cut: whether low hits are
// missing}.
async function hits(index, m, whole, share) {
  const score = new Float32Array(index.universe), at = [];
  let cut = false;
  const add = (list, weight) => {
    const part = ({ at: passages, by }) => passages.forEach((p, i) => {
      const v = weight * by[i], old = score[p];
      if (!old) at.push(p);
      score[p] = Math.max(old, v) + 0.2 * Math.min(old, v);
    });
    part(list);
    if (list.tail) part(list.tail);
    else if (list.df > list.at.length) cut = true;
  };
  await Promise.all([...m.groups].map(async ([g, { base, forms }]) => {
    const { lists, compounds } = await index.group(g, whole);
    lists.forEach((list, i) => {
      const weight = forms.get(i) || base;
      if (weight) add(list, weight);
    });
    if (compounds && base) add(compounds, base * COMPOUND);
  }));
  const idf = Math.log(1 + index.universe / (at.length + 0.5));
  for (const p of at) score[p] *= idf * share;
  return { at, score, idf, cut };
}

// Combines several hits: of words that must all be in a lesson, or of any.
function combine(index, parts, all) {
  if (parts.length < 2) return parts[0];
  const score = new Float32Array(index.universe), at = [];
  const lessons = all ? parts.map((h) => new Set(h.at.map((p) => index.lessonOf[p]))) : [];
  for (const h of parts) {
    for (const p of h.at) {
      if (!lessons.every((set) => set.has(index.lessonOf[p]))) continue;
      if (!score[p]) at.push(p);
      score[p] = all ? score[p] + h.score[p] : Math.max(score[p], h.score[p]);
    }
  }
  return { at, score, idf: Math.max(...parts.map((h) => h.idf)), cut: !all && parts.some((h) => h.cut) };
}

// The clauses: [{text, at, shown?, found, keys, ways}]. A way is [weight, ...matches], which must all be
// found.
async function clausesOf(index, { terms, open }) {
  const end = terms.at(-1).end;
  const clauses = await Promise.all(plain(terms).map(async ({ word, key, at, end: to }) => {
    index.expect(key, terms[1]);
    const found = await find(index, word, open && to === end);
    return { text: word, at, found, ways: [[1, found]] };
  }));
  // Replaces clauses[i..i+n) by one that also accepts the joined word, if the index has
  // that word.
  const join = async (i, n, key, alone) => {
    const entry = await exact(index, key);
    if (!entry) return;
    const old = clauses.slice(i, i + n), found = matchEntry(entry);
    const ways = [[1, found]];
    if (!alone) ways.push([0.9, ...old.flatMap((c) => c.ways[0].slice(1))]);
    clauses.splice(i, n, { text: old.map((c) => c.text).join(" "), at: old[0].at, found, ways });
    return 1;
  };
  // Words that the tokenizer has joined: e-mail, 3.5, C++.
  for (const t of terms) if (t.parts) await join(clauses.findIndex((c) => c.at >= t.at), t.parts, t.key, /[.+#]/.test(t.key));
  // Neighbors that are one word in the index.
  for (let i = 0; i + 1 < clauses.length; i++) {
    const a = fold(clauses[i].text), b = fold(clauses[i + 1].text);
    if (!/^\p{L}{2,} \p{L}{2,}$/u.test(a + " " + b)) continue;
    for (const link of index.linkers) if (await join(i, 2, a + link + b)) break;
  }
  await rescue(index, clauses);
  for (const clause of clauses) {
    await addSynonyms(index, clause);
    clause.keys = new Set(clause.ways.flatMap((way) => way.slice(1).flatMap((m) => [...m.keys])));
  }
  return clauses;
}

// Corrects words that were not found, with typo.js, which is loaded on first use.
async function rescue(index, clauses) {
  if (clauses.every((c) => c.found.how)) return;
  if (!playbook.rescue) await playbook.lib.page.load("typo").catch(() => {});
  await playbook.rescue?.(index, clauses, { find, exact, match, matchEntry, take, common, fold });
}

async function addSynonyms(index, { text, ways }) {
  const same = (s) => fold(s) === fold(text);
  for (const set of index.synonyms) {
    if (!set.some(same)) continue;
    for (const other of set) {
      const matches = same(other) ? [match()] : await Promise.all(plain(words(other)).map((w) => find(index, w.word)));
      if (matches.every((m) => m.how)) ways.push([SYNONYM, ...matches]);
    }
  }
}

const evaluate = async (index, { ways }, whole) => combine(index, await Promise.all(ways.map(async ([weight, ...matches]) =>
  combine(index, await Promise.all(matches.map((m) => hits(index, m, whole, weight))), true))));

const scoreAt = (scored, p) => scored.reduce((sum, h) => sum + h.score[p], 0);

/**
 * Ranks lessons: [{lesson, passage, score, has, share, factor}]. has: a bit for each clause. share: how much of the
 * query's information the lesson has. factor: by what its score is multiplied. Words in the lesson but not in its
 * best passage count by ELSEWHERE. A lesson with a word in many passages gets more.
 */
function rank(index, clauses) {
  const seen = new Map();
  clauses.forEach((h, c) => {
    for (const p of h.at) {
      const lesson = index.lessonOf[p];
      let row = seen.get(lesson);
      if (!row) seen.set(lesson, row = { lesson, has: 0, best: [], sum: 0 });
      row.has |= 1 << c;
      row.best[c] = Math.max(row.best[c] || 0, h.score[p]);
      row.sum += h.score[p];
    }
  });
  const rows = [...seen.values()];
  const most = clauses.reduce((sum, h) => sum + h.idf, 0);
  for (const row of rows) {
    const best = row.best.reduce((a, b) => a + b, 0);
    row.elsewhere = best * ELSEWHERE + (clauses[1] ? SEVERAL : MANY) * Math.min(row.sum - best, BOUND * best);
    row.share = clauses.reduce((sum, h, c) => sum + (row.has >> c & 1 || h.cut ? h.idf : 0), 0) / most; // a cut list lacks its low hits
    row.factor = row.share ** MISSING;
    let high = 0;
    for (let p = index.firsts[row.lesson]; p < index.firsts[row.lesson + 1]; p++) {
      const score = scoreAt(clauses, p);
      if (score > high) [high, row.passage] = [score, p];
    }
    row.score = (high * (1 - ELSEWHERE) + row.elsewhere) * row.factor;
  }
  return rows;
}

// Whether a token's key satisfies a clause.
const means = (clause, key, unfinished) => clause.keys.has(key) || unfinished && key.startsWith(fold(clause.text));

/** The clauses that a text's words satisfy: [{clause, at, end, n}], n counting words. */
export function marks(clauses, text, open) {
  const out = [];
  let n = 0;
  const last = clauses.length - 1;
  for (const t of words(text)) {
    if (!t.parts) n++;
    const clause = clauses.findIndex((c, i) => means(c, t.key, open && i === last));
    if (clause >= 0) out.push({ clause, at: t.at, end: t.end, n });
  }
  return out;
}

// From 0 to 1: how close together, and in which order, neighboring words of the query are.
function nearness(count, found) {
  const best = new Float32Array(count);
  for (let i = 0; i < found.length; i++) {
    for (let j = i + 1; j < found.length && found[j].n - found[i].n < 8; j++) {
      const gap = Math.max(1, found[j].n - found[i].n), c = found[i].clause, d = found[j].clause;
      if (d === c + 1) best[c] = Math.max(best[c], 1 / gap);
      if (c === d + 1) best[d] = Math.max(best[d], 0.7 / gap);
    }
  }
  return best.reduce((a, b) => a + b, 0) / (count - 1 || 1);
}

// From 0 to 1: how much of a heading the query covers, and how much of the query the
// heading covers.
function coverage(clauses, text, open) {
  const all = keysOf(text).length;
  const found = marks(clauses, text, open);
  const here = new Set(found.map((f) => f.clause));
  const said = (list) => list.reduce((sum, c) => sum + c.idf, 0);
  return all ? said(clauses.filter((_, i) => here.has(i))) / said(clauses) * Math.min(1, new Set(found.map((f) => f.n)).size / all) : 0;
}

const hasPhrase = (keys, text) => {
  const all = keysOf(text);
  return all.some((_, i) => keys.every((k, j) => all[i + j] === k));
};

const byScore = (a, b) => b.score - a.score || a.lesson - b.lesson;
const NEAR = 0.35, TITLE = 1.5, HEADING = 0.4, TOP = 0.05, PHRASE = 0.3;
const NAMED = 0.5;

// A page's name in its address: the file's name, or for index.html the folder's.
const addressName = (url) => url.replace(/(\/index)?\.html$/, "").replace(/^.*\//, "");

// Checks a candidate in detail: its score and passage including title and headings, and if texts are given,
// distances of words. Returns nothing if the texts lack a phrase.
function check(index, scored, row, card, clauses, { phrases, open }, texts) {
  const first = index.firsts[row.lesson], name = addressName(card.url), asked = clauses.map((c) => fold(c.text)).join(" ");
  const factor = row.factor * (1 + NAMED * [card.title, name].some((text) => keysOf(text).join(" ") === asked));
  const named = Math.max(coverage(clauses, card.title, open), coverage(clauses, name, open));
  const rest = row.elsewhere + row.score / row.factor * TITLE * named;
  let best;
  for (let i = 0; first + i < index.firsts[row.lesson + 1]; i++) {
    const value = scoreAt(scored, first + i);
    if (!value) continue;
    const { heading } = card.passages[i] ?? { heading: "" };
    const whole = `${i ? "" : card.title + "\n"}${heading}\n${texts?.[i] || ""}`;
    if (texts && !phrases.every((keys) => hasPhrase(keys, whole))) continue;
    const near = card.passages[i] ? NEAR * nearness(clauses.length, marks(clauses, whole, open)) : PHRASE;
    const score = factor * (value * (1 + HEADING * coverage(clauses, heading, open) + (i ? 0 : TOP) + near - ELSEWHERE) + rest);
    if (!best || score > best.score) best = { ...row, passage: first + i, score, most: factor * value * (NEAR - near) + score };
  }
  return best;
}

// Checks the best candidates by their cards, and those that may still come first by their texts. If the query has
// phrases, checks the texts of all, and of further candidates until there are enough.
async function examine(index, scored, rows, clauses, query, limit) {
  const look = (list, read) => Promise.all(list.map(async (row) =>
    check(index, scored, row, await index.card(row.lesson), clauses, query, read && await index.texts(row.lesson))));
  let out = [];
  if (query.phrases.length) {
    // Only if one passage has all words of a phrase.
    const wanted = query.phrases.map((keys) => scored.filter((h, i) => !h.cut && keys.some((k) => clauses[i].keys.has(k))));
    rows = rows.filter(({ lesson }) => wanted.every((list) => {
      for (let p = index.firsts[lesson]; p < index.firsts[lesson + 1]; p++) if (list.every((h) => h.score[p])) return true;
    }));
    for (let i = 0; i < 3 * CHECKED && i < rows.length && out.length < limit; i += CHECKED) {
      out = out.concat(await look(rows.slice(i, i + CHECKED), true)).filter(Boolean);
    }
    return out.sort(byScore);
  }
  out = (await look(rows.slice(0, CHECKED))).sort(byScore);
  const near = out.filter((row, i) => i < READ && row.most >= out[0].score);
  if (!near[1] || !clauses[1]) return out;
  const read = await look(near, true);
  return [...read, ...out.filter((row) => !near.includes(row))].sort(byScore);
}

/**
 * Searches one index. Options: limit; filter(lesson). Returns {total, results, lessons, clauses, open, shown, without, noPhrase}.
 * results: see result() below. lessons: all that were found, unfiltered. shown: the corrected query, if words were corrected.
 * without: words that the first result lacks. noPhrase: no lesson has the quoted words side by side.
 */
export async function search(index, text, { limit = 10, filter = () => true } = {}) {
  const query = parse(text);
  const answer = { total: 0, results: [], lessons: [], clauses: [], open: query.open, without: [] };
  if (!query.terms.length) return answer;
  const clauses = answer.clauses = await clausesOf(index, query);
  const scored = await Promise.all(clauses.map((c) => evaluate(index, c, clauses.length > 1)));
  scored.forEach((h, i) => clauses[i].idf = h.idf *= clauses[i].shown ? GUESSED : 1);
  const mask = (fits) => scored.reduce((bits, h, i) => bits | !!fits(h) << i, 0);
  const need = mask((h) => h.at.length && !h.cut) || mask((h) => h.at.length);
  const all = rank(index, scored);
  // Lessons with all words, and lessons with most of the query's information. Those far behind the first count only
  // if there are few.
  const whole = (row) => (row.has & need) === need;
  const most = Math.max(...all.map((row) => row.share)), top = Math.max(...all.map((row) => row.score));
  const least = all.filter(whole).length < FEW ? 0 : top * FAR;
  let rows = all.filter((row) => whole(row) || row.share > most * ENOUGH && row.score > least);
  answer.lessons = rows.map((row) => row.lesson);
  rows = rows.filter((row) => filter(row.lesson)).sort(byScore);
  if (clauses.some((c) => c.shown)) answer.shown = clauses.map((c) => c.shown || c.text).join(" ");
  if (rows.length) answer.without = clauses.filter((_, i) => !(rows[0].has & 1 << i)).map((c) => c.text);
  answer.total = rows.length;
  if (limit) {
    const checked = await examine(index, scored, rows, clauses, query, limit);
    answer.noPhrase = rows.length && !checked.length;
    if (checked.length && query.phrases.length) {
      rows = checked;
      if (checked.length < limit) answer.total = checked.length;
    } else if (checked.length) {
      rows = [...checked, ...rows.slice(CHECKED)];
    }
  }
  answer.results = await Promise.all(rows.slice(0, limit).map((row) => result(index, row)));
  return answer;
}

async function result(index, { lesson, passage }) {
  const { passages, ...card } = await index.card(lesson);
  const at = passage - index.firsts[lesson], n = at < passages.length ? at : 0; // an author's phrase is not shown
  return { ...card, ...passages[n], text: async () => (await index.texts(lesson))[n] };
}
