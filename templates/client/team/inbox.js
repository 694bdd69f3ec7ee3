// What a manager sent, on the reader's own page: an assignment, or comments and
// sign-offs. Opening a file changes nothing. The reader sees its content and accepts it
// or not.

import { PAGE, store } from "../lib/book.js";
import { isDate, today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { followed, isLearnt, settings, standing } from "../lib/done.js";
import { download } from "../lib/handover.js";
import { randomHex } from "../lib/leaves.js";
import { announce, root, words } from "../lib/page.js";
import { taskICS } from "./assign.js";
import { certificateRow } from "./certificate.js";
import { trust } from "./crypto.js";
import { MAX_FILE, lettersIn, pack, read, unpack } from "./format.js";
import { button, day, fileField, keepingFocus, nameOf, note, wear } from "./look.js";
import { asks, book, personId, signs, taskDone, tasks } from "./share.js";

const t = words("inbox");

let mount, facts;
let offer = null; // the opened file that waits for an answer: {kind, doc, signs}
let said = null; // {text, refused}

const titleOf = (uid) => facts.lessons.find((l) => l.uid === uid);
const lessonLink = (uid) => {
  const l = titleOf(uid);
  return l ? h("a", { href: root() + l.url, lang: l.lang }, l.title) : h("span", {}, uid);
};

function listLink(ref) {
  const [uid, id] = ref.split("#"), l = titleOf(uid), w = l?.widgets?.find((x) => x.id === id);
  return l ? h("a", { href: `${root()}${l.url}#${w?.at ?? id}` }, t("the_list", w?.title || l.title)) : h("span", {}, ref);
}

function tell(text, refused = false) {
  said = { text, refused };
  announce(text);
  draw();
}

/** Why a sign-off cannot be accepted, or its {level}. An old one that is sent again answers no open request. */
async function judge(s) {
  if (s.site !== store().site) return { why: "sign_site" };
  if (s.person !== personId()) return { why: "sign_person" };
  const level = await trust(s, facts.keys);
  if (level === -1) return { why: "sign_altered" };
  if (signs().some(([id]) => id === s.id)) return { level, known: true };
  const own = asks().find(([id]) => id === s.ask);
  if (!own || own[1].what !== s.what) return { why: "sign_unasked" };
  if (signs().some(([, old]) => old.ask === s.ask)) return { why: "sign_again" };
  return { level: level ?? 0, unknown: level === null };
}

async function open(text) {
  said = null;
  offer = null;
  const one = text === null ? { error: "too-large" } : read(text, store().site);
  if (one.error) return tell(t("error_" + one.error.replaceAll("-", "_"), one.about ?? ""), true);
  const { kind, doc } = one;
  if (kind === "progress" || kind === "team") return tell(t("for_manager"), true);
  if (kind === "assignment") offer = { kind, doc };
  else if (kind === "feedback") {
    if (doc.person !== personId()) return tell(t("for_other", doc.name), true);
    offer = { kind, doc, signs: await Promise.all(Object.values(doc.signs).map(async (s) => ({ s, ...(await judge(s)) }))) };
  } else return tell(t("error_not_ours"), true);
  draw();
  mount.querySelector("[data-slot=offer] h3")?.focus();
}

const take = ([[, text]]) => open(text);

async function paste(field) {
  const [letters] = lettersIn(field.value);
  await open(letters ? (await unpack(letters)) ?? "" : field.value.trim());
}

function offerTask({ doc }) {
  const known = tasks().some(([id]) => id === doc.id);
  const titles = doc.lessons.map((uid) => titleOf(uid)?.title ?? uid);
  const accept = () => {
    settings().set("task/" + doc.id, { title: doc.title, lessons: doc.lessons, checklists: doc.checklists, took: today(), ...(doc.due && { due: doc.due }), ...(doc.from && { from: doc.from }), ...(doc.text && { text: doc.text }) });
    offer = null;
    tell(t("task_taken"));
  };
  return [h("h3", { tabindex: "-1" }, doc.from ? t("task_from", doc.from) : t("task_here")), h("p", {}, h("b", {}, doc.title)), doc.text && h("p", { class: "pre" }, doc.text),
    h("ul", {}, doc.lessons.map((uid) => h("li", {}, lessonLink(uid))), doc.checklists.map((c) => h("li", {}, listLink(c)))), h("p", {}, doc.due ? t("task_by", day(doc.due)) : t("task_no_date")), known && h("p", {}, t("task_known")),
    h("p", { class: "row" }, button(t("accept"), "accept", accept, "go"), button(t("not_now"), "decline", () => {
      offer = null;
      tell(t("declined"));
    }), doc.due && button(t("to_calendar"), "task-ics", async () => download("task.ics", taskICS(doc, titles, `${location.href.split("#")[0]}#a=${await pack(doc)}`), "text/calendar")))];
}

function offerFeedback({ doc, signs: list }) {
  const comments = Object.entries(doc.comments);
  const accept = () => {
    for (const [id, c] of comments) {
      const page = c.lesson ? store().lesson(c.lesson).widget(PAGE) : settings();
      page.set("said/" + id, { text: c.text, by: c.by, on: c.on });
    }
    for (const { s, why, level } of list) if (!why) settings().set("signed/" + s.id, { ...s, level });
    offer = null;
    tell(t("feedback_taken"));
  };
  return [h("h3", { tabindex: "-1" }, t("feedback_from", doc.by, day(doc.on))),
    comments.length > 0 && h("ul", {}, comments.map(([, c]) => h("li", {}, h("b", {}, c.lesson ? titleOf(c.lesson)?.title ?? c.lesson : t("in_general")), h("p", { class: "pre" }, c.text)))),
    list.length > 0 && h("ul", { class: "pb-signed" }, list.map(({ s, why, level, unknown }) => h("li", { class: why ? "refused" : "" }, h("b", {}, s.title), " ", why ? t(why, s.name) : t("signed_by", s.by, day(s.on)), !why && " " + t(unknown ? "level_unknown" : "level_" + level), s.note && h("p", { class: "pre" }, s.note)))),
    h("p", { class: "row" }, button(t("take"), "take", accept, "go"), button(t("not_now"), "decline", () => {
      offer = null;
      tell(t("declined"));
    }))];
}

function taskRows() {
  const rows = tasks().map(([id, x]) => ({ id, ...x, done: taskDone(x) })).sort((a, b) => ((a.due ?? "9") < (b.due ?? "9") ? -1 : 1));
  return rows.length > 0 && [h("h3", {}, t("tasks")), h("ul", { class: "pb-tasks" }, rows.map((x) => h("li", { "data-task": x.id }, h("b", {}, x.title), " ", h("small", {}, [x.from, x.done ? t("task_done", day(x.done)) : x.due && t("task_by", day(x.due))].filter(Boolean).join(" · ")),
    x.text && h("p", { class: "pre" }, x.text), h("ul", {}, x.lessons.map((uid) => h("li", {}, lessonLink(uid))), (x.checklists ?? []).map((c) => h("li", {}, listLink(c)))),
    button(t("drop"), "drop-task", () => {
      settings().remove("task/" + x.id);
      draw();
    }))))];
}

function askRows() {
  const answered = new Set(signs().map(([, s]) => s.ask)), open = asks().filter(([id]) => !answered.has(id));
  return open.length > 0 && [h("h3", {}, t("asked")), h("ul", {}, open.map(([id, a]) => h("li", {}, nameOf(a.what, facts), " ", h("small", {}, t("asked_on", day(a.on))), " ", button(t("drop"), "drop-ask", () => {
    settings().remove("ask/" + id);
    draw();
  })))), h("p", {}, t("asked_more"))];
}

/** Whether a sign-off was requested or received. */
const wasAsked = (what) => asks().some(([, a]) => a.what === what) || signs().some(([, s]) => s.what === what);

const askButton = (label, act, what) => button(label, act, () => {
  settings().set("ask/" + randomHex(8), { what, on: today() });
  announce(t("asked_more"));
}, "go");

/** Reached milestones that need a sign-off that was not requested yet. */
function mileRows() {
  const path = facts.paths.find((p) => p.uid === followed()[0]);
  const open = (path?.miles ?? []).filter((m) => m.signoff && isDate(settings().get(`mile/${path.uid}/${m.id}`)) && !wasAsked(`mile/${path.uid}/${m.id}`));
  return open.map((m) => h("p", { "data-slot": "mile" }, t("mile_reached", `${m.at}: ${m.do}`), " ", askButton(t("ask_mile"), "ask-mile", `mile/${path.uid}/${m.id}`)));
}

/** A learnt path that needs a sign-off that was not requested yet. */
function pathRow() {
  const path = facts.paths.find((p) => p.uid === followed()[0]), what = "path/" + path?.uid;
  if (!path?.signoff || !path.lessons.every((i) => isLearnt(standing(facts.lessons[i].uid).state))) return null;
  return wasAsked(what) ? null : h("p", { "data-slot": "path" }, t("path_done", path.title), " ", askButton(t("ask_path"), "ask-path", what));
}

function generalRows() {
  const list = settings().keys("said/").map((key) => settings().get(key)).filter((c) => typeof c?.text === "string");
  return list.length > 0 && [h("h3", {}, t("in_general")), list.map((c) => h("div", { class: "card" }, h("p", { class: "pre" }, c.text), h("small", {}, `${c.by}, ${day(c.on)}`)))];
}

function draw() {
  const field = h("textarea", { rows: "2", "data-key": "inbox-paste", "aria-label": t("paste") });
  keepingFocus(mount, () => mount.replaceChildren(...[
    fileField(t("open_file"), take, MAX_FILE, { "data-key": "inbox-file" }),
    h("details", {}, h("summary", {}, t("paste")), field, h("p", {}, button(t("paste_go"), "inbox-paste", () => paste(field)))),
    said && note(said.text, said.refused ? "warn" : ""),
    offer && h("div", { class: "card pb-offer", role: "group", "data-slot": "offer" }, (offer.kind === "assignment" ? offerTask : offerFeedback)(offer)),
    mileRows(), pathRow(), taskRows(), askRows(), generalRows(), signs().map(([, s]) => certificateRow(s, facts, t)),
  ].flat(2).filter(Boolean)));
}

async function fromAddress() {
  const [letters] = lettersIn(location.hash);
  if (!letters) return;
  history.replaceState(null, "", location.pathname + location.search);
  await open((await unpack(letters)) ?? "");
  mount.scrollIntoView({ block: "start" });
}

/** Draws the inbox into an element of the progress page. */
window.playbook.inbox = async (at) => {
  wear();
  mount = at;
  facts = await book();
  draw();
  settings().subscribe(draw);
  addEventListener("hashchange", fromAddress);
  await fromAddress();
};

