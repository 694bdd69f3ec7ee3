// team.html, the manager's page. Progress files are opened, merged and shown here. They
// never touch what this browser stores for its own reader, and nothing of them is
// stored when the page closes: the manager saves the team file.

import { store } from "../lib/book.js";
import { today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { announce, words } from "../lib/page.js";
import { assignForm } from "./assign.js";
import { verify } from "./crypto.js";
import { MAX_FILE, lettersIn, read, unpack } from "./format.js";
import { keyBox, takeKey } from "./keybox.js";
import { listParts } from "./lists.js";
import { button, fileField, keepingFocus, leg } from "./look.js";
import { matrix } from "./matrix.js";
import { addFile, emptyTeam, idOf, merge, reduce, teamOf } from "./merge.js";
import { personView } from "./person.js";
import { saveParts } from "./save.js";
import { book } from "./share.js";
import { index, tableOf } from "./table.js";

const t = words("team");
const mount = document.querySelector('[data-pb-page="team"]');

/** The page's state. Parts draw from it, and call draw() when they have changed it. */
const page = { t, facts: null, team: emptyTeam(store().site), table: null, path: "", person: null, key: null, by: "", refused: [], files: 0, dirty: false, draw, changed };

function changed() {
  page.dirty = true;
  draw();
}

/** Merges the documents in a text into the team; reports those that cannot be used. */
function take(name, text) {
  const one = text === null ? { error: "too-large" } : read(text, page.team.site);
  const refuse = (error, about) => page.refused.push({ name, text: t("error_" + error.replaceAll("-", "_"), about ?? "") });
  if (one.error) return refuse(one.error, one.about);
  if (one.kind === "key") return takeKey(page, one.doc);
  if (one.kind !== "progress" && one.kind !== "team") return refuse("not-ours");
  if (one.kind === "progress") addFile(page.team, one.doc, one.newer);
  else {
    const { team, error, about } = teamOf(one);
    if (error) return refuse(error, about);
    merge(page.team, team);
  }
  page.files++;
}

async function takeAll(texts) {
  page.refused = [];
  const before = page.files;
  for (const [name, text] of texts) take(name, text);
  reduce(page.team);
  page.dirty ||= page.files > before;
  draw(FIRST_ROWS);
  announce([t("n_read", page.files - before), ...page.refused.map((r) => `${r.name}: ${r.text}`)].join(". "));
  await check();
}

const checked = new Map(); // a file's id → whether its signature is valid

/** Checks the signatures. That takes time, so the table is drawn before. */
async function check() {
  const files = [...page.team.files.values()].filter((f) => f.doc.key && !f.newer && !checked.has(idOf(f.doc)));
  await Promise.all(files.map(async ({ doc }) => checked.set(idOf(doc), await verify(doc))));
  const bad = files.filter(({ doc }) => checked.get(idOf(doc)) === false);
  for (const { doc } of bad) {
    page.team.files.delete(idOf(doc));
    delete page.team.keys[doc.person]?.[doc.key];
    page.refused.push({ name: doc.name, text: t("error_altered") });
  }
  mount.dataset.checked = String(checked.size);
  if (bad.length) draw();
}

async function paste(field) {
  const letters = lettersIn(field.value);
  const texts = await Promise.all(letters.map(async (l, i) => [t("pasted", i + 1), (await unpack(l)) ?? ""]));
  field.value = "";
  await takeAll(letters.length ? texts : [[t("pasted", 1), ""]]);
}

function openPart() {
  const field = h("textarea", { rows: "3", "data-key": "paste", "aria-label": t("paste") });
  const box = leg("open", t("open"),
    h("div", { class: "pb-drop", "data-slot": "drop" }, fileField(t("open_files"), takeAll, MAX_FILE, { multiple: true, "data-key": "files" }), h("p", {}, t("drop_here"))),
    h("details", {}, h("summary", {}, t("paste")), h("p", {}, t("paste_more")), field, h("p", {}, button(t("paste_go"), "paste", () => paste(field)))),
    h("p", { class: "pb-keep" }, t("keeps_nothing")),
    page.refused.length > 0 && h("div", { class: "note warn", role: "alert", "data-slot": "refused" }, h("b", {}, t("n_refused", page.refused.length)), h("ul", {}, page.refused.map((r) => h("li", {}, h("b", {}, r.name), ": ", r.text)))));
  return box;
}

function dropping() {
  const on = (type, fn) => addEventListener(type, (e) => {
    if (![...(e.dataTransfer?.types ?? [])].includes("Files")) return;
    e.preventDefault();
    document.querySelector("[data-slot=drop]")?.classList.toggle("over", type === "dragover");
    fn?.(e);
  });
  on("dragover");
  on("dragleave");
  on("drop", async (e) => takeAll(await Promise.all([...e.dataTransfer.files].map(async (f) => [f.name, f.size > MAX_FILE ? null : await f.text()]))));
}

const FIRST_ROWS = 50; // more than a screen has

/** Draws one person, or all of them. People after `first` are drawn one frame later. */
function draw(first = Infinity) {
  const scroll = mount.querySelector(".pb-matrix")?.scrollLeft;
  page.table = tableOf(page.team, page.facts, today());
  const one = page.person && page.table.people.find((p) => p.id === page.person);
  mount.toggleAttribute("data-one", Boolean(one));
  keepingFocus(mount, () => mount.replaceChildren(...(one ? personView(page, one) : [openPart(), ...(page.table.people.length ? [matrix(page, first), ...listParts(page)] : []), assignForm(page), keyBox(page), ...saveParts(page)])));
  const wrap = mount.querySelector(".pb-matrix");
  if (wrap && scroll) wrap.scrollLeft = scroll;
}

async function fromAddress() {
  const letters = lettersIn(location.hash);
  if (!letters.length) return;
  // The content of the link must not stay in the address and the history.
  history.replaceState(null, "", location.pathname + location.search);
  await takeAll([[t("link"), (await unpack(letters[0])) ?? ""]]);
}

addEventListener("beforeunload", (e) => page.dirty && e.preventDefault());
addEventListener("hashchange", fromAddress);
book().then((facts) => {
  page.facts = index(facts);
  draw();
  dropping();
  mount.dataset.ready = "true";
  return fromAddress();
});
