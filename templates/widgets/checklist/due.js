// What is due in a checklist that the reader has begun, for other pages: see
// lib/agenda.js. A list that comes back is due as a whole on its period's last day.

import { addDays, due } from "lib/dates.js";
import { stateOf } from "./figures.js";
import { answers, current, startOf } from "./runs.js";

window.playbook.due.checklist = (leaves, list, date) => {
  if (!leaves.keys("run/").length) return [];
  const run = current(leaves, { repeat: list.repeat, account: "" }, date);
  const items = (list.items ?? []).map((i) => ({ ...i, rev: i.rev || 1, w: 1 }));
  const given = answers(leaves, run.id, items), from = startOf(leaves, { ...run, account: "" }) ?? date;
  const done = leaves.keys(`run/${run.id}/@`).filter((k) => k.endsWith("/state")).length;
  const entries = items.filter((i) => stateOf(i, given.get(i.id)) === "open")
    .map((i) => ({ on: due(i.due, from), at: i.at, text: i.text, done, of: list.of }))
    .filter((e) => e.on !== null);
  if (run.end && done < list.of) entries.push({ on: addDays(run.end, -1), at: list.at, text: list.title, done, of: list.of });
  return entries;
};
