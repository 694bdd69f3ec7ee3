// What the reader has read: kept in the lesson's record as "_page": {read: date,
// title: [words, address]}, shown on the lesson's button and beside every link to a lesson. A lesson counts
// as read when its end has been in view after a while, or when the reader says so.

import { PAGE, lesson, readOn, store } from "./lib/book.js";
import { formatDate, today } from "./lib/dates.js";
import { announce, locale, root, t } from "./lib/page.js";

const WHILE = 15000; // ms in view before the end of the text means "read"

/** Marks what stands for a lesson, data-pb-uid on the element; only: for one of them. */
function mark(only) {
  const known = new Set(only === undefined ? store().lessons() : [only]);
  for (const el of document.querySelectorAll("[data-pb-uid]")) {
    if (only !== undefined && el.dataset.pbUid !== only) continue;
    const date = known.has(el.dataset.pbUid) ? readOn(el.dataset.pbUid) : undefined;
    el.toggleAttribute("data-read", date !== undefined);
    el.querySelector(".st")?.classList.toggle("on", date !== undefined);
    if (el.dataset.pbDate) el.toggleAttribute("data-changed", date !== undefined && date < el.dataset.pbDate);
  }
}

function startButton(button, page) {
  const label = button.lastChild;
  const words = label.textContent;
  const show = () => {
    const date = page.get("read");
    button.setAttribute("aria-pressed", String(date !== undefined));
    label.textContent = date === undefined ? words : t("read_on", formatDate(date, locale()));
  };
  button.addEventListener("click", () => {
    if (page.get("read") === undefined) page.set("read", today());
    else page.remove("read");
    announce(label.textContent);
  });
  page.subscribe(show);
  show();
}

/** Marks the lesson as read when its end is in view and the page was, for a while. */
function watchEnd(end, page) {
  let seen = 0, since = document.hidden ? 0 : Date.now(), inView = false;
  const look = () => {
    const time = seen + (since ? Date.now() - since : 0);
    if (inView && time >= WHILE && page.get("read") === undefined) {
      page.set("read", today());
      announce(t("read_on", formatDate(today(), locale())));
    }
    if (time >= WHILE && inView) observer.disconnect();
    else if (inView && since) setTimeout(look, WHILE - time);
  };
  document.addEventListener("visibilitychange", () => {
    if (since) seen += Date.now() - since;
    since = document.hidden ? 0 : Date.now();
    if (since) look();
  });
  const observer = new IntersectionObserver((entries) => {
    inView = entries.at(-1).isIntersecting;
    look();
  });
  observer.observe(end);
}

/** Notes the title beside what the reader changes: other pages show it. */
function noteTitle(page) {
  const start = root();
  const note = ({ local }) => {
    const title = [document.querySelector("h1")?.textContent.trim() ?? "", location.href.split(/[?#]/)[0].slice(start.length)];
    if (local && location.href.startsWith(start)) page.set("title", title);
  };
  page.subscribe(note);
}

function startReading() {
  if (lesson()) noteTitle(lesson().widget(PAGE));
  const button = document.querySelector("[data-pb-read]");
  if (button && lesson()) {
    const page = lesson().widget(PAGE);
    startButton(button, page);
    if (page.get("read") === undefined) watchEnd(button, page);
    lesson().subscribe(() => mark(lesson().uid));
  }
  mark();
}

startReading();
