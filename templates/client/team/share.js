// This reader's progress file and its content at each level. A kind with results or answers to share has a script team.js
// with a function:
//
//   window.playbook.shared["quiz"] = (leaves, widget) => ({result: {p, n, low: {item: place}}, answer: {item: text}})
//
// leaves: the widget's (state.js). widget: what the build knows of it (teambook.go). Each part may be missing. Anything else
// leaves this browser only as words that the reader has ticked.

import { PAGE, store } from "../lib/book.js";
import { isDate, today } from "../lib/dates.js";
import { followed, settings, sinceOf, standing } from "../lib/done.js";
import { randomHex } from "../lib/leaves.js";
import { dict } from "../lib/merge.js";
import { load, loadQuietly } from "../lib/page.js";
import { place, say } from "../mydata/titles.js";
import { factsOf, milesOf, pathsBlock } from "../standing/view.js";
import { VERSION } from "./format.js";

/** The build's data about the playbook, when its script has loaded. */
export async function book() {
  if (!window.playbook.teambook) await load("teambook");
  return window.playbook.teambook;
}

/** Loads the team.js scripts of the kinds in a book. */
export async function loadShared({ lessons }) {
  window.playbook.shared ??= Object.create(null);
  const kinds = new Set(lessons.flatMap((l) => l.widgets ?? []).filter((w) => w.share).map((w) => w.kind));
  await Promise.all([...kinds].map((kind) => loadQuietly(kind + "-team")));
}

/** A name for a file: one line without unusual characters. */
export const plain = (text, most = 80) => String(text).replace(/[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]+/g, " ").toWellFormed().trim().slice(0, most);

const words = (text, most = 20000) => String(text).replace(/[\x00-\x08\x0b-\x1f\x7f\u2028-\u202e\u2066-\u2069]+/g, " ").toWellFormed().slice(0, most);

/** This reader's id in files: random, made on first use. */
export function personId() {
  const known = settings().get("person");
  if (typeof known === "string" && /^[0-9a-f]{16}$/.test(known)) return known;
  const made = randomHex(8);
  settings().set("person", made);
  return made;
}

const entries = (prefix) => settings().keys(prefix + "/").map((key) => [key.slice(prefix.length + 1), settings().get(key)]).filter(([, x]) => typeof x === "object" && x !== null);

/** The accepted assignments: [[id, {title, due, from, text, lessons, checklists, took}]]. */
export const tasks = () => entries("task").filter(([, x]) => typeof x.title === "string" && isDate(x.took) && Array.isArray(x.lessons));

/** Requests for a sign-off: [[id, {what, on}]]; sign-offs: [[id, document]]. */
export const asks = () => entries("ask").filter(([, x]) => typeof x.what === "string" && isDate(x.on));
export const signs = () => entries("signed").filter(([, x]) => typeof x.what === "string" && isDate(x.on));

/** The day on which everything in an assignment was done, or undefined. */
export function taskDone({ lessons, checklists = [] }) {
  const days = [...lessons.map((uid) => standing(uid).on), ...checklists.map((c) => {
    const [uid, id] = c.split("#");
    return store().lesson(uid).widget(PAGE).get("did/" + id)?.on;
  })];
  return days.length && days.every((d) => typeof d === "string" && isDate(d)) ? days.sort().at(-1) : undefined;
}

/** The reader's progress in each lesson of the playbook. */
function cells({ lessons }) {
  const { lessons: known, paths } = pathsBlock(), own = paths.find((p) => p.uid === followed()[0]);
  const out = dict();
  for (const { uid } of lessons) {
    const facts = known.find((l) => l.uid === uid), s = standing(uid, facts && factsOf(facts), { valid: own?.valid });
    if (s.state === "new") continue;
    if (!s.on) out[uid] = { s: "begun" };
    else out[uid] = { s: s.doneOn ? "practice" : "learnt", on: s.on, ...(s.doneOn && { done: s.doneOn }), ...((s.state === "stale" || s.state === "expired") && { f: s.state }) };
  }
  return out;
}

function miles() {
  const out = dict();
  for (const path of pathsBlock().paths) for (const m of milesOf(path)) if (m.reached) out[`${path.uid}/${m.id}`] = m.reached;
  return out;
}

/** The results or answers of every widget that has any. */
function shared({ lessons }, part) {
  const out = dict();
  for (const { uid, widgets } of lessons) {
    for (const w of widgets ?? []) {
      const x = w.share && window.playbook.shared[w.kind]?.(store().lesson(uid).widget(w.id), w)[part];
      if (x) (out[uid] ??= dict())[w.id] = x;
    }
  }
  return out;
}

/**
 * What the reader may add word for word: [{lesson, widget, title, rows}], from widgets that store something and
 * share nothing.
 */
export function extras({ lessons }, t) {
  const out = [];
  for (const l of lessons) {
    for (const w of l.widgets ?? []) {
      if (w.share) continue;
      const leaves = store().lesson(l.uid).widget(w.id);
      const rows = leaves.keys().filter((key) => !/^(srs|seen)\//.test(key)).map((key) => [words(place(w.id, key).replace(w.id + ", ", ""), 400), words(say(leaves.get(key), t, 20000))]);
      if (rows.length) out.push({ lesson: l.uid, widget: w.id, title: plain([w.title, l.title].filter(Boolean).join(" · "), 300), rows: rows.slice(0, 5000) });
    }
  }
  return out;
}

const some = (x) => (Object.keys(x).length ? x : undefined);

/** The progress file for a level, without its sum. extra: what the reader ticked. */
export function progressDoc(facts, { name, level, extra = [] }) {
  const [path] = followed(), answered = new Set(signs().map(([, s]) => s.ask));
  const list = (pairs, make) => some(dict(pairs.map(([id, x]) => [id, make(x)])));
  const doc = {
    format: "playbook-progress", v: VERSION, site: store().site, person: personId(), device: store().writer.slice(0, 8), name: plain(name), at: Date.now(), on: today(), level,
    path: path && sinceOf(path) ? { uid: path, since: sinceOf(path) } : undefined,
    lessons: cells(facts), miles: some(miles()),
    tasks: list(tasks(), (x) => ({ title: plain(x.title, 200), took: x.took, ...(isDate(x.due) && { due: x.due }), ...(taskDone(x) && { done: taskDone(x) }) })),
    asks: list(asks().filter(([id]) => !answered.has(id)), ({ what, on }) => ({ what, on })),
    signed: list(signs(), ({ what, on, by, level: n }) => ({ what, on, by: plain(by), level: n })),
    results: level >= 2 ? some(shared(facts, "result")) : undefined,
    answers: level >= 3 ? some(shared(facts, "answer")) : undefined,
    extra: extra.length ? extra : undefined,
  };
  return Object.fromEntries(Object.entries(doc).filter(([, x]) => x !== undefined));
}

