// The home page of a reader who follows a path: what is due today and the next step, then
// what is due later, which lists are open, the reader's progress, and what has changed.
// The page's block "paths" has the lessons. Loaded if the reader follows a path or chooses
// one here: window.playbook.choose(uid). A reader without a path sees accepted assignments
// above the rest of the page.

import { lesson, readOn } from "./lib/book.js";
import { addDays, formatDate, today } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { countLearnt, follow, followed, isLearnt, settings, standing, unfollow } from "./lib/done.js";
import { agenda, loadKinds } from "./lib/agenda.js";
import { whenChangedElsewhere } from "./lib/elsewhere.js";
import { announce, config, locale, root } from "./lib/page.js";
import { nextOf, pathStand } from "./lib/standing.js";
import { daily, minutesFor } from "./standing/daily.js";
import { all, factsOf, go, head, icon, kindOf, milesOf, pathsBlock, percentLearnt, standWords, stopsOf, t, tally } from "./standing/view.js";

const MOST_DUE = 6;
const MOST_TODAY = 5;
const MOST_OPEN = 4;
const MOST_BEGUN = 4;
const MOST_CHANGED = 5;
const NEWS = 60; // days for which a change is shown

const { kinds, lessons, paths } = pathsBlock();

const say = (date, options = { day: "numeric", month: "short" }) => formatDate(date, locale(), options);

const addressOf = (name) => (config().pages?.[name] ? root() + config().pages[name] : null);

/** The next step of a path, or a message that the path is done. */
function nextSection(path, stops) {
  const stop = stops[nextOf(stops)], done = countLearnt(stops), percent = percentLearnt(stops);
  const whole = pathStand(stops), said = whole.on && standWords(whole);
  const gauge = h("p", { class: "gauge" }, tally(done, stops.length), h("small", {}, t("path_done", done, stops.length, percent), said && ". " + said));
  const other = h("p", { class: "other" }, h("button", { type: "button", class: "plain", "data-act": "other", onclick: leave }, t("other_path")));
  if (!stop) {
    return h("section", { class: "next k-ink", "aria-label": t("next") }, h("div", {}, h("p", { class: "eyebrow" }, path.title), h("h1", { tabindex: "-1", "data-act": "step" }, t("all_done")),
      h("p", { class: "d" }, t("all_done_more")), gauge, other));
  }
  return h("section", { class: `next ${kinds[stop.kind][0]}`, "aria-label": t("next") },
    h("div", {}, h("p", { class: "eyebrow" }, t("next")), kindOf(kinds[stop.kind]), h("h1", { lang: stop.lang, tabindex: "-1", "data-act": "step" }, stop.title),
      h("p", { class: "d" }, t("step", stops.indexOf(stop) + 1, stops.length, path.title, stop.min), stop.state !== "new" && " " + t("here_" + stop.state)), gauge, other),
    go(stop.url, stop.state));
}

function leave() {
  unfollow();
  announce(t("unfollowed"));
  document.querySelector("[data-pb-first] h1, main h1")?.closest("main").focus();
}

const when = (on) => h("span", { class: "when" + (on < today() ? " late" : on <= addDays(today(), 7) ? " soon" : "") }, on < today() ? t("late_since", say(on)) : on === today() ? t("today") : t("by", say(on)));

const listRow = (e) => h("li", {}, h("a", { href: e.url, lang: e.lang }, e.text), when(e.on), h("small", {}, [e.text === e.title ? e.lesson : e.title, e.who, e.of > 0 && t("n_of", e.done, e.of)].filter(Boolean).join(", ")), e.of > 0 && tally(e.done, e.of));

/** A milestone that is not reached, with a box to tick. */
function mileRow(path, mile, on) {
  const box = h("input", { type: "checkbox", "data-mile": mile.id, onchange: () => {
    settings().set(`mile/${path.uid}/${mile.id}`, today());
    announce(t("mile_reached", mile.at));
  } });
  return h("li", { class: "mile" }, h("label", {}, box, h("span", {}, mile.do)), on ? when(on) : h("span", { class: "when" }, mile.at), h("small", {}, t("milestone"), ", ", mile.at));
}

/** The next milestone and those that are late: [{on, row}]. */
function milesAhead(path) {
  const open = milesOf(path).filter((m) => m.reached === undefined), late = open.filter((m) => m.due && m.due <= today());
  return (late.length ? late : open.slice(0, 1)).map((m) => ({ on: m.due ?? "9999", row: mileRow(path, m, m.due) }));
}

/** The number of questions for today from learnt lessons. */
function practiceToday() {
  const known = lessons.filter((l) => l.srs && isLearnt(standing(l.uid, factsOf(l)).state));
  return daily(known.flatMap((l) => Object.entries(l.srs).flatMap(([widget, revs]) => Object.entries(revs).map(([item, rev]) => ({ uid: l.uid, widget, item, rev }))))).list.length;
}

