// Query: from a text to ranked lessons. A query is a list of clauses, all wanted; a clause is a list of alternatives;
// an alternative is a list of words, all wanted.
import { fold, words } from "./words.js";
import { common, exact, find, match, matchEntry, take } from "./match.js";

const plain = (list) => list.filter((w) => !w.parts);
const COMPOUND = 0.6, ELSEWHERE = 0.5, MANY = 0.1, CHECKED = 10, READ = 2, SYNONYM = 0.8, LATER = 0.03, FEW = 3;

/** Cuts a text into {phrases: [[key]], terms: [{word, key, parts?}], open}: open when its last word may be unfinished. */
export function parse(text) {
  const phrases = [];
  const open = !/["\s]$/.test(text);
  const rest = text.replace(/["“”„«»]([^"“”„«»]+)["“”„«»]/g, (_, phrase) => {
    const keys = plain(words(phrase)).map((w) => w.key);
    if (keys.length > 1) phrases.push(keys);
    return ` ${phrase} `;
  });
  return { phrases, terms: words(rest.slice(0, 300)).slice(0, 24), open };
}

// One word's hits: {at: passages, score: Float32Array by passage, idf, cut: whether low hits are missing}.
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

// Several hits as one: of words that must all be in a lesson, or of any.
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

// Clauses: [{text, at, shown?, found, keys, ways}]; a way is [weight, ...matches], its matches all wanted.
async function clausesOf(index, { terms, open }) {
  const end = terms.at(-1).end;
  const clauses = await Promise.all(plain(terms).map(async ({ word, key, at, end: to }) => {
    index.expect(key, terms[1]);
    const found = await find(index, word, open && to === end);
    return { text: word, at, found, ways: [[1, found]] };
  }));
  // Makes clauses[i..i+n) one that also answers to a joined word, if the index has that.
  const join = async (i, n, key, alone) => {
    const entry = await exact(index, key);
    if (!entry) return;
    const old = clauses.slice(i, i + n), found = matchEntry(entry);
    const ways = [[1, found]];
    if (!alone) ways.push([0.9, ...old.flatMap((c) => c.ways[0].slice(1))]);
    clauses.splice(i, n, { text: old.map((c) => c.text).join(" "), at: old[0].at, found, ways });
    return 1;
  };
  // What the tokenizer has joined: e-mail, 3.5, C++.
  for (const t of terms) if (t.parts) await join(clauses.findIndex((c) => c.at >= t.at), t.parts, t.key, /[.+#]/.test(t.key));
  // Neighbours that are a word of the index when written together.
  for (let i = 0; i + 1 < clauses.length; i++) {
    const a = fold(clauses[i].text), b = fold(clauses[i + 1].text);
    if (!/^\p{L}{2,} \p{L}{2,}$/u.test(a + " " + b)) continue;
    for (const link of index.linkers) if (await join(i, 2, a + link + b)) break;
  }
  for (const clause of clauses) {
    if (!clause.found.how) await rescue(index, clause);
    await addSynonyms(index, clause);
    clause.keys = new Set(clause.ways.flatMap((way) => way.slice(1).flatMap((m) => [...m.keys])));
  }
  return clauses;
}

// What typo.js makes of a word that was not found; it is loaded when the first one turns up.
async function rescue(index, clause) {
  if (!playbook.rescue) await playbook.lib.page.load("typo").catch(() => {});
  await playbook.rescue?.(index, clause, { find, exact, match, matchEntry, take, common, fold });
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
 * Ranks lessons: [{lesson, passage, score, has}], best first; has is a bit for each clause. Words that are in the lesson
 * but not in its best passage count by ELSEWHERE; of lessons that have a single word, one that has it in many passages is about it.
 */
function rank(index, clauses) {
  const seen = new Map();
  clauses.forEach((h, c) => {
    for (const p of h.at) {
      const lesson = index.lessonOf[p];
      let row = seen.get(lesson);
      if (!row) seen.set(lesson, row = { lesson, passage: p, score: 0, has: 0, idf: 0, best: [] });
      if (!row.best[c]) row.idf += h.idf;
      row.has |= 1 << c;
      row.best[c] = Math.max(row.best[c] || 0, h.score[p]);
    }
  });
  const rows = [...seen.values()];
  for (const row of rows) {
    row.elsewhere = row.best.reduce((a, b) => a + b, 0) * ELSEWHERE;
    const first = index.firsts[row.lesson];
    let most = 0, sum = 0;
    for (let p = first; p < index.firsts[row.lesson + 1]; p++) {
      const score = scoreAt(clauses, p);
      sum += score;
      const choice = score * (1 - LATER * Math.min(p - first, 12));
      if (choice > most) {
        most = choice;
        row.passage = p;
      }
      row.score = Math.max(row.score, score * (1 - ELSEWHERE) + row.elsewhere);
    }
    if (!clauses[1]) row.score += MANY * sum;
  }
  return rows;
}

// Where a token's key counts for a clause.
const means = (clause, key, unfinished) => clause.keys.has(key) || unfinished && key.startsWith(fold(clause.text));

/** Which clauses a text's words answer to: [{clause, at, end, n}], n counting words. */
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

// 0 to 1: how near to one another, and in what order, neighbouring words of the query stand.
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

// 0 to 1: how much of a heading the query says, and of the query the heading.
function coverage(clauses, text, open) {
  const all = plain(words(text)).length;
  const found = marks(clauses, text, open);
  const said = new Set(found.map((f) => f.clause)).size / clauses.length;
  return all ? said * said * Math.min(1, new Set(found.map((f) => f.n)).size / all) : 0;
}

const hasPhrase = (keys, text) => {
  const all = plain(words(text)).map((w) => w.key);
  return all.some((_, i) => keys.every((k, j) => all[i + j] === k));
};

const byScore = (a, b) => b.score - a.score || a.lesson - b.lesson;
const NEAR = 0.35, TITLE = 0.45, HEADING = 0.25, TOP = 0.05;

// Looks closer at a candidate: its score and passage with its title and headings counted, and with texts given, nearness;
// nothing if a phrase is missing from them.
function check(index, scored, row, card, clauses, { phrases, open }, texts) {
  const first = index.firsts[row.lesson];
  const rest = row.elsewhere + row.score * TITLE * coverage(clauses, card.title, open);
  let best;
  card.passages.forEach(({ heading }, i) => {
    const value = scoreAt(scored, first + i);
    if (!value) return;
    const whole = `${i ? "" : card.title + "\n"}${heading}\n${texts?.[i] || ""}`;
    if (texts && !phrases.every((keys) => hasPhrase(keys, whole))) return;
    const near = NEAR * nearness(clauses.length, marks(clauses, whole, open));
    const score = value * (1 + HEADING * coverage(clauses, heading, open) + (i ? 0 : TOP) + near - ELSEWHERE) + rest;
    if (!best || score > best.score) best = { ...row, passage: first + i, score, most: value * (NEAR - near) + score };
  });
  return best;
}

// Checks the best candidates by their cards, and by their text those who may still come first; with phrases all, and further
// ones until there are enough.
async function examine(index, scored, rows, clauses, query, limit) {
  const look = (list, read) => Promise.all(list.map(async (row) =>
    check(index, scored, row, await index.card(row.lesson), clauses, query, read && await index.texts(row.lesson))));
  let out = [];
  if (query.phrases.length) {
    // Only where one passage has all words of a phrase.
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
  if (!near[1]) return out;
  const read = await look(near, true);
  return [...read, ...out.filter((row) => !near.includes(row))].sort(byScore);
}

/**
 * Searches one index. Options: limit; filter(lesson). Gives {total, results, lessons, clauses, open, shown, without, noPhrase}:
 * results as result() below makes them; lessons, all that answer, unfiltered; shown, the query as it was understood if words
 * were corrected; without, words the first result has not; noPhrase, that nothing has the words in quotes side by side.
 */
export async function search(index, text, { limit = 10, filter = () => true } = {}) {
  const query = parse(text);
  const answer = { total: 0, results: [], lessons: [], clauses: [], open: query.open, without: [] };
  if (!query.terms.length) return answer;
  const clauses = answer.clauses = await clausesOf(index, query);
  const scored = await Promise.all(clauses.map((c) => evaluate(index, c, clauses.length > 1)));
  const mask = (fits) => scored.reduce((bits, h, i) => bits | !!fits(h) << i, 0);
  const need = mask((h) => h.at.length && !h.cut) || mask((h) => h.at.length);
  const all = rank(index, scored);
  let rows = all.filter((row) => (row.has & need) === need);
  // Few have all: those that have most of what says something come in by how much that is.
  if (rows.length < FEW) {
    const most = Math.max(...all.map((row) => row.idf));
    rows = all.filter((row) => row.idf > most / 2);
    for (const row of rows) row.elsewhere -= row.score - (row.score *= row.idf / most);
  }
  answer.lessons = rows.map((row) => row.lesson);
  rows = rows.filter((row) => filter(row.lesson)).sort(byScore);
  if (clauses.some((c) => c.shown)) answer.shown = clauses.map((c) => c.shown || c.text).join(" ");
  if (rows.length) answer.without = clauses.filter((_, i) => !(rows[0].has & 1 << i)).map((c) => c.text);
  answer.total = rows.length;
  if (clauses.length > 1 && limit) {
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
  const n = passage - index.firsts[lesson], { passages, ...card } = await index.card(lesson);
  return { ...card, ...passages[n], text: async () => (await index.texts(lesson))[n] };
}
