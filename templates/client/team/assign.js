// Work that a manager assigns: as a link, a file or a calendar entry. Prepared
// assignments come from content/assignments/.

import { store } from "../lib/book.js";
import { addDays, today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { copy, download } from "../lib/handover.js";
import { writeICS } from "../lib/ics.js";
import { randomHex } from "../lib/leaves.js";
import { announce, config, root } from "../lib/page.js";
import { fileText, sealed } from "./canon.js";
import { VERSION, pack } from "./format.js";
import { button, leg } from "./look.js";
import { plain } from "./share.js";

const MAX_LINK = 2000; // characters: some mail programs cut longer ones

const draft = { title: "", lessons: [], checklists: [], due: "", from: "", text: "", id: "" };

const field = (page, key, attrs = {}, tag = "input") => {
  const el = h(tag, { ...attrs, "data-key": "task-" + key, oninput: () => { draft[key] = el.value; } });
  el.value = draft[key];
  return h("p", {}, h("label", {}, page.t("task_" + key), " ", el));
};

function box(list, value, label, redraw) {
  const input = h("input", { type: "checkbox", value, "data-key": "task " + value, onchange: () => {
    draft[list] = draft[list].filter((x) => x !== value);
    if (input.checked) draft[list].push(value);
    if (redraw) redraw();
  } });
  input.checked = draft[list].includes(value);
  return h("li", {}, h("label", {}, input, " ", label));
}

const checklistsOf = (facts, uid) => (facts.lesson(uid)?.widgets ?? []).filter((w) => w.kind === "checklist");

/** The assignment as a document. The same draft keeps its id, so that it is one task. */
function taskDoc() {
  draft.id ||= randomHex(8);
  const lists = draft.checklists.filter((c) => draft.lessons.includes(c.split("#")[0]));
  const doc = { format: "playbook-assignment", v: VERSION, site: store().site, id: draft.id, title: plain(draft.title, 200), lessons: [...draft.lessons], checklists: lists, at: Date.now() };
  if (draft.due) doc.due = draft.due;
  if (plain(draft.from)) doc.from = plain(draft.from);
  if (draft.text.trim()) doc.text = draft.text.trim().replace(/\r/g, "").slice(0, 4000);
  return sealed(doc);
}

/** The calendar entry. link: the page on which the task is accepted. */
export function taskICS(doc, titles, link) {
  return writeICS([{ uid: `${doc.id}@${doc.site}.playbook`, date: doc.due, summary: doc.title, description: [doc.text, ...titles].filter(Boolean).join("\n"), url: link }]);
}

function ready(page, redraw) {
  const list = page.facts.tasks ?? [];
  if (!list.length) return null;
  const select = h("select", { "data-key": "ready", onchange: () => {
    const { days, ...chosen } = structuredClone(list[select.value]) ?? {};
    Object.assign(draft, { title: "", lessons: [], due: days ? addDays(today(), days) : "", text: "", id: "", checklists: [] }, chosen);
    redraw();
  } }, h("option", { value: "" }, page.t("ready_none")), list.map((x, i) => h("option", { value: String(i), selected: x.id === draft.id }, x.title)));
  return h("p", {}, h("label", {}, page.t("ready"), " ", select));
}

/** The form, a section of the page. */
export function assignForm(page) {
  const { t, facts } = page, status = h("p", { role: "status", "data-slot": "assigned" }), body = h("div", { class: "stack" });
  const say = (text, refused = false) => {
    status.className = refused ? "refused" : "";
    status.textContent = text;
    announce(text);
  };
  const out = async (how) => {
    if (!plain(draft.title) || !draft.lessons.length) return say(t("task_needs"), true);
    if (how === "ics" && !draft.due) return say(t("task_needs_due"), true);
    const doc = taskDoc(), whole = `${new URL(config().pages?.progress ?? "progress.html", root()).href}#a=${await pack(doc)}`;
    const link = whole.length <= MAX_LINK ? whole : "";
    const name = `${plain(doc.title, 60)}`.normalize("NFC").replace(/[^\p{L}\p{N}._-]+/gu, "-");
    if (how === "file") download(`task-${name}.json`, fileText(doc), "application/json");
    else if (how === "ics") download(`task-${name}.ics`, taskICS(doc, doc.lessons.map((uid) => facts.lesson(uid)?.title ?? uid), link), "text/calendar");
    else if (!link) return say(t("too_long"), true);
    else await copy(link, { label: t("copy_by_hand"), close: t("close") });
    say(t("task_" + how + "_done"));
  };
  const redraw = () => {
    const key = document.activeElement?.dataset?.key;
    body.replaceChildren(ready(page, redraw) ?? "", field(page, "title", { type: "text", maxlength: "200" }),
      h("details", { open: draft.lessons.length > 0 }, h("summary", {}, t("task_lessons", draft.lessons.length)), h("ul", { class: "pb-pick" }, facts.lessons.map((l) => box("lessons", l.uid, l.title, redraw)))),
      ...draft.lessons.flatMap((uid) => checklistsOf(facts, uid).map((w) => [uid, w])).map(([uid, w]) => h("ul", { class: "pb-pick" }, box("checklists", `${uid}#${w.id}`, t("task_list", w.title || facts.lesson(uid).title)))),
      field(page, "due", { type: "date" }), field(page, "from", { type: "text", maxlength: "80", autocomplete: "name" }), field(page, "text", { rows: "3", maxlength: "4000" }, "textarea"));
    if (key) body.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  redraw();
  const act = (how, more) => button(t("task_" + how), "task-" + how, () => out(how).catch((e) => console.error(e.message)), more);
  return h("div", { class: "noprint" }, leg("assign", t("assign"), h("p", {}, t("assign_more")), body, h("p", { class: "row" }, act("link", "go"), act("file"), act("ics")), status));
}
