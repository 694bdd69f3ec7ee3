// The manager's table of a team. It does the same as generator/team/table.go. facts:
// {lessons, paths}, the build's data about the playbook.

import { writeCSV } from "../lib/csv.js";
import { addDays } from "../lib/dates.js";
import { dict } from "../lib/merge.js";
import { idOf, newest, persons } from "./merge.js";

/** The smallest group that is counted together. */
export const LEAST = 5;

const SILENT = 14, SOON = 7; // days

const by = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const old = (a, b) => a.doc.at - b.doc.at || by(idOf(a.doc), idOf(b.doc));

/** Adds functions to the facts that find lessons, widgets and items by their present or earlier ids. */
export function index(facts) {
  const uids = new Map();
  for (const l of facts.lessons) for (const was of l.was ?? []) if (!uids.has(was)) uids.set(was, l);
  for (const l of facts.lessons) uids.set(l.uid, l);
  const widgets = new Map(); // found once each
  const find = (list, id) => (list ?? []).find((x) => x.id === id) ?? (list ?? []).find((x) => x.was === id);
  return {
    ...facts, lesson: (uid) => uids.get(uid), uid: (uid) => uids.get(uid)?.uid ?? uid,
    widget: (uid, id) => {
      if (!widgets.has(uid)) widgets.set(uid, new Map());
      const own = widgets.get(uid);
      if (!own.has(id)) own.set(id, find(uids.get(uid)?.widgets, id));
      return own.get(id);
    },
    item: (widget, id) => find(widget.items, id)?.id,
    path: (uid) => facts.paths.find((p) => p.uid === uid),
  };
}

const RANK = { __proto__: null, begun: 0, learnt: 1, practice: 2 };

/** Whether a is further than b, for one lesson on two devices. */
function better(a, b) {
  const order = Number(a.s !== "begun") - Number(b.s !== "begun") || Number(!a.f) - Number(!b.f) || RANK[a.s] - RANK[b.s] ||
    by(b.on ?? "", a.on ?? "") || by(b.done ?? "", a.done ?? "") || by(b.f ?? "", a.f ?? "");
  return order > 0;
}

const first = (a, b) => (a && b ? (a < b ? a : b) : a || b);
const last = (a, b) => ((a ?? "") > (b ?? "") ? a : b);

function take(p, facts, { doc, newer }) {
  p.newer ||= newer;
  for (const [id, c] of Object.entries(doc.lessons)) {
    const uid = facts.uid(id);
    if (!p.cells[uid] || better(c, p.cells[uid])) p.cells[uid] = c;
  }
  for (const [m, on] of Object.entries(doc.miles ?? {})) p.miles[m] = first(on, p.miles[m]);
  for (const [id, x] of Object.entries(doc.tasks ?? {})) {
    const y = p.tasks[id];
    const task = { title: y ? last(x.title, y.title) : x.title, took: first(x.took, y?.took) };
    const due = last(x.due, y?.due), done = first(x.done, y?.done);
    p.tasks[id] = { ...task, ...(due && { due }), ...(done && { done }) };
  }
  Object.assign(p.asks, doc.asks);
  Object.assign(p.signed, doc.signed);
}

/** Each widget's entry from the latest file that has one, under its present id. */
function newestOf(facts, devices, part, name) {
  const out = dict();
  for (const { doc } of devices.map((d) => d[part]).filter(Boolean).sort(old)) {
    for (const [uid, widgets] of Object.entries(doc[name])) {
      for (const [id, entry] of Object.entries(widgets)) {
        const w = facts.widget(uid, id);
        if (w) (out[facts.uid(uid)] ??= dict())[w.id] = entry;
      }
    }
  }
  return out;
}

function count(p, facts) {
  const path = facts.path(p.path);
  if (!path) return;
  let done = 0, all = 0;
  for (const i of path.lessons) {
    const { uid, min } = facts.lessons[i], cell = p.cells[uid];
    all += min;
    p.of++;
    if (!cell || cell.s === "begun") continue;
    p.learnt++;
    done += min;
  }
  if (all === 0) [done, all] = [p.learnt, p.of];
  p.percent = all > 0 ? Math.floor((100 * done) / all) : 0;
}

function dueOf(p, facts, date) {
  const list = [], soon = addDays(date, SOON);
  const add = (on, what, text) => on <= soon && list.push({ on, late: on < date, what, text });
  const path = facts.path(p.path);
  if (path && p.since) {
    for (const m of path.miles ?? []) {
      const what = `${path.uid}/${m.id}`;
      if (m.day > 0 && !p.miles[what]) add(addDays(p.since, m.day - 1), "mile/" + what, `${m.at}: ${m.do}`);
    }
  }
  for (const [id, x] of Object.entries(p.tasks)) if (x.due && !x.done) add(x.due, "task/" + id, x.title);
  return list.sort((a, b) => by(a.on, b.on) || by(a.what, b.what));
}

