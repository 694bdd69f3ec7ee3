// Draws the result of a scorecard: the verdict, the gauge, the statements behind it,
// and earlier results.

import { today } from "lib/dates.js";
import { h } from "lib/dom.js";
import { formatNumber, formatPercent } from "lib/number.js";
import { locale } from "lib/page.js";
import { decimals } from "./score.js";

const copy = (from) => [...(from?.childNodes ?? [])].map((n) => n.cloneNode(true));

/** A score as the reader sees it. */
const figure = (card, score) => formatNumber(score, locale(), decimals(card.card.bands, score));

/** {verdict, advice (nodes)} in words; without a verdict, what is missing for one. */
export function scoreText(card, r) {
  if (r.more || r.score === null) return { verdict: card.t("more", r.more || 1), advice: [] };
  const band = card.card.bands[r.capped >= 0 ? r.capped : r.band];
  const gate = r.capped < 0 && r.fired[0];
  return { verdict: gate ? gate.verdict : band?.verdict ?? "", advice: gate ? [] : copy(band?.advice) };
}

/** The result: one panel, built again each time, because its parts come and go together. */
export function drawResult(card, r, answers, blank) {
  const panel = card.slot("result");
  const focused = panel.contains(document.activeElement) && document.activeElement.dataset.act;
  const open = panel.querySelector(".gauge details")?.open;
  panel.replaceChildren();
  if (blank || !r.answered) return;
  const { verdict, advice } = scoreText(card, r);
  const done = r.more === 0, last = done && before(card);
  panel.append(h("div", { class: "verdict" },
    done && h("div", { class: "big" }, figure(card, r.score), h("small", {}, card.t("of_100"))),
    h("div", {}, h("h4", { "data-slot": "verdict" }, verdict), advice.length > 0 && h("p", {}, advice),
      last && h("p", { class: "since" }, card.t("since", change(r.score - last.score), card.date(last.date))),
      r.fired.map((g) => h("p", { class: "fired" }, gateText(card, g, r, verdict))))));
  if (done) panel.append(gauge(card, r), worst(card, r));
  const asked = card.card.items.filter((i) => answers.get(i.id) === -1);
  if (asked.length) {
    panel.append(h("div", { class: "part" }, h("h4", {}, card.t("ask_next")),
      h("ol", { class: "ask" }, asked.map((i) => h("li", {}, h("a", { href: "#" + i.boxes[0].name }, i.text))))));
  }
  if (done && !card.locked) panel.append(h("p", { class: "part row" }, h("button", { type: "button", class: "btn go", "data-act": "keep" }, card.t("keep"))));
  if (open) panel.querySelector(".gauge details")?.setAttribute("open", "");
  if (focused) panel.querySelector(`[data-act="${focused}"]`)?.focus();
}

function gateText(card, gate, r, verdict) {
  const item = card.card.byId.get(gate.item);
  const without = r.band >= 0 ? card.card.bands[r.band]?.verdict : "";
  return [gate.verdict !== verdict && gate.verdict + ".", card.t("gate", item.text), without && without !== gate.verdict && card.t("gate_without", without)].filter(Boolean).join(" ");
}

/** The last saved result before today. */
const before = (card) => card.history().filter((x) => x.date < today()).at(-1);

const SVG = "http://www.w3.org/2000/svg";

function s(tag, attrs, ...children) {
  const el = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(attrs)) el.setAttribute(k, v);
  el.append(...children);
  return el;
}

/** Words beside a mark, on the side with room. */
const beside = (x, y, text, kind) => s("text", { x: x > 60 ? -8 : 8, y, class: x > 60 ? kind + " end" : kind }, text);

/**
 * The score on a line from 0 to 100 with the bands. Positions are in percent and words
 * in pixels, so that words are readable at every width. A table below has the same
 * data.
 */
