// Shows the reader's progress on every page that lists lessons: dots, tallies, the sidebar. The learning
// path that the reader follows is stored with the list of its lessons (SETTINGS of lib/book.js), so that
// every page can count them. Further scripts, loaded if needed: path.js for the page of a learning path,
// home.js for the home page, lock.js for a lesson of a locked path.

import { PAGE, SETTINGS, lesson, store } from "./lib/book.js";
import { h } from "./lib/dom.js";
import { countLearnt, followed, isLearnt, settings, standing } from "./lib/done.js";
import { whenChangedElsewhere } from "./lib/elsewhere.js";
import { config, loadQuietly } from "./lib/page.js";
import { all, factsOf, fill, pathsBlock, t } from "./standing/view.js";

let known; // the uids of lessons with a stored record, when the page was last drawn

const facts = new Map(pathsBlock().lessons.map((l) => [l.uid, factsOf(l)]));

/**
 * The state of a lesson by its uid: from the build's data if the page has it, else from the notes of the last
 * visit.
 */
const stateOf = (uid) => (known.has(uid) ? standing(uid, facts.get(uid)).state : "new");

/** Draws the dots beside lessons, with words for screen readers. */
function drawDots() {
  for (const dot of all("[data-pb-uid] .st")) {
    const { pbUid: uid } = dot.closest("[data-pb-uid]").dataset;
    const state = stateOf(uid), done = isLearnt(state);
    dot.classList.toggle("on", done);
    dot.classList.toggle("half", state === "begun");
    dot.replaceChildren(...(state === "new" ? [] : [h("span", { class: "sr" }, t(state))]));
  }
}

/** "3/30", and the same in words for screen readers. */
const counted = (done, total, what = "") => [h("span", { "aria-hidden": "true" }, `${done}/${total}`), " ", h("span", { class: "sr" }, what, t("n_learnt", done, total))];

const states = (uids) => uids.map((uid) => ({ state: stateOf(uid) }));

function drawLists() {
  for (const el of all("[data-pb-tally]")) {
    const list = states(all("[data-pb-uid]", el.closest("section")).map((li) => li.dataset.pbUid));
    fill(el, countLearnt(list), list.length);
  }
  const [uid, ...stops] = followed();
  for (const el of all("[data-pb-count]")) {
    el.dataset.pbCount ||= el.textContent;
    el.replaceChildren(...(uid ? counted(countLearnt(states(stops)), stops.length, el.dataset.pbCount + ": ") : [el.dataset.pbCount]));
  }
  for (const el of all("a[data-pb-path] > b")) {
    el.querySelector(".badge")?.remove();
    if (el.parentNode.dataset.pbPath === uid) el.append(" ", h("span", { class: "badge" }, t("following")));
  }
}

/** The addresses of learnt lessons as they are stored in the records, without the language's folder. */
function addressesDone() {
  const roots = (config().langs ?? []).map((l) => l.root).filter(Boolean);
  return [...known].filter((uid) => uid !== SETTINGS && isLearnt(stateOf(uid))).map((uid) => {
    const address = String(store().lesson(uid).widget(PAGE).get("title")?.[1] ?? "");
    return address.slice(roots.find((r) => address.startsWith(r))?.length ?? 0);
  });
}

/** How many of a section's lessons are learnt: from the page's list if it is complete, else from the addresses. */
function doneIn(el, total, addresses) {
  const listed = all("[data-pb-uid]", el.closest("li") ?? el);
  if (listed.length === total) return countLearnt(states(listed.map((a) => a.dataset.pbUid)));
  return Math.min(total, addresses.filter((a) => a.startsWith(el.dataset.pbDone + "/")).length);
}

function drawSidebar() {
  const counts = all("[data-pb-done]").filter((el) => el.dataset.pbDone);
  const addresses = counts.length ? addressesDone() : [];
  for (const el of counts) {
    const total = Number(el.dataset.total ??= el.textContent), done = doneIn(el, total, addresses);
    el.replaceChildren(...(done ? counted(done, total) : [el.dataset.total]));
  }
}

function draw() {
  known = new Set(store().lessons());
  drawDots();
  drawLists();
  drawSidebar();
  if (config().locks?.[followed()[0]]) loadQuietly("lock");
  if ((followed().length || settings().keys("task/").length) && document.querySelector("[data-pb-home]")) loadQuietly("home");
}

settings().subscribe(draw);
lesson()?.subscribe(draw);
whenChangedElsewhere(draw);
draw();
if (document.querySelector("main[data-pb-path]")) loadQuietly("path");
