// A manager's other questions besides the matrix: who waits for a sign-off, what is
// due, who has sent nothing, where everybody has difficulties, how they voted.

import { h } from "../lib/dom.js";
import { formatPercent } from "../lib/number.js";
import { locale, root } from "../lib/page.js";
import { day, leg, nameOf } from "./look.js";
import { shown } from "./matrix.js";
import { LEAST } from "./table.js";
import { placeName } from "./tell.js";

const MOST = 12; // largest number of weak spots
const SHOWN = 3; // due items that are shown of one person

const openPerson = (page, p) => h("button", { type: "button", class: "plain", onclick: () => {
  page.person = p.id;
  page.draw();
  document.querySelector("[data-slot=name]")?.focus();
} }, p.name);

const list = (rows) => h("ul", { class: "duelist" }, rows);

function asksPart(page, people) {
  const rows = people.flatMap((p) => Object.values(p.asks).map((a) => h("li", {}, openPerson(page, p), h("span", { class: "when" }, day(a.on)), h("small", {}, nameOf(a.what, page.facts)))));
  return rows.length > 0 && leg("asks", page.t("asks"), list(rows));
}

function duePart(page, people) {
  const rows = people.filter((p) => p.due.length).sort((a, b) => (a.due[0].on < b.due[0].on ? -1 : a.due[0].on > b.due[0].on ? 1 : 0));
  return leg("due", page.t("due"), rows.length === 0 ? h("p", { class: "pb-none" }, page.t("nothing_due")) : list(rows.map((p) => {
    const [{ on, late }] = p.due, texts = p.due.slice(0, SHOWN).map((d) => d.text), more = p.due.length - texts.length;
    return h("li", {}, openPerson(page, p), h("span", { class: "when" + (late ? " late" : "") }, page.t(late ? "late_since" : "by", day(on))), h("small", {}, texts.join(" · "), more > 0 && ` · +${more}`));
  })));
}

function silentPart(page, people) {
  const rows = people.filter((p) => p.silent);
  return rows.length > 0 && leg("silent", page.t("silent"), list(rows.map((p) => h("li", {}, openPerson(page, p), h("span", { class: "when late" }, page.t("last_on", day(p.last)))))));
}

const find = (facts, uid, id) => [facts.lesson(uid), facts.widget(uid, id)];

function link(facts, uid, w) {
  const l = facts.lesson(uid);
  return h("a", { href: `${root()}${l.url}#${w.at ?? w.id}`, lang: l.lang }, l.title);
}

function weakRow(page, x) {
  const [, w] = find(page.facts, x.lesson, x.widget), item = w.items.find((i) => i.id === x.item);
  const places = Object.entries(x.places).map(([at, n]) => [placeName(w, Number(at)), n]).filter(([word]) => word).map(([word, n]) => page.t("place", word, n));
  return h("li", {}, h("b", {}, page.t("n_of_m", x.count, x.of)), " ", h("q", {}, item.text || item.id), places.length > 0 && h("span", {}, " ", places.join(", ")), h("small", {}, link(page.facts, x.lesson, w)));
}

function weakPart(page) {
  const { t } = page, { weak, people } = page.table;
  const senders = people.filter((p) => Object.keys(p.results).length).length;
  return leg("weak", t("weak"), weak.length ? [h("ol", { class: "pb-weak" }, weak.slice(0, MOST).map((x) => weakRow(page, x)))] : h("p", { class: "pb-none" }, senders < LEAST ? t("too_few", LEAST) : t("no_weak")));
}

function tallyPart(page) {
  const { t } = page, { tallies } = page.table;
  if (!tallies.length) return null;
  return leg("tallies", t("tallies"), tallies.map((x) => {
    const [, w] = find(page.facts, x.lesson, x.widget);
    return h("table", { class: "pb-votes" }, h("caption", {}, w.title || "", " ", h("small", {}, link(page.facts, x.lesson, w))),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("vote")), h("th", { scope: "col", class: "num" }, t("n_votes", x.of)))),
      h("tbody", {}, w.items.map((i) => h("tr", {}, h("th", { scope: "row" }, i.text || i.id), h("td", { class: "num" }, String(x.votes[i.id] ?? 0), " ", h("small", {}, formatPercent((x.votes[i.id] ?? 0) / x.of, locale())))))));
  }));
}

/** The lists below the matrix that are not empty. */
export function listParts(page) {
  const { people } = shown(page);
  return [asksPart(page, people), duePart(page, people), silentPart(page, people), weakPart(page), tallyPart(page)].filter(Boolean);
}
