// Where the reader stands: what is read, begun and next, in tallies, on a learning
// path and on the home page of a reader who follows one. The path that is followed
// is kept in the reader's own record (SETTINGS of lib/book.js), with its lessons, so
// that every page can count them; it is exported like everything else.

import { PAGE, SETTINGS, lesson, readOn, store } from "./lib/book.js";
import { h } from "./lib/dom.js";
import { alive } from "./lib/merge.js";
import { announce, config, root, words } from "./lib/page.js";

const MOST = 40; // boxes of a tally; beyond, a box stands for several lessons
const MOST_BEGUN = 4; // lessons begun that the home page shows

const t = words("standing");
let known; // the uids that have a record, as of the last drawing
let label; // of the button that follows a path
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** "read", "begun" or "new"; any entry but the page's note of its title is a beginning. */
function stateOf(uid) {
  if (!known.has(uid)) return "new";
  if (readOn(uid)) return "read";
  const { w } = store().lesson(uid).record;
  const begun = Object.keys(w).some((id) => Object.keys(w[id]).some((key) => !(id === PAGE && key === "title") && alive(w[id][key])));
  return begun ? "begun" : "new";
}

const settings = () => store().lesson(SETTINGS).widget(PAGE);

/** The path that is followed, [uid, …uids of its lessons]; [] for none. */
function followed() {
  const path = settings().get("path");
  return Array.isArray(path) && path.every((uid) => typeof uid === "string") ? path : [];
}

const countRead = (list) => list.filter((s) => s.state === "read").length;

/**
 * The place of the next of stops [{state, after: [places]}]: the first not read whose
 * lessons before are read, else the first not read; -1 when all are.
 */
function nextOf(stops) {
  const open = stops.findIndex((s) => s.state !== "read" && isOpen(s, stops));
  return open < 0 ? stops.findIndex((s) => s.state !== "read") : open;
}

const isOpen = (stop, stops) => stop.after.every((i) => stops[i]?.state === "read");

const boxes = (done, total) => {
  const n = Math.min(total, MOST), on = Math.floor(done * n / total);
  return Array.from({ length: n }, (_, i) => h("i", { class: i < on && "on" }));
};

/** Fills a tally and says it in words beside: the boxes are for the eye alone. */
function fill(el, done, total) {
  if (!el || !total) return;
  el.hidden = false;
  el.setAttribute("aria-hidden", "true");
  el.replaceChildren(...boxes(done, total));
  if (!el.nextElementSibling?.matches("[data-pb-said]")) el.after(h("small", { "data-pb-said": true }));
  el.nextElementSibling.textContent = t("n_of_read", done, total);
}

/** An icon of the page, copied; nothing where the page has none of that name. */
const icon = (name) => document.querySelector(`use[href="#pbi-${CSS.escape(name)}"]`)?.closest("svg").cloneNode(true);

const go = (url, state) => h("a", { class: "btn go", href: url }, t(state === "begun" ? "carry_on" : "start"), icon("arrow"));

/** The dots beside lessons, in words too: reading.js fills those of what is read. */
function drawDots() {
  for (const dot of all("[data-pb-uid] > .st")) {
    const state = stateOf(dot.parentNode.dataset.pbUid);
    dot.classList.toggle("half", state === "begun");
    dot.replaceChildren(...(state === "new" ? [] : [h("span", { class: "sr" }, t(state))]));
  }
}

function drawLists() {
  for (const el of all("[data-pb-tally]")) {
    const uids = all("[data-pb-uid]", el.closest("section")).map((li) => ({ state: stateOf(li.dataset.pbUid) }));
    fill(el, countRead(uids), uids.length);
  }
  const [uid, ...stops] = followed();
  for (const el of all("[data-pb-count]")) {
    el.dataset.pbCount ||= el.textContent;
    el.textContent = uid ? t("n_of_read", countRead(stops.map((s) => ({ state: stateOf(s) }))), stops.length) : el.dataset.pbCount;
  }
  for (const el of all("a[data-pb-path] > b")) {
    el.querySelector(".badge")?.remove();
    if (el.parentNode.dataset.pbPath === uid) el.append(" ", h("span", { class: "badge" }, t("following")));
  }
}

/** The folders of what was read, from the addresses that the records hold. */
function foldersRead() {
  const roots = (config().langs ?? []).map((l) => l.root).filter(Boolean);
  return [...known].filter((uid) => uid !== SETTINGS && readOn(uid)).map((uid) => {
    const address = String(store().lesson(uid).widget(PAGE).get("title")?.[1] ?? "");
    return address.slice(roots.find((r) => address.startsWith(r))?.length ?? 0);
  });
}

/** How many of a section's lessons are read: as listed below it, else by folder. */
function doneIn(el, total, folders) {
  const listed = all("[data-pb-uid]", el.closest("li") ?? el);
  if (listed.length === total) return countRead(listed.map((a) => ({ state: stateOf(a.dataset.pbUid) })));
  return Math.min(total, folders.filter((f) => f.startsWith(el.dataset.pbDone + "/")).length);
}

function drawSidebar() {
  const counts = all("[data-pb-done]").filter((el) => el.dataset.pbDone);
  const folders = counts.length ? foldersRead() : [];
  for (const el of counts) {
    const total = Number(el.dataset.total ??= el.textContent), done = doneIn(el, total, folders);
    const parts = [h("span", { "aria-hidden": "true" }, `${done}/${total}`), " ", h("span", { class: "sr" }, t("n_of_read", done, total))];
    el.replaceChildren(...(done ? parts : [el.dataset.total]));
  }
}

