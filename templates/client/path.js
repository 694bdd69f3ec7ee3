// The page of a learning path: each lesson with its dot on the map, the next step, the
// milestones, the whole path. If the path is locked (lock = true), lessons wait for
// their prerequisites.

import { formatDate } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { follow, followed, isLearnt, settings, standing, unfollow } from "./lib/done.js";
import { whenChangedElsewhere } from "./lib/elsewhere.js";
import { announce, locale } from "./lib/page.js";
import { countLearnt, isOpen, nextOf, pathStand } from "./lib/standing.js";
import { all, fill, go, icon, milesOf, pathsBlock, percentLearnt, standWords, stopsOf, t } from "./standing/view.js";

const main = document.querySelector("main[data-pb-path]");

let label; // on the button that follows the path

/** Closes or opens a lesson's link in the list. A closed link keeps its address in an attribute. */
function shut(link, closed) {
  if (closed && link.hasAttribute("href")) link.dataset.href = link.getAttribute("href");
  if (closed) link.removeAttribute("href");
  else if (link.dataset.href) link.setAttribute("href", link.dataset.href);
}

/**
 * Draws a stop in the list and on the map. locked: the indexes of prerequisites that must be done first, [] for
 * none.
 */
function drawStop(li, stop, isNext, open, locked) {
  const word = isLearnt(stop.state) ? stop.state : isNext ? "next" : stop.state === "begun" ? "begun" : open ? "open" : "later";
  shut(li.querySelector("a"), locked.length > 0);
  const mark = (el, [done, current, later, again]) => {
    el.classList.toggle(done, isLearnt(stop.state));
    el.classList.toggle(current, isNext);
    el.classList.toggle(later, word === "later");
    el.classList.toggle(again, stop.state === "stale" || stop.state === "expired");
  };
  mark(li, ["dn", "cur", "lk", "ag"]);
  all(`g[data-pb-uid="${CSS.escape(stop.uid)}"]`, main).forEach((g) => mark(g, ["d", "c", "l", "a"]));
  li.querySelector("[data-pb-state]").textContent = locked.length ? t("locked", locked.map((i) => i + 1).join(", ")) : t(word);
  li.querySelector(".here")?.remove();
  if (isNext) li.append(h("div", { class: "here noprint" }, h("p", {}, t("here_" + stop.state)), go(li.querySelector("a").href, stop.state)));
}

/** The path's stops: from the build's data, else as the page lists them. */
function stopsOn(path, items) {
  const { lessons } = pathsBlock();
  if (path?.lessons.length === items.length) return stopsOf(path, lessons);
  return items.map((li) => ({ uid: li.dataset.pbUid, ...standing(li.dataset.pbUid), after: (li.dataset.pbAfter?.match(/\d+/g) ?? []).map((n) => n - 1) }));
}

function draw() {
  const uid = main.dataset.pbPath, path = pathsBlock().paths.find((p) => p.uid === uid);
  const items = all("li[data-pb-uid]", main), stops = stopsOn(path, items), uids = stops.map((s) => s.uid);
  const follows = followed()[0] === uid;
  if (follows) follow(uid, uids);
  const next = follows ? nextOf(stops) : -1;
  const first = (s) => (path?.lock && !isLearnt(s.state) ? s.after.filter((i) => !isLearnt(stops[i].state)) : []);
  items.forEach((li, i) => drawStop(li, stops[i], i === next, isOpen(stops[i], stops), first(stops[i])));
  const done = countLearnt(stops);
  fill(main.querySelector("[data-pb-tally-path]"), done, stops.length, t("path_done", done, stops.length, percentLearnt(stops)));
  for (const el of all("[data-pb-tally-leg]", main)) {
    const leg = stops.filter((_, i) => el.closest("section").contains(items[i]));
    fill(el, countLearnt(leg), leg.length);
  }
  drawMiles(path);
  const whole = main.querySelector("[data-pb-whole]");
  if (whole) whole.textContent = standWords(pathStand(stops));
  const button = main.querySelector("[data-pb-choose-path]");
  label ??= button.textContent;
  button.textContent = follows ? t("unfollow") : label;
  button.classList.toggle("go", !follows);
  button.onclick = () => {
    if (follows) unfollow();
    else follow(uid, uids);
    announce(t(follows ? "unfollowed" : "followed"));
    // A reader who follows the path gets the focus on the next step.
    if (!follows) main.querySelector(".here .go")?.focus();
  };
}

/** Draws the milestones: reached ones are ticked; for the others, the due day if the reader has a first day. */
function drawMiles(path) {
  if (!path) return;
  const miles = milesOf(path);
  all(".miles dt", main).forEach((dt, i) => {
    const { reached, due } = miles[i] ?? {}, row = dt.parentNode;
    row.querySelectorAll("svg, .sr, [data-pb-when]").forEach((el) => el.remove());
    row.classList.toggle("dn", reached !== undefined);
    if (reached !== undefined) dt.append(" ", h("span", { class: "sr" }, t("reached")), icon("check") ?? "");
    const on = reached || (reached === undefined && due);
    if (on) dt.nextElementSibling.append(h("small", { "data-pb-when": true }, t(reached ? "reached_on" : "by", formatDate(on, locale()))));
  });
}

if (main) {
  settings().subscribe(draw);
  whenChangedElsewhere(draw);
  draw();
}
