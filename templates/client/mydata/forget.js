// Forgetting a customer: searches a name in everything that this browser stores, and
// shows what would be removed, with choices. Nothing is removed before the reader
// confirms. The reader can undo it until the page closes.

import { forgetErased } from "./kept.js";
import { forgetImport } from "./move.js";
import { lessonLink } from "./titles.js";
import { SETTINGS, store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { announce } from "../lib/page.js";
import { find, forget, knownNames } from "../privacy/forget.js";

const ROUND = 40; // characters shown before and after a name
const SHOWN = 3; // excerpts of one entry
const LATE = 5000; // ms in which another tab may still write what it has in memory

const state = { typed: "", name: "", places: null, undos: [], since: 0, n: 0 };

const stop = () => Object.assign(state, { typed: "", name: "", places: null, undos: [], n: 0 });

/** The row for a leaf in the table of stored data, on the same page. */
const rowOf = (keep) => keep && document.querySelector(`[data-keep="${keep.part}-${keep.what}"]`);
const whatOf = (keep) => rowOf(keep)?.querySelector("th")?.textContent.trim();
const toolOf = (keep) => rowOf(keep)?.closest("[data-part]")?.querySelector("h3")?.textContent.trim();

function excerpt({ text, places }) {
  const [{ from, to }] = places, start = Math.max(0, from - ROUND), end = Math.min(text.length, to + ROUND);
  return [start > 0 && "…", text.slice(start, from), h("mark", {}, text.slice(from, to)), text.slice(to, end), end < text.length && "…"];
}

function placeWords(p, t) {
  if (p.kind === "name") return p.x === undefined ? t("forget_gone") : t("forget_called", p.x, p.n);
  return p.said.slice(0, SHOWN).map((s) => h("p", {}, excerpt(s)));
}

function where(p, t) {
  if (p.kind === "search") return t("forget_searches");
  if (p.kind === "record") return t("forget_record");
  return [h("b", {}, [toolOf(p.keep), p.uid !== SETTINGS && ": "]), p.uid !== SETTINGS && lessonLink(p.uid), whatOf(p.keep) && h("small", {}, " ", whatOf(p.keep)),
    p.profile !== store().profile && h("small", {}, " ", t("forget_profile", p.profile))];
}

function choice(p, i, t) {
  const words = (act) => t(p.kind === "name" || (act === "remove" && p.starts?.length) ? "forget_remove_all" : "forget_" + act, t("forget_word"));
  if (p.acts.length === 1) return words(p.act);
  const select = h("select", { "data-key": "forget " + i, "aria-label": t("forget_choose"), onchange: () => { p.act = select.value; } },
    p.acts.map((act) => h("option", { value: act, selected: act === p.act }, words(act))));
  return select;
}

function search(body, t, redraw, text) {
  state.name = text;
  state.places = find(store(), text);
  state.undos = [];
  redraw();
  const n = state.places.length;
  announce(n ? t("forget_found", n) : t("forget_none", text));
  document.querySelector("[data-slot=forget-found]")?.focus();
}

function drawSearch(body, { t, redraw }) {
  const input = h("input", { type: "text", maxlength: "200", autocomplete: "off", required: true, list: "pb-names", "data-key": "forget-name", oninput: () => { state.typed = input.value; } });
  input.value = state.typed;
  body.append(h("p", {}, t("forget_more")), h("form", { onsubmit: (e) => {
    e.preventDefault();
    search(body, t, redraw, input.value.trim());
  } }, h("p", { class: "row" }, h("label", {}, t("forget_name"), " ", input), h("button", { class: "btn", "data-act": "forget-find" }, t("forget_find"))),
  h("datalist", { id: "pb-names" }, knownNames(store()).map((name) => h("option", { value: name })))));
}

function drawFound(body, { t, redraw }) {
  const { places, name } = state, tools = [...new Set(places.map((p) => toolOf(p.keep)).filter(Boolean))].join(", ");
  const found = h("p", { tabindex: "-1", "data-slot": "forget-found", "data-key": "forget-found" }, places.length ? [h("b", {}, t("forget_found", places.length)), tools && ` ${tools}.`, " ", t("forget_tools")] : t("forget_none", name));
  if (!places.length) return body.append(found);
  body.append(found, h("div", { class: "pb-data-body", role: "list", "data-slot": "forget-places", "aria-label": t("forget_caption", name) },
    places.map((p, i) => h("div", { class: "pb-preview", role: "listitem", "data-kind": p.kind }, h("div", {}, where(p, t)), h("div", {}, placeWords(p, t)), h("div", {}, choice(p, i, t))))),
    h("p", {}, t("forget_ask_more")),
    h("div", { class: "note", role: "group", "aria-labelledby": "pb-forget-h" }, h("b", { id: "pb-forget-h" }, t("forget_ask", name)),
      h("p", { class: "row" }, h("button", { type: "button", class: "btn go", "data-act": "forget-yes", "data-key": "forget-yes", onclick: () => confirm(t, redraw) }, t("forget_yes")),
      h("button", { type: "button", class: "btn", "data-act": "forget-no", onclick: () => {
        stop();
        redraw();
        document.querySelector("[data-key=forget-name]").focus();
      } }, t("cancel")))));
}

function confirm(t, redraw) {
  forgetErased();
  forgetImport();
  state.n = state.places.filter((p) => p.act !== "leave").length;
  state.chosen = new Map(state.places.map((p) => [p.at, p.act]));
  state.undos = [forget(store(), state.name, state.places, t("forget_word"))];
  state.since = performance.now();
  state.places = null;
  announce(t("forget_done", state.n));
  redraw();
  document.querySelector("[data-act=forget-undo]")?.focus();
}

/** Also removes what another tab wrote at the same moment. */
function again(t) {
  if (!state.undos.length || performance.now() - state.since > LATE) return;
  const late = find(store(), state.name).map((p) => ({ ...p, act: state.chosen.get(p.at) ?? p.act })).filter((p) => p.act !== "leave");
  if (late.length) state.undos.push(forget(store(), state.name, late, t("forget_word")));
}

function drawDone(body, { t, redraw }) {
  const end = (words) => {
    stop();
    announce(words);
    redraw();
    document.querySelector("[data-key=forget-name]").focus();
  };
  body.append(h("div", { class: "note", "data-slot": "forget-done" }, h("b", {}, t("forget_done", state.n)), h("p", { class: "row" },
    h("button", { type: "button", class: "btn", "data-act": "forget-undo", "data-key": "forget-undo", onclick: () => {
      state.undos.reverse().forEach((undo) => undo());
      end(t("put_back"));
    } }, t("undo")),
    h("button", { type: "button", class: "btn", "data-act": "forget-end", onclick: () => end(t("forget_for_good")) }, t("forget_end")))));
}

export function drawForget(body, context) {
  again(context.t);
  if (state.undos.length) drawDone(body, context);
  else drawSearch(body, context);
  if (state.places) drawFound(body, context);
}

// A reader who leaves the page and comes back cannot undo.
addEventListener("pagehide", stop);
