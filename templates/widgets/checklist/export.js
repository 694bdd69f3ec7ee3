// The exports of a checklist: rows for a table, a task list, dates for a calendar.
// client/export.js has the dialog and the formats and is loaded on demand.

import { lesson, store } from "lib/book.js";
import { formatNumber } from "lib/number.js";
import { locale } from "lib/page.js";
import { accounts, runs } from "./ledger.js";
import { parts } from "./parts.js";

const { answers, runLabel, stateOf } = parts();

/** An item's words, without the mark of a required one. */
const textOf = ({ li }) => [...li.querySelector("label").childNodes].filter((n) => !n.matches?.(".req, .sr")).map((n) => n.textContent).join("").trim();

/** A time for a spreadsheet: local date and time. */
function stamp(ms) {
  const d = new Date(ms), two = (n) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`;
}

const noteOf = (answer) => [answer?.note, typeof answer?.value === "number" ? formatNumber(answer.value, locale()) : answer?.value]
  .filter((x) => typeof x === "string" && x !== "").join("\n");

/** What client/export.js offers for a list. withPrivate includes the names of accounts and notes about them. */
export function exports(list) {
  const names = new Map(accounts(list.state).map((a) => [a.id, a.name]));
  const nameOf = (id, withPrivate) => (withPrivate && names.get(id)) || id;
  return {
    hasPrivate: names.size > 0,
    rows: (withPrivate) => [["run", "item", "state", "at", "note"].map((c) => list.t("col_" + c)), ...rows(list, (id) => nameOf(id, withPrivate), withPrivate)],
    markdown: ({ heading, taskList }, withPrivate) => markdown(list, heading, taskList, list.account && nameOf(list.account, withPrivate), withPrivate || !list.account),
    events: (withPrivate) => events(list, list.account && (withPrivate ? names.get(list.account) : list.t("account") + " " + list.account.slice(0, 4).toUpperCase())),
  };
}

function rows(list, nameOf, withPrivate) {
  const all = runs(list.state).reverse();
  const now = list.run;
  if (!all.some((r) => r.id === now.id)) all.push({ id: now.id, account: list.account });
  return all.flatMap((r) => {
    const given = answers(list.state, r.id, list.items);
    const name = r.account ? `${nameOf(r.account)} ${r.id.slice(r.account.length + 1)}` : r.id;
    return list.items.filter((item) => r.id === now.id || given.has(item.id)).map((item) => {
      const answer = given.get(item.id);
      return [name, textOf(item), list.t("word_" + stateOf(item, answer)), answer?.at ? stamp(answer.at) : "", withPrivate || !r.account ? noteOf(answer) : ""];
    });
  });
}

function markdown(list, heading, taskList, account, withNotes) {
  const given = answers(list.state, list.run.id, list.items);
  const title = [list.heading, account, runLabel(list, list.run)].filter(Boolean).join(", ");
  return heading(2, title) + taskList(list.items.filter((i) => stateOf(i, given.get(i.id)) !== "na").map((item) => ({
    done: stateOf(item, given.get(item.id)) === "done", text: textOf(item), note: withNotes ? noteOf(given.get(item.id)) : "",
  })));
}

/** Open items with a date. A calendar accepts a changed date if the sequence is higher. */
function events(list, account) {
  const run = list.run, out = [];
  for (const item of list.items) {
    if (!item.date || item.shown !== "open") continue;
    const key = `run/${run.id}/@${item.id}/ics`;
    const told = list.state.get(key);
    const n = Number.isInteger(told?.n) ? told.n + (told.date === item.date ? 0 : 1) : 0;
    list.state.set(key, { date: item.date, n });
    out.push({
      uid: `${store().site}/${lesson().uid}/${list.dataset.id}/${run.id}/${item.id}@playbook`, date: item.date,
      summary: textOf(item) + (account ? ` (${account})` : ""), description: list.heading, url: location.protocol === "file:" ? "" : location.href.split("#")[0] + "#" + item.box.id, sequence: n,
    });
  }
  return out;
}
