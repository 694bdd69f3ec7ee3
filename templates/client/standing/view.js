// What the pages that show a reader's standing have in common: tallies, icons, the
// next step of a path, and what is asked for there.

import { addDays, formatDate, isDate } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { settings, sinceOf, standing } from "../lib/done.js";
import { formatPercent } from "../lib/number.js";
import { config, locale, words } from "../lib/page.js";
import { minutesOf } from "../lib/standing.js";

const MOST = 40; // boxes of a tally; beyond, a box stands for several lessons

export const t = words("standing");

export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** How much of the lessons' minutes is learnt, in words: whole percent, never more than it is. */
export const percentLearnt = (stops) => formatPercent(Math.floor(100 * minutesOf(stops).share) / 100, locale());

/** A path as a whole, pathStand(), in words. */
export const standWords = ({ left, stale, expired, on }) =>
  [on && t("path_on", formatDate(on, locale())), left > 0 && t("n_left", left), stale > 0 && t("n_stale", stale), expired > 0 && t("n_expired", expired)].filter(Boolean).join(" ");

/** The milestones of a path [{id, at, do, day}], each with the day it is due, counted from the reader's first, and reached: a date or undefined. */
export const milesOf = (path) => (path.miles ?? []).map((m) => {
  const since = sinceOf(path.uid), reached = settings().get(`mile/${path.uid}/${m.id}`);
  return { ...m, due: m.day && since ? addDays(since, m.day - 1) : undefined, reached: reached === undefined || isDate(reached) ? reached : "" };
});

export const boxes = (done, total) => {
  const n = Math.min(total, MOST), on = total ? Math.floor((done * n) / total) : 0;
  return Array.from({ length: n }, (_, i) => h("i", { class: i < on && "on" }));
};

/** A tally for the eye; what it says stands in words beside it. */
export const tally = (done, total, style = "") => h("span", { class: `tally ${style}`.trim(), "aria-hidden": "true" }, boxes(done, total));

/** Fills a tally and says it in words beside: the boxes are for the eye alone. */
export function fill(el, done, total, words = t("n_learnt", done, total)) {
  if (!el || !total) return;
  el.hidden = false;
  el.setAttribute("aria-hidden", "true");
  el.replaceChildren(...boxes(done, total));
  if (!el.nextElementSibling?.matches("[data-pb-said]")) el.after(h("small", { "data-pb-said": true }));
  el.nextElementSibling.textContent = words;
}

/** An icon of the page, copied; nothing where the page has none of that name. */
export const icon = (name) => document.querySelector(`use[href="#pbi-${CSS.escape(name)}"]`)?.closest("svg").cloneNode(true);

const GO = { new: "start", begun: "carry_on", stale: "look_again", expired: "look_again" };

export const go = (url, state) => h("a", { class: "btn go", href: url, "data-act": "go" }, t(GO[state] ?? "open_lesson"), icon("arrow"));

export const head = (id, title, ...more) => h("div", { class: "h" }, h("h2", { id }, title), more);

export const kindOf = ([style, symbol, title]) => h("span", { class: `kind ${style}` }, icon(symbol), title);

/** The paths the build tells this page of: {kinds, lessons, paths}, lists that may be empty. */
export function told() {
  const { kinds, lessons, paths } = config().paths ?? {};
  return { kinds: kinds ?? [], lessons: lessons ?? [], paths: paths ?? [] };
}

/** What the build tells of a lesson, as standing() of lib/done.js wants it. */
export const factsOf = (lesson) => lesson && { asks: lesson.asks, then: lesson.then, revs: lesson.revs };

/** A path's lessons with their states: {…lesson, state, read, on, doneOn, lacking, open, after: places in the path}. */
export const stopsOf = (path, lessons) => path.lessons.map((n) => ({
  ...lessons[n], ...standing(lessons[n].uid, factsOf(lessons[n]), { valid: path.valid }),
  after: (lessons[n].after ?? []).map((a) => path.lessons.indexOf(a)).filter((i) => i >= 0),
}));