function gauge(card, r) {
  const { bands } = card.card, last = before(card);
  const list = bands.length ? bands : [{ from: 0, verdict: "" }];
  const at = r.capped >= 0 ? r.capped : r.band;
  const svg = s("svg", { height: last ? "96" : "74", role: "img", "aria-label": card.t("gauge", figure(card, r.score), bands[at]?.verdict ?? "") });
  list.forEach((band, i) => {
    const to = list[i + 1]?.from ?? 100;
    svg.append(s("rect", { x: band.from + "%", y: 28, width: to - band.from + "%", height: 10, class: i === at ? "bandon" : "band" }),
      s("text", { x: band.from + "%", y: 56, class: "q" }, formatNumber(band.from, locale())));
  });
  svg.append(s("text", { x: "100%", y: 56, class: "q end" }, "100"),
    s("svg", { x: r.score + "%", y: 0, overflow: "visible" }, s("path", { d: "M0 26-7 14H7z", class: "mk" }), beside(r.score, 12, card.t("now", figure(card, r.score)), "t")));
  if (last) {
    svg.append(s("svg", { x: last.score + "%", y: 60, overflow: "visible" }, s("path", { d: "M0 4-5 13H5z", class: "mk0" }),
      beside(last.score, 16, card.t("then", card.date(last.date), figure(card, last.score)), "q")));
  }
  return h("figure", { class: "gauge chart" }, svg, h("details", {}, h("summary", {}, card.t("as_table")), table(card, [
    [card.t("col_date"), card.t("col_score"), card.t("col_coverage")],
    ...(last ? [[card.date(last.date), exact(last.score), share(last.coverage)]] : []),
    [card.t("today"), exact(r.score), share(r.coverage)],
  ])));
}

const exact = (score) => formatPercent(score / 100, locale(), 2);
const share = (x) => (typeof x === "number" ? formatPercent(x, locale()) : "");

function table(card, [head, ...rows]) {
  return h("div", { class: "table", tabindex: "0" }, h("table", {}, h("thead", {}, h("tr", {}, head.map((c) => h("th", { scope: "col" }, c)))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((c) => h("td", {}, c)))))));
}

/** Up to three statements behind the result, with their advice. */
function worst(card, r) {
  if (!r.top.length) return "";
  return h("div", { class: "part" }, h("h4", {}, card.t(card.card.bad ? "from_bad" : "from_good")),
    h("ol", { class: "worst" }, r.top.map(({ id, share: part }) => {
      const item = card.card.byId.get(id);
      return h("li", {}, h("span", { class: "no", "aria-hidden": "true" }, String(card.card.items.indexOf(item) + 1)), h("b", {}, item.text),
        h("span", { class: "num" }, card.t(card.card.bad ? "of_score" : "of_gap", formatPercent(part, locale()))), h("div", {}, copy(item.advice)));
    })));
}

/** Saved results by date, each compared with the one before. */
export function drawHistory(card, blank) {
  const list = card.history();
  let box = card.slot("history");
  if (!list.length || blank) return void box?.remove();
  const rows = list.map((x, i) => [card.date(x.date), exact(x.score), change(i && x.score - list[i - 1].score), typeof x.verdict === "string" ? x.verdict : ""]);
  const made = h("details", { class: "part how", "data-slot": "history" }, h("summary", {}, card.t("history", list.length)),
    table(card, [["col_date", "col_score", "col_change", "col_verdict"].map((c) => card.t(c)), ...rows.reverse()]));
  made.open = box?.open ?? false;
  if (box && box.textContent === made.textContent) return;
  if (box) box.replaceWith(made);
  else card.querySelector(".how").before(made);
}

/** A change in points, signed. */
export const change = (points) => (points ? formatNumber(points, locale(), 2, { signDisplay: "exceptZero" }) : "–");

/** The known accounts or deals, to choose. */
export function drawNames(card) {
  const seg = card.slot("subjects").lastChild, all = card.subjects();
  seg.hidden = !all.length;
  const known = new Map([...seg.children].map((b) => [b.value, b]));
  for (const { id, name } of all) {
    const button = known.get(id) ?? h("button", { type: "button", value: id, "data-act": "subject" });
    known.delete(id);
    card.put(button, name);
    button.setAttribute("aria-pressed", String(id === card.run));
    if (!button.isConnected) seg.append(button);
  }
  for (const gone of known.values()) gone.remove();
  card.put("run", all.find((s) => s.id === card.run)?.name ?? card.t("name_first"));
}
