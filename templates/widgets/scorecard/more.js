// The exports of a scorecard: a table of all runs, and the current run as text. Loaded
// when a reader exports.

import { formatPercent } from "lib/number.js";
import { locale } from "lib/page.js";
import { evaluate } from "./score.js";
import { scoreText } from "./view.js";

customElements.get("pb-scorecard").exports = function exports(card) {
  const names = new Map(card.subjects().map((s) => [s.id, s.name]));
  const nameOf = (id, withPrivate) => (withPrivate && names.get(id)) || id;
  return {
    hasPrivate: names.size > 0,
    rows: (withPrivate) => rows(card, (id) => nameOf(id, withPrivate)),
    markdown: (md, withPrivate) => markdown(card, md, card.named ? nameOf(card.run, withPrivate) : ""),
  };
};

const word = (card, i) => (i === undefined ? "" : card.card.words[i < 0 ? card.card.points.length : i] ?? "");

/** One row for each answer: kept results by date, then the current answers. */
function rows(card, nameOf) {
  const runs = [...new Set(card.state.keys("run/").map((k) => k.split("/")[1]))];
  const out = [["subject", "date", "statement", "answer", "score"].map((c) => card.t("col_" + c))];
  for (const run of runs) {
    const add = (date, answers, score) => {
      for (const { id, text } of card.card.items) if (answers[id] !== undefined) out.push([nameOf(run), date, text, word(card, answers[id]), score ?? ""]);
    };
    for (const r of card.history(run)) add(r.date, typeof r.a === "object" && r.a ? r.a : {}, r.score);
    const now = card.answers(run);
    add(card.t("now_word"), Object.fromEntries(now), evaluate(card.card, now).score);
  }
  return out;
}

function markdown(card, md, subject) {
  const answers = card.answers(), r = evaluate(card.card, answers);
  const title = [card.heading, subject].filter(Boolean).join(", ");
  const figure = r.more || r.score === null ? "" : `${formatPercent(r.score / 100, locale(), 2)}, `;
  return md.heading(2, title) + `${figure}${md.escape(scoreText(card, r).verdict)}\n\n` +
    md.table([[card.t("col_statement"), card.t("col_answer")], ...card.card.items.map((i) => [i.text, word(card, answers.get(i.id))])]);
}
