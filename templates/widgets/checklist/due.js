// What is due in a checklist that the reader has begun, for other pages: see
// lib/agenda.js. A list is due by run and by account: each account that was named, or
// begun elsewhere, has its own runs. A repeated list is due as a whole on the last day
// of its period.

import { addDays, due, isDate } from "lib/dates.js";
import { stateOf } from "./figures.js";
import { answers, current, startOf } from "./runs.js";

/** The accounts of a list, by id: those with a run. */
const accountsOf = (leaves) => [...new Set(leaves.keys("run/").map((key) => key.split("/")[1]).filter((id) => id.includes("_")).map((id) => id.slice(0, id.indexOf("_"))))];

/** What is due in the current run for an account, "" for a list without accounts. */
function dueIn(leaves, list, account, date) {
  const run = current(leaves, { repeat: list.repeat, account }, date);
  const items = (list.items ?? []).map((i) => ({ ...i, rev: i.rev || 1, w: 1 }));
  const given = answers(leaves, run.id, items), from = startOf(leaves, run);
  const done = leaves.keys(`run/${run.id}/@`).filter((k) => k.endsWith("/state")).length;
  const name = account && leaves.get(`account/${account}/~name`);
  const entry = (on, at, text) => ({ on, at, text, who: typeof name === "string" ? name : "", done, of: list.of });
  // A run without a first day has no days that count from it.
  const dayOf = (rule) => (from !== null || isDate(rule) ? due(rule, from) : null);
  const entries = items.filter((i) => i.due && stateOf(i, given.get(i.id)) === "open").map((i) => entry(dayOf(i.due), i.at, i.text)).filter((e) => e.on !== null);
  if (run.end && done < list.of) entries.push(entry(addDays(run.end, -1), list.at, list.title));
  return entries;
}

window.playbook.due.checklist = (leaves, list, date) => {
  if (list.per) return accountsOf(leaves).flatMap((account) => dueIn(leaves, list, account, date));
  return leaves.keys("run/").length ? dueIn(leaves, list, "", date) : [];
};
