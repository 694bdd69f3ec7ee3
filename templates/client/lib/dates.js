// Local calendar dates as "YYYY-MM-DD" texts, which compare as they are. No time
// of day and no zone is in them: a visit due on a day is due there all day.

import { config } from "./page.js";

const DAY = 864e5;
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FORM = /^(\d{4})-(\d\d)-(\d\d)$/;

const days = (date) => Math.round(Date.parse(date + "T00:00:00Z") / DAY);
const fromDays = (n) => new Date(n * DAY).toISOString().slice(0, 10);

/** Whether a text is a date of the calendar: "2026-02-30" is none. */
export const isDate = (text) => FORM.test(text) && !Number.isNaN(days(text)) && fromDays(days(text)) === text;

/** The local calendar date of a moment, default now. */
export function today(now = new Date()) {
  const two = (n) => String(n).padStart(2, "0");
  return `${String(now.getFullYear()).padStart(4, "0")}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The date n days later (earlier when negative). */
export const addDays = (date, n) => fromDays(days(date) + n);

/** How many days b lies after a. */
export const daysBetween = (a, b) => days(b) - days(a);

/** 0 for Monday to 6 for Sunday. */
export const weekday = (date) => (((days(date) + 3) % 7) + 7) % 7;

/** The ISO 8601 week, "2026-W01": the week of the year's first Thursday is the first. */
export function isoWeek(date) {
  const thursday = addDays(date, 3 - weekday(date));
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(year + "-01-01", thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** The quarter, "2026-Q1". */
export const quarter = (date) => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;

/** The same date or the Monday after a weekend. */
export const workingDay = (date) => addDays(date, [0, 0, 0, 0, 0, 2, 1][weekday(date)]);

/** What "+7d" from a date, or a date itself, says; null when it is neither. */
export function due(rule, from) {
  const plus = /^\+(\d{1,4})d$/.exec(rule);
  if (plus) return addDays(from, Number(plus[1]));
  return isDate(rule) ? rule : null;
}

const lastOf = (month) => Number(addDays(nextMonth(month) + "-01", -1).slice(8));

function nextMonth(month, n = 1) {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n;
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
}

const dayIn = (month, day) => `${month}-${String(Math.min(day, lastOf(month))).padStart(2, "0")}`;

/**
 * The run a date falls in: {key, start, end}, end being the next run's start. Rules:
 * daily (2026-03-31) · weekly:mon (2026-W14; of another day, the ISO week in which
 * the run starts) · monthly:1 (2026-03; day 31 is the last of a short month) ·
 * quarterly (2026-Q1) · every:14d (the start's date, counted from Monday 5 January
 * 1970, so that all devices agree). null for an unknown rule.
 */
export function run(rule, date) {
  const [word, arg] = String(rule).split(":");
  const make = runs[word];
  return make ? make(date, arg) : null;
}

const runs = {
  __proto__: null,
  daily: (date) => ({ key: date, start: date, end: addDays(date, 1) }),
  weekly(date, arg = "mon") {
    const first = WEEKDAYS.indexOf(arg);
    if (first < 0) return null;
    const start = addDays(date, -((weekday(date) - first + 7) % 7));
    return { key: isoWeek(start), start, end: addDays(start, 7) };
  },
  monthly(date, arg = "1") {
    const day = Number(arg);
    if (!(day >= 1 && day <= 31)) return null;
    const month = date.slice(0, 7);
    const from = date >= dayIn(month, day) ? month : nextMonth(month, -1);
    return { key: from, start: dayIn(from, day), end: dayIn(nextMonth(from), day) };
  },
  quarterly(date) {
    const first = `${date.slice(0, 4)}-${String(Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, "0")}`;
    return { key: quarter(date), start: first + "-01", end: nextMonth(first, 3) + "-01" };
  },
  every(date, arg = "") {
    const n = Number(/^(\d{1,4})d$/.exec(arg)?.[1]);
    if (!(n >= 1)) return null;
    const start = fromDays(4 + Math.floor((days(date) - 4) / n) * n);
    return { key: start, start, end: addDays(start, n) };
  },
};

/** How the page's language writes dates: {date, months, like} of its strings file, which kit.js brings along. */
const said = () => config().widgets?.dates ?? {};

/** A formatter of dates at midnight UTC; options as Intl.DateTimeFormat has them. */
export const dateFormat = (locale, options) => new Intl.DateTimeFormat(said().like ?? locale, { ...options, timeZone: "UTC" });

/** A date in words as templates write it, "31 March 2026"; with options as Intl.DateTimeFormat has them. */
export function formatDate(date, locale, options) {
  const { date: forms, months } = said();
  if (options || !months || !isDate(date)) return dateFormat(locale, options ?? { dateStyle: "long" }).format(new Date(date + "T00:00:00Z"));
  const [, month, day] = date.split("-").map(Number), list = [forms].flat();
  const blanks = [day, months[month - 1], date.slice(0, 4)];
  return list.at(day === 1 ? 0 : -1).replace(/\{(\d)\}/g, (_, n) => blanks[n - 1]);
}
