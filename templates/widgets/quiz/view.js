// Draws a quiz: each question in its state, the result, earlier attempts.

import { h } from "lib/dom.js";
import { formatNumber, formatPercent } from "lib/number.js";
import { locale } from "lib/page.js";
import { best, grade, shuffle } from "./grade.js";
import { writeAnswer } from "./questions.js";

/** A share in percent, rounded down. */
export function points(share) {
  return formatPercent(Math.floor(share * 1000 + 1e-6) / 1000, locale(), Number.isInteger(Math.round(share * 1e6) / 1e4) ? 0 : 1);
}

/** One question: its number, its controls, and after the check its right answer. */
export function drawQuestion(quiz, q, { number, seed, answer, blank, shown, locked, mixed, over }) {
  quiz.put(q.li.querySelector(".no"), String(number));
  if (mixed && q.labels[0]?.parentElement.className === "picks") {
    const order = shuffle(q.labels, seed + q.li.dataset.item.length * 7919 + number);
    if (order.some((l, i) => l.parentElement.children[i] !== l)) order[0].parentElement.append(...order);
  }
  writeAnswer(q, blank ? undefined : answer);
  for (const f of q.fields) f.disabled = shown || locked;
  const act = q.li.querySelector(".act");
  act.hidden = shown || locked;
  if (act.hidden || answer === undefined) act.querySelector(".refused")?.remove();
  if (q.key.classList.contains("due") !== shown) {
    q.key.classList.toggle("due", shown);
    q.key.open = shown;
  }
  const got = shown ? grade(q, answer, locale()) : undefined;
  q.li.classList.toggle("ok", got === 1);
  q.li.classList.toggle("no-ok", got !== undefined && got < 1);
  if (shown) quiz.put(q.key.querySelector("summary"), verdict(quiz, got, answer, over));
  q.labels.forEach((label) => label.classList.toggle("is-right", shown && (q.right?.includes(Number(label.querySelector("input")?.value)) ?? false)));
}

function verdict(quiz, got, answer, over) {
  if (answer === undefined && over) return quiz.t("skipped");
  if (got === 1) return quiz.t("right");
  return got > 0 ? quiz.t("partly", points(got)) : quiz.t("not_right");
}

/** The end of an attempt, or the button that ends it. */
export function drawResult(quiz, now, blank, done) {
  const panel = quiz.slot("result"), attempts = quiz.attempts;
  const focused = panel.contains(document.activeElement) && document.activeElement.dataset.act;
  const wasOpen = panel.querySelector("details")?.open ?? false;
  panel.replaceChildren();
  if (blank) return;
  if (now.over) panel.append(outcome(quiz, attempts.find((a) => a.id === now.id), attempts));
  else if (quiz.mayTry) panel.append(h("p", { class: "part row" }, h("button", { type: "button", class: "btn go", "data-act": "finish", disabled: done === 0 }, quiz.finish)));
  if (attempts.length) panel.append(earlier(quiz, attempts, wasOpen));
  if (focused) panel.querySelector(`[data-act="${focused}"]`)?.focus();
}

function outcome(quiz, a, attempts) {
  const left = quiz.mayTry, limit = Number(quiz.dataset.attempts) || 0, top = best(attempts);
  return h("div", { class: "outcome" + (a.passed === true ? " passed" : "") },
    h("div", { class: "big" }, points(a.share)),
    h("div", {}, h("h4", {}, quiz.t(a.passed === true ? "passed" : "failed")),
      h("p", {}, quiz.t("points", formatNumber(a.points, locale()), formatNumber(a.of, locale())), " ", quiz.t("needed", points(quiz.pass))),
      top > a.share && h("p", {}, quiz.t("best", points(top))),
      limit > 0 && h("p", {}, quiz.t("left", Math.max(0, limit - attempts.length))),
      left && h("p", { class: "row" }, h("button", { type: "button", class: "btn", "data-act": "again" }, quiz.t("again")))));
}

function earlier(quiz, attempts, open) {
  const rows = attempts.map((a, i) => h("tr", {}, h("th", { scope: "row" }, String(i + 1)), h("td", {}, typeof a.on === "string" ? safeDate(quiz, a.on) : ""),
    h("td", { class: "num" }, points(a.share)), h("td", {}, quiz.t(a.passed === true ? "passed" : "failed")))).reverse();
  const box = h("details", { class: "part attempts" }, h("summary", {}, quiz.t("attempts", attempts.length)),
    h("table", {}, h("thead", {}, h("tr", {}, ["attempt", "date", "score", "result"].map((c) => h("th", { scope: "col", class: c === "score" && "num" }, quiz.t("col_" + c))))), h("tbody", {}, rows)));
  box.open = open;
  return box;
}

/** A stored date in words, or the stored text if it is not a date. */
function safeDate(quiz, on) {
  try {
    return quiz.date(on);
  } catch {
    return on;
  }
}

/** The answers for paper, on the last pages; with without, only the questions. */
export function keyPages(quiz, without) {
  quiz.slot("keys")?.remove();
  if (without) return;
  const items = quiz.asked(quiz.now.seed).map((q) => h("li", {}, [...q.key.lastElementChild.childNodes].map((n) => n.cloneNode(true))));
  quiz.append(h("section", { class: "paper keys", "data-slot": "keys", "aria-hidden": "true" }, h("h4", {}, quiz.t("key")), h("ol", {}, items)));
}
