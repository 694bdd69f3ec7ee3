// The page of a reader's progress: what is due, the path, every lesson with stored data,
// and a history. It can be printed, and can start a new profile. Saving and opening files
// is on the page "my data".

import { SETTINGS, store } from "./lib/book.js";
import { formatDate, today } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { countLearnt, followed, isLearnt, settings, sinceOf, standing } from "./lib/done.js";
import { agenda, loadKinds } from "./lib/agenda.js";
import { whenChangedElsewhere } from "./lib/elsewhere.js";
import { config, load, locale, root } from "./lib/page.js";
import { minutesOf, pathStand } from "./lib/standing.js";
import { createStrings } from "./lib/strings.js";
import { factsOf, icon, milesOf, pathsBlock, percentLearnt, standWords, stopsOf, tally } from "./standing/view.js";
import { lessonLink } from "./mydata/titles.js";
import { choose, profiles } from "./lib/profiles.js";

const MOST_HISTORY = 100;

const { lessons, paths } = pathsBlock();
const t = createStrings({ ...config().words, ...config().widgets?.standing, ...config().widgets?.progress }, locale());
const mount = document.querySelector('[data-pb-page="progress"]');

const say = (date) => formatDate(date, locale());
const num = (text) => h("td", { class: "num" }, text);

/** One path: how much is done, and a row for each lesson. */
function pathSection(path, own) {
  const stops = stopsOf(path, lessons), done = countLearnt(stops);
  const { learnt, all } = minutesOf(stops);
  const since = sinceOf(path.uid), miles = milesOf(path);
  const stand = pathStand(stops);
  const whole = [standWords(stand), stand.practice > 0 && t("n_open", stand.practice), miles.length > 0 && t("miles_of", miles.filter((m) => m.reached !== undefined).length, miles.length)];
  const body = [
    h("p", { class: "gauge" }, tally(done, stops.length), h("b", {}, percentLearnt(stops)), h("small", {}, t("minutes_learnt", learnt, all), since && ". " + t("since", say(since)))),
    h("p", { "data-whole": true }, whole.filter(Boolean).join(" ")),
    own ? lessonTable(stops) : h("details", {}, h("summary", {}, t("lessons_of", stops.length)), lessonTable(stops)),
    own && milesList(path),
  ].filter(Boolean);
  return h("section", { class: "leg", "data-path": path.uid }, h("header", {}, h("h2", {}, h("a", { href: path.url }, path.title)),
    h("small", {}, t("n_learnt", done, stops.length)), own && h("span", { class: "badge" }, t("following"))), h("div", { class: "stack" }, body));
}

const stateWord = (s) => (s.state === "new" ? t("not_begun") : t(s.state));

function lessonTable(stops) {
  return h("table", { class: "lessons" }, h("caption", { class: "sr" }, t("lessons")),
    h("thead", {}, h("tr", {}, ["lesson", "minutes", "state", "on"].map((c) => h("th", { scope: "col", class: c === "minutes" && "num" }, t("col_" + c))))),
    h("tbody", {}, stops.map((s) => h("tr", { "data-state": s.state }, h("th", { scope: "row" }, h("a", { href: s.url, lang: s.lang }, s.title)), num(String(s.min)),
      h("td", {}, h("span", { class: "st" + (isLearnt(s.state) ? " on" : s.state === "begun" ? " half" : ""), "aria-hidden": "true" }), " ", stateWord(s)), h("td", {}, s.on ? say(s.on) : "")))));
}

function milesList(path) {
  if (!path.miles?.length) return null;
  return h("ul", { class: "tickets" }, path.miles.map((m) => {
    const key = `mile/${path.uid}/${m.id}`, reached = settings().get(key);
    const box = h("input", { type: "checkbox", "data-key": key, onchange: () => (box.checked ? settings().set(key, today()) : settings().remove(key)) });
    box.checked = reached !== undefined;
    return h("li", {}, h("label", {}, box, h("span", {}, h("b", {}, m.at), " ", m.do)), typeof reached === "string" && h("small", {}, safe(reached)));
  }));
}

function safe(date) {
  try {
    return say(date);
  } catch {
    return date;
  }
}

function dueSection() {
  const rows = agenda(lessons);
  return h("section", { class: "leg" }, h("header", {}, h("h2", {}, t("due"))),
    rows.length === 0 ? h("p", { class: "pb-none" }, t("nothing_due")) :
      h("ul", { class: "duelist" }, rows.map((e) => h("li", {}, h("a", { href: e.url, lang: e.lang }, e.text), h("span", { class: "when" + (e.late ? " late" : "") }, e.late ? t("late_since", say(e.on)) : e.on === today() ? t("today") : t("by", say(e.on))), h("small", {}, [e.text === e.title ? e.lesson : e.title, e.who].filter(Boolean).join(", "))))));
}

/** A lesson's link, with its title in this page's language, else the title that it had when it was read. */
function link(uid) {
  const l = lessons.find((other) => other.uid === uid);
  return l ? h("a", { href: l.url, lang: l.lang }, l.title) : lessonLink(uid);
}

