// Reads the entries of a journal from what is stored. No DOM here.
//
//   leaves  the stored values [[key, value]], also those for prompts that no longer exist
//   entry   {id, date, at, answers: Map(prompt → text), written: has any text}
//           date  "YYYY-MM-DD", or "" if unknown
//           at    when the entry was started, in ms, or 0 if unknown

import { daysBetween, isDate, today } from "lib/dates.js";

const KEY = /^~entry\/([^/]+)\/(?:on|@([^/]+))$/;

/** Every entry, the newest first. */
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

/** The {date, at} of a stored value. If its date is not valid, the date comes from at. */
function begun(value) {
  const at = typeof value?.at === "number" && Math.abs(value.at) <= 864e13 ? value.at : 0;
  const date = isDate(value?.date) ? value.date : at > 0 ? today(new Date(at)) : "";
  return { date, at };
}

/** The entry of a day to continue: the one started last; undefined if there is none. */
export const handOf = (entries, day) => entries.find((e) => e.date === day);

/** {n, last, ago}: the number of entries, the date of the last one, and how many days ago that was. */
export function standing(entries, day) {
  const written = entries.filter((e) => e.written);
  const last = written.find((e) => e.date !== "" && e.date <= day)?.date ?? "";
  return { n: written.length, last, ago: last ? daysBetween(last, day) : null };
}

/** The beginning of an entry's first answer, in the order of the prompts, cut between words. */
export function opening(entry, prompts, room = 70) {
  const text = [...prompts.map((id) => entry.answers.get(id)), ...entry.answers.values()].find((words) => words !== undefined) ?? "";
  const line = text.trim().replace(/\s+/g, " ");
  if (line.length <= room) return line;
  const cut = line.slice(0, room + 1).lastIndexOf(" ");
  return line.slice(0, cut > room / 2 ? cut : room) + "…";
}
