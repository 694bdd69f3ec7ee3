// What is due, and when. If something in a widget may be due (widget.Track, Dated), its kind has a script due.js with
// a function:
//
//   window.playbook.due["checklist"] = (leaves, list, date) => [{on, at, text, who, done, of}]
//
// leaves: the widget's (state.js). list: what the build knows of it, {kind, id, at, title, repeat, per, of, items:
// [{id, at, text, due, rev}], rules: {name: text}}. date: today. Each entry is open and due on a date. at is the anchor in
// the lesson. text is what is due, or "" for the widget itself. who is the account for which it is due, or "". done and of
// say how far the list is. Nothing is due that the reader has not begun.

import { PAGE, store } from "./book.js";
import { addDays, isDate, today } from "./dates.js";
import { isLearnt, settings, standing } from "./done.js";
import { config, loadQuietly, root } from "./page.js";

const AHEAD = 31; // days

/** Whether everything in an assignment is done. */
const isDone = ({ lessons, checklists = [] }) => lessons.every((uid) => isLearnt(standing(uid).state)) && checklists.every((c) => {
  const [uid, id] = c.split("#");
  return store().lesson(uid).widget(PAGE).get("did/" + id);
});

/** The open assignments that the reader accepted (client/team/inbox.js). */
function tasksDue(until) {
  const own = settings();
  return own.keys("task/").map((key) => own.get(key)).filter((x) => typeof x?.title === "string" && isDate(x.due) && x.due <= until && Array.isArray(x.lessons) && !isDone(x));
}

/** Loads the due.js scripts of the kinds in these lessons. */
export async function loadKinds(lessons) {
  const kinds = new Set(lessons.flatMap((l) => l.lists ?? []).map((list) => list.kind));
  window.playbook.due ??= Object.create(null);
  await Promise.all([...kinds].map((kind) => loadQuietly(kind + "-due")));
}

/** What is due in the lessons that have a record: [{on, late, url, text, who, title, lesson, done, of}], the earliest first. */
export function agenda(lessons, date = today()) {
  const known = new Set(store().lessons()), until = addDays(date, AHEAD);
  const out = [];
  for (const lesson of lessons) {
    if (!known.has(lesson.uid)) continue;
    for (const list of lesson.lists ?? []) {
      const entries = window.playbook.due?.[list.kind]?.(store().lesson(lesson.uid).widget(list.id), list, date) ?? [];
      for (const { on, at, text, who, done, of } of entries) {
        if (!isDate(on) || on > until) continue;
        const title = list.title || lesson.title;
        out.push({ on, late: on < date, url: `${lesson.url}#${at}`, text: text || title, who, title, lang: lesson.lang, lesson: lesson.title, done, of });
      }
    }
  }
  for (const { title, due, from, lessons: [uid] } of tasksDue(until)) {
    const first = lessons.find((l) => l.uid === uid);
    out.push({ task: true, on: due, late: due < date, url: root() + (config().pages?.progress ?? "index.html"), text: title, who: from, title: first?.title ?? title, lesson: first?.title ?? title });
  }
  return out.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
