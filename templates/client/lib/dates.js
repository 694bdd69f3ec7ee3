// Local calendar dates as texts "YYYY-MM-DD", which can be compared as texts. They have
// no time of day and no time zone: a visit is due all day.

import { config } from "./page.js";

const DAY = 864e5;
const WEEKDAYS = "mon tue wed thu fri sat sun".split(" ");
const FORM = /^(\d{4})-(\d\d)-(\d\d)$/;

const days = (date) => Math.round(Date.parse(date + "T00:00:00Z") / DAY);
const pad = (n, digits = 2) => String(n).padStart(digits, "0");
const fromDays = (n) => new Date(n * DAY).toISOString().slice(0, 10);

/** Whether a text is an existing date; "2026-02-30" is not. */
export const isDate = (text) => FORM.test(text) && !Number.isNaN(days(text)) && fromDays(days(text)) === text;

/** The local calendar date of a moment, default now. */
export const today = (now = new Date()) => `${pad(now.getFullYear(), 4)}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;

/** The date n days later (earlier when negative). */
export const addDays = (date, n) => fromDays(days(date) + n);

/** The number of days from a to b. */
export const daysBetween = (a, b) => days(b) - days(a);

/** 0 for Monday to 6 for Sunday. */
export const weekday = (date) => (new Date(date).getUTCDay() + 6) % 7;

/** The ISO 8601 week, "2026-W01": the week of the year's first Thursday is the first. */
function isoWeek(date) {
  const thursday = addDays(date, 3 - weekday(date));
  const y = thursday.slice(0, 4);
  return `${y}-W${pad(Math.floor(daysBetween(y + "-01-01", thursday) / 7) + 1)}`;
}

/** The date that "+7d" from a date means, or the date itself; null for anything else. */
export function due(rule, from) {
  const plus = /^\+(\d{1,4})d$/.exec(rule);
  if (plus) return addDays(from, +plus[1]);
  return isDate(rule) ? rule : null;
}

const lastOf = (month) => +addDays(nextMonth(month) + "-01", -1).slice(8);

function nextMonth(month, n = 1) {
  const count = month.slice(0, 4) * 12 + +month.slice(5, 7) - 1 + n;
  return `${pad(Math.floor(count / 12), 4)}-${pad((count % 12) + 1)}`;
}

const dayIn = (month, day) => `${month}-${pad(Math.min(day, lastOf(month)))}`;

/**
 * The run a date falls in: {key, start, end}, end being the next run's start. Rules:
 * daily (2026-03-31) · weekly:mon (2026-W14; of another day, the ISO week in which
 * the run starts) · monthly:1 (2026-03; day 31 is the last of a short month) ·
 * quarterly (2026-Q1) · every:14d (the start's date, counted from Monday 5 January
 * 1970, so that all devices agree). null for an unknown rule.
 */
export function run(rule, date) {
  const [word, arg] = String(rule).split(":");
  return runs[word]?.(date, arg) ?? null;
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
    const y = date.slice(0, 4), n = Math.ceil(date.slice(5, 7) / 3), first = `${y}-${pad(n * 3 - 2)}`;
    return { key: `${y}-Q${n}`, start: first + "-01", end: nextMonth(first, 3) + "-01" };
  },
  every(date, arg = "") {
    const n = +/^(\d{1,4})d$/.exec(arg)?.[1];
    if (!(n >= 1)) return null;
    const start = fromDays(4 + Math.floor((days(date) - 4) / n) * n);
    return { key: start, start, end: addDays(start, n) };
  },
};

/** How the page's language writes dates: {like, first} from its strings file, which kit.js contains. */
const said = () => config().widgets?.dates ?? {};

/** A formatter for dates at midnight UTC; options as for Intl.DateTimeFormat. */
export const dateFormat = (locale, options) => new Intl.DateTimeFormat(said().like ?? locale, { ...options, timeZone: "UTC" });

/** A date in words as templates write it, "31 March 2026"; options as for Intl.DateTimeFormat. */
export const formatDate = (date, locale, options = { dateStyle: "long" }) =>
  dateFormat(locale, options).format(new Date(date + "T00:00:00Z")).replace(/^1 /, (said().first ?? 1) + " ");
