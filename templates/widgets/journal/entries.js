// What a journal holds, without a page.
//
//   leaves  [[key, value]] of the journal, the orphans among them
//   entry   {id, date, at, answers: Map(prompt → words), written}
//           date  "YYYY-MM-DD", "" where none can be told; at: when it was begun, ms

import { daysBetween, isDate, today } from "lib/dates.js";

const KEY = /^~entry\/([^/]+)\/(?:on|@([^/]+))$/;

/** Every entry, the newest first; those of one day by when they were begun. */
export function entriesOf(leaves) {
  const found = new Map();
  for (const [key, value] of leaves) {
    const [, id, prompt] = KEY.exec(key) ?? [];
    if (!id) continue;
    if (!found.has(id)) found.set(id, { id, date: "", at: 0, answers: new Map(), written: false });
    const entry = found.get(id);
    if (!prompt) Object.assign(entry, begun(value));
    else if (typeof value === "string" && value.trim() !== "") {
      entry.answers.set(prompt, value);
      entry.written = true;
    }
  }
  return [...found.values()].sort((a, b) => (a.date !== b.date ? (a.date < b.date ? 1 : -1) : b.at - a.at || (a.id < b.id ? -1 : 1)));
}

/** {date, at} of what is stored; a date that is none gives way to the moment's. */
function begun(value) {
  const at = typeof value?.at === "number" && Math.abs(value.at) <= 864e13 ? value.at : 0;
  const date = isDate(value?.date) ? value.date : at > 0 ? today(new Date(at)) : "";
  return { date, at };
}

/** The entry to go on with on a day: the one begun last; undefined when there is none. */
export const handOf = (entries, day) => entries.find((e) => e.date === day);

/** {n, last, ago}: how many entries, the date of the last one and how many days ago it was. */
export function standing(entries, day) {
  const written = entries.filter((e) => e.written);
  const last = written.find((e) => e.date !== "" && e.date <= day)?.date ?? "";
  return { n: written.length, last, ago: last ? daysBetween(last, day) : null };
}

/** The first words of an entry, cut between words, in the order of the prompts. */
export function opening(entry, prompts, room = 70) {
  const text = [...prompts.map((id) => entry.answers.get(id)), ...entry.answers.values()].find((words) => words !== undefined) ?? "";
  const line = text.trim().replace(/\s+/g, " ");
  if (line.length <= room) return line;
  const cut = line.slice(0, room + 1).lastIndexOf(" ");
  return line.slice(0, cut > room / 2 ? cut : room) + "…";
}
