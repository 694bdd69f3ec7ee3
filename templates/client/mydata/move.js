// Export and import of the reader's data: a file or a link out; an import with a
// preview, then merge, replace or cancel, and an undo.

import { isTitle, lessonLink, place, say } from "./titles.js";
import { PAGE, SETTINGS, store } from "../lib/book.js";
import { today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { apply, collect, difference, exportText, readExport, readFragment, shareFragment } from "../lib/exchange.js";
import { copy, download } from "../lib/handover.js";
import { valueOf } from "../lib/merge.js";
import { announce } from "../lib/page.js";

const ROWS = 200; // of a preview; if there are more, their number is shown
const LESSONS = 100;

const state = { withPrivate: false, message: null, offer: null, mode: "merge", undo: null, asked: false };

/** Discards a waiting import, and the undo of the last one. */
export const forgetImport = () => Object.assign(state, { message: null, offer: null, undo: null });

async function link(t, redraw) {
  const fragment = await shareFragment(collect(store(), { withPrivate: state.withPrivate }));
  if (!fragment) state.message = t("link_too_long");
  else if (await copy(location.href.split("#")[0] + fragment, { label: t("copy_by_hand"), close: t("close") })) state.message = t("link_copied");
  redraw();
}

function drawExport(body, { t, redraw }) {
  const box = h("input", { type: "checkbox", "data-key": "private", onchange: () => { state.withPrivate = box.checked; } });
  box.checked = state.withPrivate;
  body.append(
    h("p", {}, h("label", {}, box, " ", t("with_private"))),
    h("p", { class: "row" },
      h("button", { type: "button", class: "btn go", "data-act": "export", "data-key": "export", onclick: () => {
        download(`${store().site}-${today()}.json`, exportText(collect(store(), { withPrivate: state.withPrivate })), "application/json");
        announce(t("exported"));
      } }, t("export_all")),
      h("button", { type: "button", class: "btn", "data-act": "link", "data-key": "link", onclick: () => link(t, redraw) }, t("copy_link"))));
}

/** Reads an export's text and shows a preview. Nothing is changed yet. */
function offer(text, t, redraw) {
  const { data, error, uid } = text === null ? { error: "damaged" } : readExport(text, store().site);
  state.offer = data ?? null;
  state.mode = "merge";
  state.message = error ? t("error_" + error.replaceAll("-", "_"), uid ?? "") : null;
  if (error) announce(state.message);
  redraw();
}

function drawImport(body, { t, redraw }) {
  const input = h("input", { type: "file", accept: ".json,application/json", "data-key": "file", onchange: async () => {
    if (input.files[0]) offer(input.files[0].size > 2e7 ? " ".repeat(1e7 + 1) : await input.files[0].text(), t, redraw);
  } });
  body.append(h("p", {}, h("label", {}, t("open_file"), " ", input)));
  if (state.message) body.append(h("div", { class: "note", "data-key": "message" }, h("p", {}, state.message)));
  if (state.undo) body.append(h("p", {}, h("button", { type: "button", class: "btn", "data-act": "undo-import", "data-key": "undo-import", onclick: () => {
    state.undo();
    state.undo = null;
    state.message = t("put_back");
    announce(state.message);
    redraw();
  } }, t("undo"))));
  if (state.offer) drawPreview(body, { t, redraw });
}

function drawPreview(body, { t, redraw }) {
  const steps = difference(store(), state.offer, state.mode).filter((s) => s.kind !== "same" && !isTitle(s.id, s.key));
  const count = (kind) => steps.filter((s) => s.kind === kind).length;
  const mode = (name) => {
    const radio = h("input", { type: "radio", name: "pb-mode", value: name, "data-key": "mode " + name, onchange: () => {
      state.mode = name;
      redraw();
    } });
    radio.checked = state.mode === name;
    return h("label", {}, radio, " ", h("b", {}, t("mode_" + name)), " ", t(`mode_${name}_more`));
  };
  body.append(h("div", { class: "card pb-preview", role: "group", "aria-labelledby": "pb-preview-h" },
    h("h3", { id: "pb-preview-h" }, t("preview")),
    h("p", { "data-slot": "counts" }, t("preview_counts", count("add"), count("change"), count("remove"))),
    h("ul", { class: "pb-lessons" }, lessonsOf(steps, t).slice(0, LESSONS).map((words) => h("li", {}, words))),
    h("div", { class: "pb-modes" }, mode("merge"), mode("replace")),
    h("p", { class: "row" },
      h("button", { type: "button", class: "btn go", "data-act": "import", "data-key": "import", onclick: () => accept(t, redraw) }, t("do_" + state.mode)),
      h("button", { type: "button", class: "btn", "data-act": "cancel", "data-key": "cancel", onclick: () => {
        state.offer = null;
        redraw();
      } }, t("cancel"))),
    steps.length > 0 && h("details", {}, h("summary", {}, t("every_change")), h("table", {},
      h("caption", {}, steps.length > ROWS ? t("first_rows", ROWS, steps.length) : t("all_rows", steps.length)),
      h("thead", {}, h("tr", {}, ["lesson", "entry", "now", "then"].map((c) => h("th", { scope: "col" }, t("col_" + c))))),
      h("tbody", {}, steps.slice(0, ROWS).map((s) => h("tr", { "data-kind": s.kind },
        h("th", { scope: "row" }, lessonLink(s.uid)), h("td", {}, place(s.id, s.key)), h("td", {}, say(s.from, t)), h("td", {}, say(s.to, t)))))))));
}

/** The lessons that an import changes, each with the number of entries, in words. */
function lessonsOf(steps, t) {
  const counts = new Map();
  for (const { uid } of steps) counts.set(uid, (counts.get(uid) ?? 0) + 1);
  return [...counts].map(([uid, n]) => {
    const title = valueOf(state.offer.lessons[uid]?.w[PAGE]?.title)?.[0];
    return [uid === SETTINGS || typeof title !== "string" ? lessonLink(uid) : title, ": ", t("entries", n)];
  });
}

function accept(t, redraw) {
  const { undo, error } = apply(store(), state.offer, state.mode);
  state.message = error ? t("error_" + error) : t("imported");
  state.undo = undo ?? state.undo;
  state.offer = error ? state.offer : null;
  announce(state.message);
  redraw();
}

export function drawMove(body, context) {
  drawExport(body, context);
  drawImport(body, context);
  if (!state.asked) addEventListener("hashchange", () => readLink(context)); // a link that is opened while this page is open
  if (!state.asked) readLink(context);
  state.asked = true;
}

/** Shows a preview of a share link's data. */
function readLink({ t, redraw }) {
  if (!location.hash.startsWith("#s=")) return;
  const fragment = location.hash;
  // The data must not stay in the address and the history.
  history.replaceState(null, "", location.pathname + location.search);
  readFragment(fragment).then((text) => offer(text, t, redraw));
}
