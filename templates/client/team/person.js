// One person, read-only: what is done and due, a field for comments, sign-offs, and
// "Give back", which makes the file for that person.

import { store } from "../lib/book.js";
import { today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { copy, download } from "../lib/handover.js";
import { randomHex } from "../lib/leaves.js";
import { announce, config, root, words } from "../lib/page.js";
import { fileText, sealed } from "./canon.js";
import { signed, subtle } from "./crypto.js";
import { VERSION, code, pack } from "./format.js";
import { button, day, leg, nameOf } from "./look.js";
import { marks, names } from "./matrix.js";
import { plain } from "./share.js";
import { inWords } from "./tell.js";

const commentsOf = (page, p) => Object.entries(page.team.comments).filter(([, c]) => p.ids.includes(c.person) && c.text !== "").sort(([, a], [, b]) => a.at - b.at);
const signsOf = (page, p) => Object.values(page.team.signs).filter((s) => p.ids.includes(s.person)).sort((a, b) => a.at - b.at);

/** The person in the form of a progress file. */
const asDoc = (p) => ({ name: p.name, path: p.path ? { uid: p.path, since: p.since } : undefined, lessons: p.cells, miles: some(p.miles), tasks: some(p.tasks), signed: some(p.signed), results: some(p.results), answers: some(p.answers), extra: p.extra });
const some = (x) => (Object.keys(x).length ? x : undefined);

function byField(page) {
  const field = h("input", { type: "text", maxlength: "80", autocomplete: "name", "data-key": "by", required: true, oninput: () => { page.by = plain(field.value); } });
  field.value = page.key?.by ?? page.by;
  field.readOnly = Boolean(page.key);
  if (page.key) page.by = page.key.by;
  return h("p", {}, h("label", {}, page.t("your_name"), " ", field));
}

/** Whether the manager has given a name; otherwise the field gets the focus. */
function named(page) {
  if (page.by) return true;
  announce(page.t("name_first"));
  document.querySelector("[data-key=by]").focus();
  return false;
}

function commentPart(page, p) {
  const { t } = page, lessons = page.facts.lessons.filter((l) => p.cells[l.uid]);
  const about = h("select", { "data-key": "about" }, h("option", { value: "" }, t("about_all")), lessons.map((l) => h("option", { value: l.uid }, l.title)));
  const field = h("textarea", { rows: "3", maxlength: "4000", "data-key": "comment" });
  const add = () => {
    if (!field.value.trim() || !named(page)) return;
    const uid = about.value;
    page.team.comments[randomHex(8)] = { person: p.person, ...(uid && { lesson: uid }), text: field.value.trim().replace(/\r/g, "").slice(0, 4000), by: page.by, on: today(), at: Date.now() };
    page.changed();
    announce(t("comment_added"));
  };
  return leg("comments", t("comments"), commentsOf(page, p).map(([id, c]) => h("div", { class: "card pb-said" }, h("p", {}, h("b", {}, c.lesson ? nameOf("lesson/" + c.lesson, page.facts) : t("about_all")), " ", h("small", {}, `${c.by}, ${day(c.on)}`)), h("p", { class: "pre" }, c.text),
    button(t("take_back"), "drop-comment", () => {
      page.team.comments[id] = { ...c, text: "", at: Date.now() };
      page.changed();
    }))), byField(page), h("p", {}, h("label", {}, t("about"), " ", about)), h("label", {}, t("comment"), field), h("p", {}, button(t("add_comment"), "add-comment", add)));
}

/** What the person has done of a thing that is to be signed. */
function seen(page, p, what) {
  const [kind, uid] = what.split("/"), c = p.cells[uid];
  if (kind === "lesson") return c?.on ? { done: c.done ?? c.on } : {};
  const path = page.facts.path(uid), days = (path?.lessons ?? []).map((i) => p.cells[page.facts.lessons[i].uid]?.on).filter(Boolean).sort();
  if (kind === "path") return { since: p.since || undefined, done: days.at(-1), lessons: p.learnt };
  return { done: p.miles[what.slice(5)] };
}

async function sign(page, p, ask, { what }, line) {
  if (!named(page)) return;
  const doc = Object.fromEntries(Object.entries({
    format: "playbook-signoff", v: VERSION, site: store().site, id: randomHex(8), ask, person: p.person, name: plain(p.name), what, title: plain(nameOf(what, page.facts), 300),
    ...seen(page, p, what), at: Date.now(), on: today(), by: page.by, note: line.trim().slice(0, 2000) || undefined,
  }).filter(([, x]) => x !== undefined));
  const full = page.key ? await signed(doc, page.key) : sealed(doc);
  page.team.signs[doc.id] = full;
  page.changed();
  announce(page.t(page.key ? "signed_now" : "confirmed_now"));
}

function signPart(page, p) {
  const { t, facts } = page, asks = Object.entries(p.asks), given = signsOf(page, p);
  if (!asks.length && !given.length) return null;
  const trust = page.key ? t(facts.keys?.includes(page.key.key) ? "sign_level2" : "sign_unknown_key") : t(subtle() ? "sign_no_key" : "sign_no_crypto");
  return leg("signs", t("signs"), given.map((s) => h("p", { class: "pb-ok" }, t("signed_by", s.title, s.by, day(s.on)), s.note && ` “${s.note}”`)), asks.length > 0 && h("p", {}, trust), asks.map(([id, a]) => {
    const line = h("input", { type: "text", maxlength: "500", "data-key": "line " + id }), done = seen(page, p, a.what);
    return h("div", { class: "card" }, h("p", {}, h("b", {}, nameOf(a.what, facts)), " ", h("small", {}, t("asked_on", day(a.on)), done.done && " · " + t("done_on", day(done.done)), done.lessons && " · " + t("n_lessons", done.lessons))),
      h("p", {}, h("label", {}, t("line"), " ", line)), h("p", {}, button(t(page.key ? "sign" : "confirm"), "sign", () => sign(page, p, id, a, line.value).catch((e) => console.error(e.message)), "go")));
  }));
}

function feedback(page, p) {
  const comments = Object.fromEntries(commentsOf(page, p)), signs = Object.fromEntries(signsOf(page, p).map((s) => [s.id, s]));
  return sealed({ format: "playbook-feedback", v: VERSION, site: store().site, person: p.person, name: plain(p.name), by: page.by, at: Date.now(), on: today(), comments, signs });
}

function givePart(page, p) {
  const { t } = page, status = h("p", { role: "status", "data-slot": "gave" });
  const say = (text) => {
    status.textContent = text;
    announce(text);
  };
  const some = commentsOf(page, p).length + signsOf(page, p).length;
  const name = `feedback-${store().site}-${plain(p.name)}-${today()}.json`.normalize("NFC").replace(/[^\p{L}\p{N}._-]+/gu, "-");
  const give = async (how) => {
    if (!some) return say(t("nothing_to_give"));
    if (!named(page)) return;
    const doc = feedback(page, p);
    if (how === "file") download(name, fileText(doc), "application/json");
    else {
      const letters = await pack(doc), text = how === "link" ? `${new URL(config().pages?.progress ?? "progress.html", root()).href}#f=${letters}` : code(letters);
      if (text.length > 8000) return say(t("too_long"));
      await copy(text, { label: t("copy_by_hand"), close: t("close") });
    }
    say(t("gave_" + how));
  };
  return leg("give", t("give"), h("p", {}, t("give_more")), h("p", { class: "row" }, button(t("give_file"), "give-file", () => give("file"), "go"), button(t("give_link"), "give-link", () => give("link"))), status);
}

/** Persons with the same name, to be joined with this one or separated again. */
function joinPart(page, p) {
  const { t } = page, known = names(page.table.people), key = (a, b) => [a, b].sort().join(" ");
  const others = page.table.people.filter((o) => o.id !== p.id && o.name.toLowerCase() === p.name.toLowerCase());
  const set = (a, b, join) => {
    page.team.same[key(a, b)] = { at: Date.now(), join };
    page.changed();
  };
  const apart = p.ids.slice(1);
  if (!others.length && !apart.length) return null;
  return leg("join", t("join"), h("p", {}, t("join_more")), others.map((o) => h("p", {}, button(t("join_with", known[page.table.people.indexOf(o)]), "join", () => set(p.person, o.person, true)))),
    apart.length > 0 && h("p", {}, button(t("part"), "part", () => {
      for (const pair of Object.keys(page.team.same)) if (pair.split(" ").some((id) => p.ids.includes(id))) page.team.same[pair] = { at: Date.now(), join: false };
      page.changed();
    })));
}

/** The view of one person. */
export function personView(page, p) {
  const { t } = page, say = words("send"), odd = marks(p, t);
  const back = () => {
    page.person = null;
    page.draw();
    document.querySelector(`[data-key="${CSS.escape("person " + p.id)}"]`)?.focus();
  };
  const due = p.due.map((d) => h("li", {}, h("span", {}, d.text), h("span", { class: "when" + (d.late ? " late" : "") }, t(d.late ? "late_since" : "by", day(d.on)))));
  return [h("p", { class: "noprint" }, button(t("back"), "back", back)), h("h2", { tabindex: "-1", "data-slot": "name", class: "pb-name" }, p.name),
    h("p", {}, [t("last_on", day(p.last)), t("level_" + p.level), t("n_devices", p.devices)].join(" · ")), odd.length > 0 && h("p", { class: "note" }, odd.join(". ")),
    leg("due", t("due"), due.length ? h("ul", { class: "duelist" }, due) : h("p", { class: "pb-none" }, t("nothing_due"))),
    signPart(page, p), commentPart(page, p), givePart(page, p), joinPart(page, p),
    ...inWords(asDoc(p), page.facts, say).slice(1).filter(({ rows }) => rows.length).map(({ title, rows }, i) => leg("told-" + i, title, h("ul", { class: "pb-rows" }, rows.map((r) => h("li", {}, r)))))].filter(Boolean);
}