/** What was done when, newest first: lessons, widgets, milestones. */
function history() {
  const list = [];
  for (const uid of store().lessons().filter((u) => u !== SETTINGS)) {
    const facts = lessons.find((l) => l.uid === uid), s = standing(uid, factsOf(facts));
    if (s.on) list.push({ on: s.on, words: t("did_lesson"), link: link(uid) });
    if (s.doneOn) list.push({ on: s.doneOn, words: t("did_practice"), link: link(uid) });
    if (s.on) continue;
    if (s.read) list.push({ on: s.read, words: t("did_read"), link: link(uid) });
  }
  for (const path of paths) {
    for (const m of milesOf(path)) if (m.reached) list.push({ on: m.reached, words: t("milestone"), link: h("span", {}, `${m.at}: ${m.do}`) });
    const { on } = pathStand(stopsOf(path, lessons));
    if (on && sinceOf(path.uid)) list.push({ on, words: t("did_path"), link: h("a", { href: path.url }, path.title) });
  }
  return list.sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0)).slice(0, MOST_HISTORY);
}

function historySection() {
  const list = history();
  return h("section", { class: "leg" }, h("header", {}, h("h2", {}, t("history"))),
    list.length === 0 ? h("p", { class: "pb-none" }, t("no_history")) :
      h("ol", { class: "news" }, list.map((e) => h("li", {}, h("time", { datetime: e.on }, safe(e.on)), h("span", {}, e.link, " ", h("small", {}, e.words))))));
}

/** Lessons with stored data that are on no path of this site. */
function otherSection() {
  const uids = store().lessons().filter((uid) => uid !== SETTINGS && !lessons.some((l) => l.uid === uid) && standing(uid).state !== "new");
  if (!uids.length) return null;
  return h("section", { class: "leg" }, h("header", {}, h("h2", {}, t("other_lessons"))), h("ul", { class: "duelist" }, uids.map((uid) => h("li", {}, lessonLink(uid), h("span", { class: "when" }, stateWord(standing(uid)))))));
}

/** A fresh start: an empty new profile. The old one stays as it is. */
function fresh() {
  const { profile } = store();
  const name = h("input", { type: "text", maxlength: "40", autocomplete: "off", required: true });
  const form = h("form", { class: "row", onsubmit: (e) => {
    e.preventDefault();
    const wanted = name.value.trim();
    if (!wanted || profiles(store()).includes(wanted)) return note.removeAttribute("hidden");
    choose(store(), wanted);
    location.reload();
  } }, h("label", {}, t("fresh_name"), " ", name), h("button", { class: "btn", "data-act": "fresh" }, t("fresh_go")));
  const note = h("p", { class: "refused", role: "alert", hidden: true }, t("fresh_taken"));
  const data = config().pages?.["my-data"];
  return h("section", { class: "leg noprint" }, h("header", {}, h("h2", {}, t("keep"))), h("div", { class: "stack" },
    data && h("p", {}, t("keep_more"), " ", h("a", { href: root() + data }, t("keep_link"))),
    h("p", { class: "row" }, h("button", { type: "button", class: "btn", "data-act": "print", onclick: () => print() }, icon("print") ?? "", t("print"))),
    h("p", {}, t("fresh_more", profile === "me" ? t("profile_me") : profile)), form, note));
}

/** Files for and from the manager: client/team/, loaded on first use. */
function manager() {
  const mounts = { send: h("div", { class: "stack" }), inbox: h("div", { class: "stack" }) };
  const show = async (name) => {
    await load(name);
    await window.playbook[name](mounts[name]);
  };
  const opener = (name) => h("p", {}, h("button", { type: "button", class: "btn", "data-act": "open-" + name, onclick: () => show(name) }, t("open_" + name)));
  mounts.send.append(opener("send"));
  mounts.inbox.append(opener("inbox"));
  const look = () => {
    if (location.hash === "#send") show("send");
    if (/^#[af]=/.test(location.hash)) show("inbox");
  };
  addEventListener("hashchange", look);
  const own = paths.find((p) => p.uid === followed()[0]), whole = own && stopsOf(own, lessons).every((s) => isLearnt(s.state));
  const mile = own && milesOf(own).some((m) => m.signoff && m.reached);
  if ((whole || mile || ["task/", "ask/", "signed/", "said/"].some((p) => settings().keys(p).length)) && !/^#[af]=/.test(location.hash)) show("inbox");
  look();
  return h("section", { class: "leg noprint", "data-part": "manager", id: "send" }, h("header", {}, h("h2", {}, t("manager"))), h("div", { class: "stack" }, h("p", {}, t("manager_more")), mounts.send, h("h3", {}, t("came_back")), mounts.inbox));
}

const parts = { top: h("div", {}), team: config().assets?.send ? manager() : "", rest: fresh() };

function draw() {
  const focus = document.activeElement?.dataset?.key;
  const [uid] = followed(), own = paths.filter((p) => p.uid === uid);
  // The paths that were begun: those with a first day, else all, closed.
  const others = paths.filter((p) => p.uid !== uid && sinceOf(p.uid));
  const first = own.length === 0 && h("div", { class: "none" }, icon("tally") ?? "", h("h2", {}, t("no_path")), h("p", {}, t("no_path_more")), h("p", {}, h("a", { class: "btn go", href: document.querySelector(".word")?.href ?? "index.html" }, t("pick_role"))));
  const done = h("p", { class: "printed" }, t("printed", say(today()), store().profile === "me" ? t("profile_me") : store().profile));
  parts.top.replaceChildren(...[done, dueSection(), first, ...own.map((p) => pathSection(p, true)), ...others.map((p) => pathSection(p, false)), otherSection(), historySection()].filter(Boolean));
  if (focus) parts.top.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
}

mount.append(parts.top, parts.team, parts.rest);
settings().subscribe(draw);
whenChangedElsewhere(draw);
draw();
loadKinds(lessons).then(draw);
