// Records what a reader has done in a lesson: read it to the end, answered its widgets.
// lib/done.js has the format. A lesson is read when its last heading has been in view
// for some time, or when the reader presses the button.

import { PAGE, lesson, readOn, store } from "./lib/book.js";
import { formatDate, today } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { isOlder, standing } from "./lib/done.js";
import { announce, config, loadQuietly, locale, root, words } from "./lib/page.js";
import { startSeen } from "./seen.js";

const t = words("reading");

const WHILE = 15000; // ms in view before the end of the text means "read"

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const say = (date) => formatDate(date, locale());

/** Marks lessons that have changed since they were read, if the page has their dates. */
function markChanged() {
  for (const el of all("[data-pb-uid][data-pb-date]")) {
    const date = readOn(el.dataset.pbUid);
    el.toggleAttribute("data-read", date !== undefined);
    el.toggleAttribute("data-changed", date !== undefined && date < el.dataset.pbDate);
  }
}

/** The widgets of the page that readers answer or put into practice, by id. */
const asked = () => [...(config().asks ?? []), ...(config().then ?? [])].map((ids) => ids.split(" ")[0]);
const toolOf = (id) => document.querySelector(`[data-id="${CSS.escape(id)}"]`);

/** Records the day on which such a widget was answered; again: even if it has a day. */
function noteAnswer(page, id, again) {
  const revs = config().revs?.[id], did = page.get("did/" + id);
  if (toolOf(id)?.answered !== true || (did && !again && !isOlder(did, revs))) return;
  page.set("did/" + id, { on: today(), ...(revs && { revs }) });
}

function watchAnswers(page) {
  const ids = asked();
  const look = () => ids.forEach((id) => noteAnswer(page, id, false));
  page.subscribe(look);
  for (const id of ids) {
    const el = toolOf(id);
    if (el) customElements.whenDefined(el.localName).then(() => setTimeout(look));
  }
  document.addEventListener("pb-complete", (e) => {
    const { id } = e.target.dataset;
    if (ids.includes(id) && e.detail?.passed !== false) noteAnswer(page, id, true);
  });
}

/** The title of a widget, for a link to it. */
const nameOf = (tool) => tool.querySelector("h3")?.textContent.trim() || tool.getAttribute("aria-label") || tool.dataset.id;

const linksTo = (ids) => ids.map(toolOf).filter(Boolean).flatMap((tool, i) => [i ? ", " : " ", h("a", { href: "#" + tool.id }, nameOf(tool))]);

/** Text beside the button: what is still to answer, or that the lesson is learnt and what to put into practice. */
function drawStand(row, page) {
  const { state, on, doneOn, lacking, open } = standing(lesson().uid, config());
  const links = linksTo(lacking), then = linksTo(open), learnt = state === "learnt" || state === "done";
  const words = state === "done" ? [t("done_on", say(doneOn))] : learnt ? [t("learnt_on", say(on)), ...(then.length ? [". ", t("then"), ...then] : [])]
    : links.length && (page.get("read") !== undefined || state === "stale") ? [t(state === "stale" ? "asks_anew" : "asks"), ...links] : [];
  row.querySelector("[data-pb-stand]")?.remove();
  if (words.length) row.append(h("span", { class: "stand" + (learnt ? " ok" : ""), "data-pb-stand": true }, words));
}

function startButton(button, page) {
  const label = button.lastChild;
  const words = label.textContent;
  const show = () => {
    const date = page.get("read");
    button.setAttribute("aria-pressed", String(date !== undefined));
    label.textContent = date === undefined ? words : t("read_on", say(date));
    drawStand(button.parentElement, page);
  };
  button.addEventListener("click", () => {
    if (page.get("read") === undefined) page.set("read", today());
    else page.remove("read");
    announce([label.textContent, button.parentElement.querySelector("[data-pb-stand]")?.textContent].filter(Boolean).join(". "));
  });
  page.subscribe(show);
  show();
}

/** Calls fn when the page has been visible for some time and its end is in view. */
function watchEnd(end, fn) {
  let seen = 0, since = document.hidden ? 0 : Date.now(), inView = false;
  const look = () => {
    const time = seen + (since ? Date.now() - since : 0);
    if (inView && time >= WHILE) {
      observer.disconnect();
      fn();
    } else if (inView && since) setTimeout(look, WHILE - time);
  };
  document.addEventListener("visibilitychange", () => {
    if (since) seen += Date.now() - since;
    since = document.hidden ? 0 : Date.now();
    if (since) look();
  });
  const observer = new IntersectionObserver((entries) => {
    inView ||= entries.at(-1).isIntersecting; // once seen, the heading is seen
    look();
  });
  observer.observe(end);
}

/** Stores facts that other pages need together with the reader's changes: title, address, open questions. */
function noteLesson(page) {
  const start = root();
  const note = ({ local }) => {
    if (!local || !location.href.startsWith(start)) return;
    const title = [document.querySelector("h1")?.textContent.trim() ?? "", location.href.split(/[?#]/)[0].slice(start.length)];
    page.set("title", title);
    page.set("asks", config().asks ?? []);
    page.set("then", config().then ?? []);
  };
  page.subscribe(note);
  // This script may have been loaded because of the reader's first change.
  if (page.get("title") === undefined && store().lessons().includes(lesson().uid)) note({ local: true });
}

function startReading() {
  const button = document.querySelector("[data-pb-read]");
  if (lesson()) noteLesson(lesson().widget(PAGE));
  if (button && lesson()) {
    const page = lesson().widget(PAGE);
    startButton(button, page);
    watchAnswers(page);
    const seen = startSeen(page);
    watchEnd(all(".prose :is(h2, h3)[id]").at(-1) ?? button, () => {
      seen();
      if (page.get("read") !== undefined) return;
      page.set("read", today());
      announce(t("read_on", say(today())));
    });
  }
  if (lesson() && (config().signoff || lesson().widget(PAGE).keys("said/").length)) loadQuietly("said");
  if (config().forget) loadQuietly("old");
  markChanged();
  if (store().lessons().length) addEventListener("storage", markChanged);
}

startReading();