/** A stop in the list and on the map: classes, words, and the way into the next. */
function drawStop(main, li, stop, isNext, open) {
  const state = stop.state === "read" ? "read" : isNext ? "next" : stop.state === "begun" ? "begun" : open ? "open" : "later";
  const mark = (el, [done, current, later]) => {
    el.classList.toggle(done, state === "read");
    el.classList.toggle(current, state === "next");
    el.classList.toggle(later, state === "later");
  };
  mark(li, ["dn", "cur", "lk"]);
  all(`g[data-pb-uid="${CSS.escape(stop.uid)}"]`, main).forEach((g) => mark(g, ["d", "c", "l"]));
  li.querySelector("[data-pb-state]").textContent = t(state);
  li.querySelector(".here")?.remove();
  if (isNext) li.append(h("div", { class: "here noprint" }, h("p", {}, t(stop.state === "begun" ? "here_begun" : "here_new")), go(li.querySelector("a").href, stop.state)));
}

function drawPath(main) {
  const items = all("li[data-pb-uid]", main);
  const stops = items.map((li) => ({
    uid: li.dataset.pbUid, state: stateOf(li.dataset.pbUid), after: (li.dataset.pbAfter?.match(/\d+/g) ?? []).map((n) => n - 1),
  }));
  const follows = followed()[0] === main.dataset.pbPath;
  if (follows) follow(main.dataset.pbPath, stops);
  const next = follows ? nextOf(stops) : -1;
  items.forEach((li, i) => drawStop(main, li, stops[i], i === next, isOpen(stops[i], stops)));
  fill(main.querySelector("[data-pb-tally-path]"), countRead(stops), stops.length);
  for (const el of all("[data-pb-tally-leg]", main)) {
    const leg = stops.filter((_, i) => el.closest("section").contains(items[i]));
    fill(el, countRead(leg), leg.length);
  }
  const button = main.querySelector("[data-pb-choose-path]");
  label ??= button.textContent;
  button.textContent = follows ? t("unfollow") : label;
  button.classList.toggle("go", !follows);
  button.onclick = () => {
    if (follows) settings().remove("path");
    else follow(main.dataset.pbPath, stops);
    announce(t(follows ? "unfollowed" : "followed"));
  };
}

const follow = (uid, stops) => settings().set("path", [uid, ...stops.map((s) => s.uid)]);

const head = (id, title, link) => h("div", { class: "h" }, h("h2", { id }, title), link);

const kindOf = ([style, symbol, title]) => h("span", { class: `kind ${style}` }, icon(symbol), title);

/** The next step of a path, or that it is done. */
function nextSection(path, stops, kinds) {
  const i = nextOf(stops), stop = stops[i];
  if (!stop) return h("section", { class: "next", "aria-label": t("next") }, h("div", {}, h("h1", {}, t("all_read")), h("p", { class: "d" }, path.title)));
  return h("section", { class: `next ${kinds[stop.kind][0]}`, "aria-label": t("next") },
    h("div", {}, kindOf(kinds[stop.kind]), h("h1", { lang: stop.lang }, stop.title), h("p", { class: "d" }, t("step", i + 1, stops.length, path.title, stop.min))),
    go(stop.url, stop.state));
}

function standSection(path, stops, kinds) {
  const rows = kinds.map((kind, i) => [kind, stops.filter((s) => s.kind === i)]).filter(([, list]) => list.length);
  return h("section", { class: "more", "aria-labelledby": "pb-stand" }, head("pb-stand", t("stand"), h("a", { href: path.url }, t("open_path"))),
    h("ul", { class: "stand" }, rows.map(([kind, list]) => h("li", {}, kindOf(kind),
      h("span", { class: `tally ${kind[0]}`, "aria-hidden": "true" }, ...boxes(countRead(list), list.length)),
      h("span", { class: "num" }, t("n_of", countRead(list), list.length))))));
}

function begunSection(stops, kinds) {
  const next = nextOf(stops);
  const list = stops.filter((s, i) => s.state === "begun" && i !== next).slice(0, MOST_BEGUN);
  return list.length > 0 && h("section", { class: "due", "aria-labelledby": "pb-begun" }, head("pb-begun", t("unfinished")),
    h("ul", {}, list.map((s) => h("li", {}, h("a", { href: s.url, lang: s.lang }, s.title), h("small", {}, kinds[s.kind][2])))));
}

/** The home page of a reader who follows a path; the block "paths" of the page has them all. */
function drawHome(back) {
  const { kinds, lessons, paths } = config().paths ?? {};
  const path = paths?.find((p) => p.uid === followed()[0]);
  back.hidden = !path;
  back.replaceChildren();
  if (!path) return;
  const stops = path.lessons.map((n) => ({ ...lessons[n], state: stateOf(lessons[n].uid), after: (lessons[n].after ?? []).map((a) => path.lessons.indexOf(a)).filter((i) => i >= 0) }));
  follow(path.uid, stops);
  const search = document.querySelector("[data-pb-first] [data-pb-search]")?.cloneNode(true);
  const parts = [search, nextSection(path, stops, kinds), standSection(path, stops, kinds), begunSection(stops, kinds)];
  back.append(...parts.filter(Boolean));
}

function draw() {
  known = new Set(store().lessons());
  drawDots();
  drawLists();
  drawSidebar();
  all("main[data-pb-path]").forEach(drawPath);
  all("[data-pb-home]").forEach(drawHome);
}

settings().subscribe(draw);
lesson()?.subscribe(draw);
addEventListener("pageshow", (e) => e.persisted && draw());
addEventListener("storage", (e) => (e.key === null || e.key.startsWith(store().prefix)) && draw());
draw();