/** What is due: lists and milestones, earliest first, [{on, row}]. */
function dueRows(path) {
  return [...agenda(lessons).map((e) => ({ on: e.on, row: listRow(e) })), ...milesAhead(path)].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** What is due today or late. It comes first on the page. */
function todaySection(rows) {
  const n = practiceToday(), practice = addressOf("practice"), progress = addressOf("progress");
  const daily = n > 0 && practice && h("p", { class: "daily" }, h("a", { class: "btn", href: practice }, icon("quiz") ?? "", t("practice_today", n, minutesFor(n))));
  if (!rows.length && !daily) return null;
  const more = rows.length > MOST_TODAY && progress && h("a", { href: progress }, t("all_due_n", rows.length));
  return h("section", { class: "due now", "aria-labelledby": "pb-today" }, head("pb-today", t("due_today"), more),
    rows.length > 0 && h("ul", {}, rows.slice(0, MOST_TODAY).map((r) => r.row)), daily);
}

/** What is due later. */
function laterSection(rows) {
  const progress = addressOf("progress");
  return rows.length > 0 && h("section", { class: "due", "aria-labelledby": "pb-due" }, head("pb-due", t("due_later"), progress && h("a", { href: progress }, t("all_due"))),
    h("ul", {}, rows.slice(0, MOST_DUE).map((r) => r.row)));
}

/** The sections of what is due today and later. */
function dueSections(rows) {
  const ahead = rows.findIndex((r) => r.on > today()), now = ahead < 0 ? rows.length : ahead;
  return [todaySection(rows.slice(0, now)) ?? "", laterSection(rows.slice(now)) || ""];
}

/** Learnt lessons with open lists. */
function openSection(stops) {
  const list = stops.filter((s) => isLearnt(s.state) && s.open.length > 0), progress = addressOf("progress");
  return list.length > 0 && h("section", { class: "due", "aria-labelledby": "pb-open" }, head("pb-open", t("follow_through"), list.length > MOST_OPEN && progress && h("a", { href: progress }, t("all_of_n", list.length))),
    h("ul", {}, list.slice(0, MOST_OPEN).map((s) => h("li", {}, h("a", { href: `${s.url}#${listAt(s)}`, lang: s.lang }, s.title), h("small", {}, t("learnt_on", say(s.on)))))));
}

/** The anchor of a stop's first open list. */
const listAt = (s) => s.lists?.find((l) => l.id === s.open[0])?.at ?? s.open[0];

function standSection(path, stops) {
  const rows = kinds.map((kind, i) => [kind, stops.filter((s) => s.kind === i)]).filter(([, list]) => list.length);
  return h("section", { class: "more", "aria-labelledby": "pb-stand" }, head("pb-stand", t("stand"), h("a", { href: path.url }, t("open_path"))),
    h("ul", { class: "stand" }, rows.map(([kind, list]) => h("li", {}, kindOf(kind), tally(countLearnt(list), list.length, kind[0]), h("span", { class: "num" }, t("n_of", countLearnt(list), list.length))))));
}

function begunSection(stops) {
  const next = nextOf(stops);
  const list = stops.filter((s, i) => s.state === "begun" && i !== next).slice(0, MOST_BEGUN);
  return list.length > 0 && h("section", { class: "due", "aria-labelledby": "pb-begun" }, head("pb-begun", t("unfinished")),
    h("ul", {}, list.map((s) => h("li", {}, h("a", { href: s.url, lang: s.lang }, s.title), h("small", {}, kinds[s.kind][2])))));
}

/** Lessons of the path that have changed: since the reader read them, or lately. */
function newsSection(stops) {
  const since = (s) => readOn(s.uid) ?? addDays(today(), -NEWS);
  const list = stops.filter((s) => s.changed && s.changed > since(s) && s.changed <= today()).sort((a, b) => (a.changed < b.changed ? 1 : -1)).slice(0, MOST_CHANGED);
  const address = addressOf("changes");
  return list.length > 0 && h("section", { class: "more", "aria-labelledby": "pb-news" }, head("pb-news", t("changed"), address && h("a", { href: address }, t("whats_new"))),
    h("ul", { class: "news" }, list.map((s) => h("li", {}, h("time", { datetime: s.changed }, say(s.changed)), h("span", {}, h("a", { href: s.url, lang: s.lang }, s.title), s.read && h("small", {}, " ", t("since_read")))))));
}

/** Draws the home page. The focus stays on the element with the same data-act or data-mile. */
function draw() {
  const back = document.querySelector("[data-pb-home]");
  const path = paths.find((p) => p.uid === followed()[0]);
  const { act, mile } = back.contains(document.activeElement) ? document.activeElement.dataset : {};
  const given = path ? [] : agenda(lessons).filter((e) => e.task).map((e) => ({ on: e.on, row: listRow(e) }));
  back.hidden = !path && !given.length;
  back.classList.toggle("brief", !path);
  back.closest("main").classList.toggle("on-path", Boolean(path));
  back.replaceChildren();
  drawRoles(path);
  if (!path) return back.append(...dueSections(given));
  const stops = stopsOf(path, lessons);
  if (followed().slice(1).join() !== stops.map((s) => s.uid).join()) follow(path.uid, stops.map((s) => s.uid));
  const search = document.querySelector("[data-pb-first] [data-pb-search]")?.cloneNode(true);
  const [now, later] = dueSections(dueRows(path));
  back.append(...[search, now, nextSection(path, stops), standSection(path, stops), later, openSection(stops), newsSection(stops), begunSection(stops)].filter(Boolean));
  if (mile) (back.querySelector("[data-mile]") ?? back.querySelector("h1")).focus();
  else if (act) back.querySelector(`[data-act="${act}"]`)?.focus();
}

/** Shows on the buttons which role is chosen. */
function drawRoles(path) {
  for (const button of all("[data-pb-choose]")) button.setAttribute("aria-pressed", String(button.dataset.pbChoose === path?.uid));
}

/** Chooses a path on the home page and shows its next step. */
window.playbook.choose = (uid) => {
  const path = paths.find((p) => p.uid === uid);
  if (!path) return;
  follow(uid, path.lessons.map((n) => lessons[n].uid));
  announce(t("chosen", path.title));
  scrollTo(0, 0);
  (document.querySelector("[data-pb-home] .next .go") ?? document.querySelector("[data-pb-home] h1"))?.focus();
};

settings().subscribe(draw);
lesson()?.subscribe(draw);
whenChangedElsewhere(draw);
draw();
loadKinds(lessons).then(draw);
