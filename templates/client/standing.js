// Where the reader stands, on every page that lists lessons: dots, tallies, the sidebar,
// a learning path and its map. The path that is followed is kept in the reader's own
// record (SETTINGS of lib/book.js), with its lessons, so that every page can count
// them; it is exported like everything else. On the home page home.js goes on.

import { PAGE, SETTINGS, lesson, store } from "./lib/book.js";
import { h } from "./lib/dom.js";
import { follow, followed, isDone, settings, standing, unfollow } from "./lib/done.js";
import { announce, config, load } from "./lib/page.js";
import { all, boxes, countDone, factsOf, go, icon, isOpen, nextOf, percentDone, stopsOf, t, told } from "./standing/view.js";

let known; // the uids that have a record, as of the last drawing
let label; // of the button that follows a path

const facts = new Map(told().lessons.map((l) => [l.uid, factsOf(l)]));

/** The state of a lesson by its uid: with what the build tells this page of it, else with what the last visit noted. */
const stateOf = (uid) => (known.has(uid) ? standing(uid, facts.get(uid)).state : "new");

/** Fills a tally and says it in words beside: the boxes are for the eye alone. */
function fill(el, done, total, words = t("n_of_done", done, total)) {
  if (!el || !total) return;
  el.hidden = false;
  el.setAttribute("aria-hidden", "true");
  el.replaceChildren(...boxes(done, total));
  if (!el.nextElementSibling?.matches("[data-pb-said]")) el.after(h("small", { "data-pb-said": true }));
  el.nextElementSibling.textContent = words;
}

/** The dots beside lessons, in words too. */
function drawDots() {
  for (const dot of all("[data-pb-uid] .st")) {
    const { pbUid: uid } = dot.closest("[data-pb-uid]").dataset;
    const state = stateOf(uid), done = isDone(state);
    dot.classList.toggle("on", done);
    dot.classList.toggle("half", state === "begun");
    dot.replaceChildren(...(state === "new" ? [] : [h("span", { class: "sr" }, t(done ? "done" : state))]));
  }
}

const states = (uids) => uids.map((uid) => ({ state: stateOf(uid) }));

function drawLists() {
  for (const el of all("[data-pb-tally]")) {
    const list = states(all("[data-pb-uid]", el.closest("section")).map((li) => li.dataset.pbUid));
    fill(el, countDone(list), list.length);
  }
  const [uid, ...stops] = followed();
  for (const el of all("[data-pb-count]")) {
    el.dataset.pbCount ||= el.textContent;
    el.textContent = uid ? t("n_of_done", countDone(states(stops)), stops.length) : el.dataset.pbCount;
  }
  for (const el of all("a[data-pb-path] > b")) {
    el.querySelector(".badge")?.remove();
    if (el.parentNode.dataset.pbPath === uid) el.append(" ", h("span", { class: "badge" }, t("following")));
  }
}

/** The folders of what is done, from the addresses that the records hold. */
function foldersDone() {
  const roots = (config().langs ?? []).map((l) => l.root).filter(Boolean);
  return [...known].filter((uid) => uid !== SETTINGS && isDone(stateOf(uid))).map((uid) => {
    const address = String(store().lesson(uid).widget(PAGE).get("title")?.[1] ?? "");
    return address.slice(roots.find((r) => address.startsWith(r))?.length ?? 0);
  });
}

/** How many of a section's lessons are done: as listed below it, else by folder. */
function doneIn(el, total, folders) {
  const listed = all("[data-pb-uid]", el.closest("li") ?? el);
  if (listed.length === total) return countDone(states(listed.map((a) => a.dataset.pbUid)));
  return Math.min(total, folders.filter((f) => f.startsWith(el.dataset.pbDone + "/")).length);
}

