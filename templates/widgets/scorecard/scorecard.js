// <pb-scorecard>: statements answered on a scale, their score and what it means. What a scorecard stores, where <run> is
// "self" or the id of a named account or deal:
//
//   run/<run>/@<item>/answer  {i, of, at, rev}: index in a scale of so many words; -1 is "don't know". An answer to an
//                             earlier revision, or on a scale of another length, is not shown and is asked again
//   run/<run>/@<item>/answer-was-<n>  the answer to revision n, when a later one is given
//   run/<run>/on/<date>       {score, coverage, verdict, a: {item: index}}: a saved result
//   run/<run>/~name           the subject's name (private)

import { isDate, today } from "lib/dates.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { nameId, names } from "lib/names.js";
import { announce, locale } from "lib/page.js";
import { evaluate } from "./score.js";
import { drawHistory, drawNames, drawResult, scoreText } from "./view.js";

class Scorecard extends Instrument {
  #run = "self";

  ready() {
    this.card = readCard(this);
    this.named = this.dataset.subject !== "self";
    Object.assign(this.acts, { keep: this.#keep, subject: this.#choose });
    if (!this.state) return;
    if (this.named) this.#run = this.subjects()[0]?.id ?? "";
    this.on("change", "input[type=radio]", this.#answer);
    this.on("submit", "form", this.#open);
  }

  get run() {
    return this.#run;
  }

  /** Whether enough is answered for a verdict, today or in a saved result. */
  get answered() {
    const { score, more } = evaluate(this.card, this.answers());
    return (score !== null && more === 0) || this.history().length > 0;
  }

  subjects() {
    return names(this.state, "run", locale());
  }

  /** The valid answers by item. */
  answers(run = this.#run) {
    const found = new Map();
    for (const { id, rev } of this.card.items) {
      const a = this.state.get(`run/${run}/@${id}/answer`);
      if (a?.of === this.card.points.length && (a.rev ?? 1) >= rev && Number.isInteger(a.i)) found.set(id, a.i);
    }
    return found;
  }

  /** The saved results, oldest first: [{date, score, coverage, verdict, a}]. */
  history(run = this.#run) {
    const from = `run/${run}/on/`;
    return this.state.keys(from).map((k) => ({ date: k.slice(from.length), ...this.state.get(k) }))
      .filter((r) => isDate(r.date) && typeof r.score === "number" && r.score >= 0 && r.score <= 100);
  }

  draw(blank = false) {
    const answers = blank ? new Map() : this.answers();
    const result = evaluate(this.card, answers);
    const ready = !this.locked && (!this.named || this.#run !== "");
    for (const item of this.card.items) drawItem(this, item, answers.get(item.id), ready);
    this.put("count", this.t("answered", result.answered, this.card.items.length));
    this.tally(result.answered);
    if (this.named) drawNames(this);
    drawResult(this, result, answers, blank);
    drawHistory(this, blank);
    this.drawSaved();
    return result;
  }

  #answer(_, box) {
    const item = this.card.byId.get(box.closest("[data-item]").dataset.item);
    const i = box.value === "?" ? -1 : Number(box.value);
    this.state.batch(() => this.setAnswer(`run/${this.#run}/@${item.id}/answer`, { i, of: this.card.points.length, at: Date.now() }, item.rev));
    announce([this.slot("count").textContent, this.slot("verdict")?.textContent].filter(Boolean).join(". "));
  }

  #keep() {
    this.keepNow();
    announce(this.t("kept"));
  }

  /** Saves today's result. A second one on the same day replaces the first. */
  keepNow() {
    const r = evaluate(this.card, this.answers());
    if (r.score === null || r.more) return;
    this.state.set(`run/${this.#run}/on/${today()}`, {
      score: r.score, coverage: r.coverage, verdict: scoreText(this, r).verdict, a: Object.fromEntries(this.answers()),
    });
  }

  /** Starting over removes the answers. Saved results stay. */
  clear() {
    this.keepNow();
    for (const key of this.state.keys(`run/${this.#run}/@`)) this.state.remove(key);
  }

  #choose(_, button) {
    this.#run = button.value;
    this.draw();
    announce(this.slot("count").textContent);
  }

  #open(e, form) {
    e.preventDefault();
    const name = form.elements.subject.value.trim().slice(0, 200);
    if (!name || this.locked) return;
    this.#run = nameId(name);
    form.reset();
    const key = `run/${this.#run}/~name`;
    this.state.set(key, this.state.get(key) ?? name);
    this.draw();
    this.card.items[0].boxes[0].focus();
  }
}

function drawItem(card, { li, boxes, id }, answer, ready) {
  const value = answer === undefined ? null : answer < 0 ? "?" : String(answer);
  for (const box of boxes) {
    box.checked = box.value === value;
    box.disabled = !ready;
  }
  const old = answer === undefined && card.state.get(`run/${card.run}/@${id}/answer`) !== undefined;
  li.toggleAttribute("data-old", old);
  let note = li.querySelector(".old");
  if (!old) return void note?.remove();
  if (!note) li.firstElementChild.append((note = Object.assign(document.createElement("p"), { className: "old" })));
  card.put(note, card.t("review"));
}

/** Reads the card from its HTML: the data for score.js, with the elements. */
function readCard(el) {
  const items = [...el.querySelectorAll("li[data-item]")].map((li) => ({
    id: li.dataset.item, w: Number(li.dataset.w), reverse: li.hasAttribute("data-reverse"), rev: Number(li.dataset.rev) || 1,
    li, boxes: [...li.querySelectorAll("input")], text: li.querySelector("[data-slot=text]").textContent.trim(),
    advice: el.querySelector(`[data-for="${li.dataset.item}"] [data-slot=advice]`),
  }));
  return {
    items, byId: new Map(items.map((i) => [i.id, i])),
    points: el.dataset.points.split(" ").map(Number), min: Number(el.dataset.min), bad: el.hasAttribute("data-bad"),
    words: items[0].boxes.map((b) => b.nextElementSibling.textContent),
    bands: [...el.querySelectorAll("tr[data-from]")].map((tr) => ({ from: Number(tr.dataset.from), verdict: tr.cells[1].textContent.trim(), advice: tr.cells[2] })),
    gates: [...el.querySelectorAll(".gate")].map((p) => ({ item: p.dataset.item, op: p.dataset.op, value: Number(p.dataset.value), verdict: p.dataset.verdict })),
  };
}

define("scorecard", Scorecard);
