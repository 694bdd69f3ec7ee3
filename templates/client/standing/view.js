// Parts of the pages that show a reader's progress: tallies, icons, the next step of a
// path with its questions.

import { addDays, formatDate, isDate } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { settings, sinceOf, standing } from "../lib/done.js";
import { formatPercent } from "../lib/number.js";
import { config, locale, words } from "../lib/page.js";
import { minutesOf } from "../lib/standing.js";

const MOST = 40; // boxes of a tally; with more lessons a box is several of them

export const t = words("standing");

export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** How much of the lessons' minutes is learnt, in words: whole percent, rounded down. */
export const percentLearnt = (stops) => formatPercent(Math.floor(100 * minutesOf(stops).share) / 100, locale());

/** A path as a whole, pathStand(), in words. */
export const standWords = ({ left, stale, expired, on }) =>
  [on && t("path_on", formatDate(on, locale())), left > 0 && t("n_left", left), stale > 0 && t("n_stale", stale), expired > 0 && t("n_expired", expired)].filter(Boolean).join(" ");

/**
 * The milestones of a path [{id, at, do, day}], each with its due date, counted from the reader's first day, and
 * reached: a date or undefined.
 */
export const milesOf = (path) => (path.miles ?? []).map((m) => {
  const since = sinceOf(path.uid), reached = settings().get(`mile/${path.uid}/${m.id}`);
  return { ...m, due: m.day && since ? addDays(since, m.day - 1) : undefined, reached: reached === undefined || isDate(reached) ? reached : "" };
});

export const boxes = (done, total) => {
  const n = Math.min(total, MOST), on = total ? Math.floor((done * n) / total) : 0;
  return Array.from({ length: n }, (_, i) => h("i", { class: i < on && "on" }));
};

/** A tally for the eye. The same is in words beside it. */
export const tally = (done, total, style = "") => h("span", { class: `tally ${style}`.trim(), "aria-hidden": "true" }, boxes(done, total));

/** Fills a tally and writes the same in words beside it for screen readers. */
export function fill(el, done, total, words = t("n_learnt", done, total)) {
  if (!el || !total) return;
  el.hidden = false;
  el.setAttribute("aria-hidden", "true");
  el.replaceChildren(...boxes(done, total));
  if (!el.nextElementSibling?.matches("[data-pb-said]")) el.after(h("small", { "data-pb-said": true }));
  el.nextElementSibling.textContent = words;
}

/** A copy of one of the page's icons, or nothing if the page does not have it. */
export const icon = (name) => document.querySelector(`use[href="#pbi-${CSS.escape(name)}"]`)?.closest("svg").cloneNode(true);

const GO = { new: "start", begun: "carry_on", stale: "look_again", expired: "look_again" };

export const go = (url, state) => h("a", { class: "btn go", href: url, "data-act": "go" }, t(GO[state] ?? "open_lesson"), icon("arrow"));

export const head = (id, title, ...more) => h("div", { class: "h" }, h("h2", { id }, title), more);

export const kindOf = ([style, symbol, title]) => h("span", { class: `kind ${style}` }, icon(symbol), title);

/** The paths in the page's settings block: {kinds, lessons, paths}, each possibly empty. */
export function pathsBlock() {
  const { kinds, lessons, paths } = config().paths ?? {};
  return { kinds: kinds ?? [], lessons: lessons ?? [], paths: paths ?? [] };
}

/** The build's data about a lesson in the form that standing() of lib/done.js needs. */
export const factsOf = (lesson) => lesson && { asks: lesson.asks, then: lesson.then, revs: lesson.revs };

/**
 * A path's lessons with their states: {…lesson, state, read, on, doneOn, lacking, open, after: indexes in the
 * path}.
 */
export const stopsOf = (path, lessons) => path.lessons.map((n) => ({
  ...lessons[n], ...standing(lessons[n].uid, factsOf(lessons[n]), { valid: path.valid }),
  after: (lessons[n].after ?? []).map((a) => path.lessons.indexOf(a)).filter((i) => i >= 0),
}));