function person(team, facts, ids, devices, keys, date) {
  const [id] = ids;
  const latest = devices.map((d) => d[0]).sort(old).at(-1).doc;
  const p = {
    id, name: latest.name, path: latest.path?.uid ?? "", since: latest.path?.since ?? "", percent: -1, learnt: 0, of: 0,
    cells: dict(), miles: dict(), tasks: dict(), asks: dict(), signed: dict(), due: [],
    last: latest.on, silent: addDays(latest.on, SILENT) < date, level: latest.level, devices: devices.length,
    newer: false, unsigned: !latest.key && keys > 0, keys,
  };
  for (const d of devices) take(p, facts, d[0]);
  for (const s of Object.values(team.signs)) if (s.ask) delete p.asks[s.ask];
  const hidden = { value: null, enumerable: false, writable: true };
  Object.defineProperties(p, { results: { ...hidden }, answers: { ...hidden }, extra: { ...hidden }, ids: { ...hidden }, person: { ...hidden } });
  p.ids = ids;
  p.person = latest.person; // the recipient of an answer
  p.results = newestOf(facts, devices, 1, "results");
  p.answers = newestOf(facts, devices, 2, "answers");
  p.extra = devices.map((d) => d[3]).filter(Boolean).sort(old).at(-1)?.doc.extra ?? [];
  count(p, facts);
  p.due = dueOf(p, facts, date);
  return p;
}

/** The lessons that somebody has begun or has on their path, then lessons that the playbook no longer has. */
function columnsOf(people, facts) {
  const wanted = new Set(people.flatMap((p) => [...Object.keys(p.cells), ...(facts.path(p.path)?.lessons ?? []).map((i) => facts.lessons[i].uid)]));
  const known = facts.lessons.filter((l) => wanted.delete(l.uid)).map(({ uid, title }) => ({ uid, title }));
  return [...known, ...[...wanted].sort().map((uid) => ({ uid, title: uid }))];
}

const widgetsOf = (facts) => facts.lessons.flatMap((l) => (l.widgets ?? []).map((w) => [l.uid, w]));

/**
 * The items that two or more people get wrong or find hard. Groups of fewer than five people
 * are not counted.
 */
function weakOf(people, facts) {
  const out = [];
  for (const [lesson, w] of widgetsOf(facts)) {
    const results = people.map((p) => p.results[lesson]?.[w.id]).filter(Boolean), low = dict();
    if (results.length < LEAST) continue;
    for (const r of results) {
      const seen = new Set();
      for (const id of Object.keys(r.low ?? {}).sort()) {
        const item = facts.item(w, id);
        if (!item || seen.has(item)) continue;
        seen.add(item);
        const places = (low[item] ??= dict());
        places[r.low[id]] = (places[r.low[id]] ?? 0) + 1;
      }
    }
    for (const { id } of w.items) {
      const n = Object.values(low[id] ?? {}).reduce((a, b) => a + b, 0);
      if (n >= 2) out.push({ lesson, widget: w.id, item: id, count: n, of: results.length, places: low[id] });
    }
  }
  return out.sort((a, b) => b.count * a.of - a.count * b.of || b.of - a.of);
}

/** Votes counted by voter. Groups of fewer than five voters are not counted. */
function talliesOf(people, facts) {
  const out = [];
  for (const [lesson, w] of widgetsOf(facts)) {
    if (!w.share?.tally) continue;
    const votes = dict();
    let of = 0;
    for (const p of people) {
      const item = Object.keys(p.answers[lesson]?.[w.id] ?? {}).sort().map((id) => facts.item(w, id)).find(Boolean);
      if (!item) continue;
      votes[item] = (votes[item] ?? 0) + 1;
      of++;
    }
    if (of >= LEAST) out.push({ lesson, widget: w.id, of, votes });
  }
  return out;
}

/** The table of a team on a date: {on, columns, people, weak, tallies}. facts come from index(). */
export function tableOf(team, facts, date) {
  const of = persons(team), files = dict(), keys = dict(), ids = dict(), best = newest(team);
  for (const who of Object.keys(best).sort()) {
    (ids[of[who]] ??= []).push(who);
    (files[of[who]] ??= []).push(...Object.keys(best[who]).sort().map((d) => best[who][d]));
    keys[of[who]] = (keys[of[who]] ?? 0) + Object.keys(team.keys[who] ?? {}).length;
  }
  const people = Object.keys(files).map((id) => person(team, facts, ids[id], files[id], keys[id], date)).map((p) => [p.name.toLowerCase(), p])
    .sort(([a, p], [b, q]) => by(a, b) || by(p.id, q.id)).map(([, p]) => p);
  return { on: date, columns: columnsOf(people, facts), people, weak: weakOf(people, facts), tallies: talliesOf(people, facts) };
}

/** A person's progress in a lesson, in the words t of the CSV file. */
export function cellText(c, t) {
  if (!c) return "";
  if (c.s === "begun") return t("csv_begun");
  return [c.s === "practice" ? c.done : c.on, c.s === "practice" && t("csv_practice"), c.f && t("csv_" + c.f)].filter(Boolean).join(" ");
}

/** The table for a spreadsheet. */
export function tableCSV(table, facts, t, locale) {
  const head = ["name", "path", "percent", "learnt", "of", "due", "late", "last"].map((c) => t("csv_" + c));
  return writeCSV([[...head, ...table.columns.map((c) => c.title)], ...table.people.map((p) => {
    const late = p.due.filter((d) => d.late).length;
    return [p.name, facts.path(p.path)?.title ?? p.path, p.percent < 0 ? "" : String(p.percent), p.learnt, p.of, p.due.length - late, late, p.last,
      ...table.columns.map((c) => cellText(p.cells[c.uid], t))];
  })], locale);
}
