// Exports a quiz: all attempts as rows of a table, and the attempts with the current
// answers as Markdown. The page loads this file when the reader exports the quiz.

import { formatNumber } from "lib/number.js";
import { locale } from "lib/page.js";
import { grade } from "./grade.js";
import { points } from "./view.js";

customElements.get("pb-quiz").exports = (quiz) => ({ hasPrivate: false, rows: () => rows(quiz), markdown: (md) => markdown(quiz, md) });

/** A header and one row for each question of each attempt; the unfinished attempt is last. */
function rows(quiz) {
  const out = [["attempt", "date", "question", "answer", "points"].map((c) => quiz.t("col_" + c))];
  const list = quiz.attempts.map((a) => ({ ...a }));
  const now = quiz.now;
  if (!now.over && now.id) list.push({ id: now.id, on: "" });
  list.forEach((a, i) => {
    const answers = quiz.answers(a.id);
    const seed = quiz.state.get(`try/${a.id}/start`)?.seed;
    for (const q of quiz.asked(Number.isInteger(seed) ? seed : 0)) {
      const x = answers.get(q.id);
      out.push([i + 1, a.on ?? "", q.text, x === undefined ? "" : say(q, x), grade(q, x, locale())]);
    }
  });
  return out;
}

function markdown(quiz, md) {
  const { attempts } = quiz, last = attempts.at(-1);
  const answers = quiz.answers(quiz.now.id);
  return md.heading(2, quiz.heading) +
    (last ? md.table([["attempt", "date", "score", "result"].map((c) => quiz.t("col_" + c)),
      ...attempts.map((a, i) => [String(i + 1), a.on ?? "", points(a.share), quiz.t(a.passed === true ? "passed" : "failed")])]) : "") +
    md.table([["question", "answer", "points"].map((c) => quiz.t("col_" + c)),
      ...quiz.asked(quiz.now.seed).map((q) => [q.text, answers.has(q.id) ? say(q, answers.get(q.id)) : "", answers.has(q.id) && quiz.now.over ? formatNumber(grade(q, answers.get(q.id), locale()), locale()) : ""])]);
}

/** An answer in words. */
function say({ type, labels, fields }, x) {
  const word = (i) => labels.find((l) => Number(l.querySelector("input")?.value) === i)?.textContent.trim() ?? "";
  if (type === "single") return word(x);
  if (type === "multi") return Array.isArray(x) ? x.map(word).join("; ") : "";
  if (type === "number" || type === "text") return typeof x === "string" ? x : "";
  return fields.map((f) => {
    const i = x?.[f.dataset.of];
    const chosen = [...f.options].find((o) => o.value === String(i));
    return i === null || !chosen ? "" : `${f.parentElement.firstElementChild.textContent.trim()}: ${chosen.textContent}`;
  }).filter(Boolean).join("; ");
}
