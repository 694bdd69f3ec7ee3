import * as D from "lib/dates.js";
import { equal, ok } from "./kit.js";

export function knowsTheCalendar() {
  equal(["2026-03-31", "2024-02-29"].map(D.isDate), [true, true]);
  equal(["2026-02-30", "2026-13-01", "2025-02-29", "26-01-01", "2026-1-1", "", "2026-03-31T00:00"].map(D.isDate), Array(7).fill(false));
  equal(D.today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
  equal(D.addDays("2026-02-27", 3), "2026-03-02");
  equal(D.addDays("2026-01-01", -1), "2025-12-31");
  equal(D.daysBetween("2026-03-28", "2026-03-30"), 2, "across a change of the clock");
  equal(["2026-11-22", "2026-11-23", "1969-12-31"].map(D.weekday), [6, 0, 2]);
}

export function isoWeeks() {
  const weeks = { "2026-01-01": "2026-W01", "2025-12-29": "2026-W01", "2027-01-03": "2026-W53", "2021-01-03": "2020-W53", "2024-12-30": "2025-W01", "2026-03-31": "2026-W14" };
  for (const [date, week] of Object.entries(weeks)) equal(D.run("weekly:mon", date).key, week, date);
}

export function runs() {
  const table = [
    ["daily", "2026-03-31", "2026-03-31", "2026-03-31", "2026-04-01"],
    ["weekly:mon", "2026-04-05", "2026-W14", "2026-03-30", "2026-04-06"],
    ["weekly:fri", "2026-04-02", "2026-W13", "2026-03-27", "2026-04-03"],
    ["weekly:fri", "2026-04-03", "2026-W14", "2026-04-03", "2026-04-10"],
    ["monthly:1", "2026-03-31", "2026-03", "2026-03-01", "2026-04-01"],
    ["monthly:15", "2026-01-14", "2025-12", "2025-12-15", "2026-01-15"],
    ["monthly:31", "2026-02-27", "2026-01", "2026-01-31", "2026-02-28"],
    ["monthly:31", "2026-02-28", "2026-02", "2026-02-28", "2026-03-31"],
    ["quarterly", "2026-02-11", "2026-Q1", "2026-01-01", "2026-04-01"],
    ["quarterly", "2026-12-31", "2026-Q4", "2026-10-01", "2027-01-01"],
    ["every:14d", "1970-01-05", "1970-01-05", "1970-01-05", "1970-01-19"],
    ["every:14d", "1970-01-04", "1969-12-22", "1969-12-22", "1970-01-05"],
  ];
  for (const [rule, date, key, start, end] of table) equal(D.run(rule, date), { key, start, end }, `${rule} ${date}`);
  for (const rule of ["hourly", "weekly:foo", "monthly:0", "monthly:32", "every:0d", "every:x", "constructor", "__proto__", ""]) equal(D.run(rule, "2026-01-01"), null, rule);
}

// Every day is inside its run; the next run begins where it ends and has another key.
export function runsFollowEachOther() {
  for (const rule of ["daily", "weekly:mon", "weekly:sun", "monthly:1", "monthly:29", "monthly:31", "quarterly", "every:10d"]) {
    for (let date = "2023-12-20"; date < "2028-03-05"; date = D.addDays(date, 1)) {
      const r = D.run(rule, date), next = D.run(rule, r.end);
      ok(r.start <= date && date < r.end, `${rule} ${date}: ${JSON.stringify(r)}`);
      ok(next.start === r.end && next.key !== r.key, `${rule} ${date}: then ${JSON.stringify(next)}`);
      equal(D.run(rule, r.start), r);
    }
  }
}

export function dueDates() {
  equal([D.due("+7d", "2026-03-28"), D.due("2026-03-31", "x"), D.due("soon", "2026-01-01"), D.due("2026-02-31", "2026-01-01")], ["2026-04-04", "2026-03-31", null, null]);
  equal(D.formatDate("2026-03-31", "nl"), "31 maart 2026");
}