function drawSidebar() {
  const counts = all("[data-pb-done]").filter((el) => el.dataset.pbDone);
  const folders = counts.length ? foldersDone() : [];
  for (const el of counts) {
    const total = Number(el.dataset.total ??= el.textContent), done = doneIn(el, total, folders);
    const parts = [h("span", { "aria-hidden": "true" }, `${done}/${total}`), " ", h("span", { class: "sr" }, t("n_of_done", done, total))];
    el.replaceChildren(...(done ? parts : [el.dataset.total]));
  }
}

/** A stop in the list and on the map: classes, words, and the way into the next. */
function drawStop(main, li, stop, isNext, open) {
  const word = isDone(stop.state) ? stop.state : isNext ? "next" : stop.state === "begun" ? "begun" : open ? "open" : "later";
  const mark = (el, [done, current, later, again]) => {
    el.classList.toggle(done, isDone(stop.state));
    el.classList.toggle(current, isNext);
    el.classList.toggle(later, word === "later");
    el.classList.toggle(again, stop.state === "stale" || stop.state === "expired");
  };
  mark(li, ["dn", "cur", "lk", "ag"]);
  all(`g[data-pb-uid="${CSS.escape(stop.uid)}"]`, main).forEach((g) => mark(g, ["d", "c", "l", "a"]));
  li.querySelector("[data-pb-state]").textContent = t(word);
  li.querySelector(".here")?.remove();
  if (isNext) li.append(h("div", { class: "here noprint" }, h("p", {}, t("here_" + stop.state)), go(li.querySelector("a").href, stop.state)));
}

/** The path's stops: as the build tells of them, else as they are listed. */
function stopsOn(main, items) {
  const { lessons, paths } = told();
  const path = paths.find((p) => p.uid === main.dataset.pbPath);
  if (path?.lessons.length === items.length) return stopsOf(path, lessons);
  return items.map((li) => ({ uid: li.dataset.pbUid, ...standing(li.dataset.pbUid), after: (li.dataset.pbAfter?.match(/\d+/g) ?? []).map((n) => n - 1) }));
}

function drawPath(main) {
  const items = all("li[data-pb-uid]", main), stops = stopsOn(main, items);
  const uid = main.dataset.pbPath, uids = stops.map((s) => s.uid);
  const follows = followed()[0] === uid;
  if (follows) follow(uid, uids);
  const next = follows ? nextOf(stops) : -1;
  items.forEach((li, i) => drawStop(main, li, stops[i], i === next, isOpen(stops[i], stops)));
  const done = countDone(stops);
  fill(main.querySelector("[data-pb-tally-path]"), done, stops.length, t("path_done", done, stops.length, percentDone(stops)));
  for (const el of all("[data-pb-tally-leg]", main)) {
    const leg = stops.filter((_, i) => el.closest("section").contains(items[i]));
    fill(el, countDone(leg), leg.length);
  }
  drawMiles(main, uid);
  const button = main.querySelector("[data-pb-choose-path]");
  label ??= button.textContent;
  button.textContent = follows ? t("unfollow") : label;
  button.classList.toggle("go", !follows);
  button.onclick = () => {
    if (follows) unfollow();
    else follow(uid, uids);
    announce(t(follows ? "unfollowed" : "followed"));
  };
}

/** The milestones: those that the reader has reached are ticked. */
function drawMiles(main, uid) {
  all(".miles dt", main).forEach((dt, i) => {
    const reached = settings().get(`mile/${uid}/${i + 1}`) !== undefined;
    dt.querySelector("svg, .sr")?.remove();
    dt.parentNode.classList.toggle("dn", reached);
    if (reached) dt.append(" ", h("span", { class: "sr" }, t("done")), icon("check") ?? "");
  });
}

function draw() {
  known = new Set(store().lessons());
  drawDots();
  drawLists();
  drawSidebar();
  all("main[data-pb-path]").forEach(drawPath);
  if (followed().length && document.querySelector("[data-pb-home]")) load("home").catch((e) => console.error(e.message));
}

settings().subscribe(draw);
lesson()?.subscribe(draw);
addEventListener("pageshow", (e) => e.persisted && draw());
addEventListener("storage", (e) => (e.key === null || e.key.startsWith(store().prefix)) && draw());
draw();
