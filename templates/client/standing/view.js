// What the pages that show a reader's standing have in common: tallies, icons, the
// next step of a path, and what is asked for there.

import { h } from "../lib/dom.js";
import { isDone, standing } from "../lib/done.js";
import { config, words } from "../lib/page.js";

const MOST = 40; // boxes of a tally; beyond, a box stands for several lessons

export const t = words("standing");

export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

export const countDone = (list) => list.filter((s) => isDone(s.state)).length;

/** How much of the lessons' minutes is done, in whole percent, never more than it is. */
export function percentDone(stops) {
  const sum = (list) => list.reduce((n, s) => n + (s.min || 0), 0);
  const whole = sum(stops), done = stops.filter((s) => isDone(s.state));
  if (whole > 0) return Math.floor((100 * sum(done)) / whole);
  return stops.length ? Math.floor((100 * done.length) / stops.length) : 0;
}

/**
 * The place of the next of stops [{state, after: [places]}]: the first not done whose
 * lessons before are, else the first not done; then what has changed or run out; -1
 * when there is nothing.
 */
export function nextOf(stops) {
  const open = (s) => !isDone(s.state);
  const places = [stops.findIndex((s) => open(s) && isOpen(s, stops)), stops.findIndex(open), stops.findIndex((s) => s.state === "stale" || s.state === "expired")];
  return places.find((i) => i >= 0) ?? -1;
}

/** Whether all lessons before a stop are done: advice, no lock. */
export const isOpen = (stop, stops) => stop.after.every((i) => isDone(stops[i]?.state));

export const boxes = (done, total) => {
  const n = Math.min(total, MOST), on = total ? Math.floor((done * n) / total) : 0;
  return Array.from({ length: n }, (_, i) => h("i", { class: i < on && "on" }));
};

/** A tally for the eye; what it says stands in words beside it. */
export const tally = (done, total, style = "") => h("span", { class: `tally ${style}`.trim(), "aria-hidden": "true" }, boxes(done, total));

/** An icon of the page, copied; nothing where the page has none of that name. */
export const icon = (name) => document.querySelector(`use[href="#pbi-${CSS.escape(name)}"]`)?.closest("svg").cloneNode(true);

const GO = { new: "start", begun: "carry_on", stale: "look_again", expired: "look_again" };

export const go = (url, state) => h("a", { class: "btn go", href: url }, t(GO[state] ?? "open_lesson"), icon("arrow"));

export const head = (id, title, ...more) => h("div", { class: "h" }, h("h2", { id }, title), more);

export const kindOf = ([style, symbol, title]) => h("span", { class: `kind ${style}` }, icon(symbol), title);

/** The paths the build tells this page of: {kinds, lessons, paths}, lists that may be empty. */
export function told() {
  const { kinds, lessons, paths } = config().paths ?? {};
  return { kinds: kinds ?? [], lessons: lessons ?? [], paths: paths ?? [] };
}

/** What the build tells of a lesson, as standing() of lib/done.js wants it. */
export const factsOf = (lesson) => lesson && { asks: lesson.asks ?? [], revs: lesson.revs };

/** A path's lessons with their states: {…lesson, state, read, on, lacking, after: places in the path}. */
export const stopsOf = (path, lessons) => path.lessons.map((n) => ({
  ...lessons[n], ...standing(lessons[n].uid, factsOf(lessons[n]), { valid: path.valid }),
  after: (lessons[n].after ?? []).map((a) => path.lessons.indexOf(a)).filter((i) => i >= 0),
}));
