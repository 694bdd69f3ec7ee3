// The matrix of people and lessons. It may have twelve thousand cells, so a cell is one
// element with a word in it. The style sheet draws its sign and sets the width of
// columns, so that no cell is measured.

import { today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { formatPercent } from "../lib/number.js";
import { locale } from "../lib/page.js";
import { day, leg } from "./look.js";

/** People with the same name get a number. */
export function names(people) {
  const seen = new Map(), all = new Map();
  for (const p of people) all.set(p.name, (all.get(p.name) ?? 0) + 1);
  return people.map((p) => {
    if (all.get(p.name) < 2) return p.name;
    seen.set(p.name, (seen.get(p.name) ?? 0) + 1);
    return `${p.name} (${seen.get(p.name)})`;
  });
}

const STATES = { begun: "…", learnt: "✓", practice: "★", old: "↻" };

/** Returns a function that makes cells by copying one for each state. */
function cells(t) {
  const empty = document.createElement("td"), made = new Map(Object.entries(STATES).map(([s, sign]) => [s, h("td", { "data-s": s, "aria-label": t("cell_" + s) }, sign)]));
  return (c) => (c ? made.get(c.f ? "old" : c.s) : empty).cloneNode(true);
}

/** Warnings about a person's files, in words. */
export function marks(p, t) {
  return [p.silent && t("silent_since", day(p.last)), p.newer && t("mark_newer"), p.unsigned && t("mark_unsigned"), p.keys > p.devices && t("mark_keys", p.keys)].filter(Boolean);
}

function row(page, p, name, columns, cell) {
  const { t } = page, odd = marks(p, t), late = p.due.filter((d) => d.late).length, open = h("button", { type: "button", class: "plain", "data-key": "person " + p.id, onclick: () => {
    page.person = p.id;
    page.draw();
    document.querySelector("[data-slot=name]")?.focus();
  } }, name);
  const tr = h("tr", { "data-person": p.id }, h("th", { scope: "row" }, open, odd.length > 0 && h("small", {}, odd.join("; "))),
    h("td", { class: "num" }, p.percent < 0 ? "–" : formatPercent(p.percent / 100, locale())), h("td", { class: "num" + (late ? " late" : "") }, late ? t("n_late", late) : String(p.due.length || "")),
    h("td", { class: "num when" }, p.last === today() ? t("today") : day(p.last, "short")));
  tr.append(...columns.map((c) => cell(p.cells[c.uid])));
  return tr;
}

function pathChoice(page) {
  const used = new Set(page.table.people.map((p) => p.path)), paths = page.facts.paths.filter((p) => used.has(p.uid));
  if (paths.length < 2) return null;
  const select = h("select", { "data-key": "path", onchange: () => {
    page.path = select.value;
    page.draw();
  } }, h("option", { value: "" }, page.t("all_paths")), paths.map((p) => h("option", { value: p.uid, selected: p.uid === page.path }, p.title)));
  return h("p", { class: "noprint" }, h("label", {}, page.t("path"), " ", select));
}

/** People of the chosen path, and its lessons. */
export function shown(page) {
  const { people, columns } = page.table, path = page.path && page.facts.path(page.path);
  if (!path) return { people, columns };
  const own = new Set(path.lessons.map((i) => page.facts.lessons[i].uid));
  return { people: people.filter((p) => p.path === page.path), columns: columns.filter((c) => own.has(c.uid)) };
}

/** The matrix as a section of the page. The rows after `first` are added when those are painted. */
export function matrix(page, first = Infinity) {
  const { t } = page, { people, columns } = shown(page), known = names(page.table.people);
  const nameOf = new Map(page.table.people.map((p, i) => [p.id, known[i]]));
  const head = h("tr", {}, ["who", "percent", "due", "last"].map((c, i) => h("th", { scope: "col", class: i ? "num" : "" }, t("col_" + c))),
    columns.map((c) => h("th", { scope: "col", class: "col" }, h("span", {}, c.title))));
  const cell = cells(t), body = h("tbody");
  const add = (list) => body.append(...list.map((p) => row(page, p, nameOf.get(p.id), columns, cell)));
  add(people.slice(0, first));
  if (people.length > first) requestAnimationFrame(() => setTimeout(() => add(people.slice(first))));
  const table = h("table", {}, h("caption", { class: "sr" }, t("matrix_label")), h("thead", {}, head), body);
  table.style.setProperty("--lessons", columns.length);
  const twins = known.filter((n, i) => n !== page.table.people[i].name).length;
  return leg("matrix", t("matrix", people.length), pathChoice(page) ?? "",
    h("ul", { class: "pb-signs" }, Object.entries(STATES).map(([s, sign]) => h("li", {}, h("i", { "data-s": s, "aria-hidden": "true" }, sign), t("cell_" + s)))),
    h("div", { class: "pb-matrix", tabindex: "0", role: "region", "aria-label": t("matrix_label") }, table),
    twins > 0 && h("p", {}, t("twins")));
}
