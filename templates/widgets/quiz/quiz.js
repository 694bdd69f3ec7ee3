// <pb-quiz>: questions with their answers, and stored attempts. What a quiz stores, where <try> is an attempt's uuid:
//
//   try/<try>/start          {seed, at}: which questions, in which order
//   try/<try>/@<item>/answer {x, k, rev}: an answer as in grade.js; k are the marks of the choices (questions.js). An answer
//                            to revision n moves to answer-was-<n> when a later one is given
//   try/<try>/@<item>/shown  true: the answer was checked and cannot change
//   try/<try>/end            {at, on, points, of, share, passed, low}: finished
//
// An attempt without an end is the current one. Finished attempts are never changed.

import { today } from "lib/dates.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { uuid } from "lib/leaves.js";
import { announce, locale } from "lib/page.js";
import { asked, best, given, grade, tally, unreadable } from "./grade.js";
import { drawQuestion, drawResult, keyPages, points } from "./view.js";
import { carry, readAnswer, readQuestions } from "./questions.js";

class Quiz extends Instrument {
  #seed = Math.floor(Math.random() * 2 ** 8); // for an attempt that has not begun

  ready() {
    this.questions = readQuestions(this);
    this.byId = new Map(this.questions.map((q) => [q.id, q]));
    this.pass = Number(this.dataset.pass);
    this.finish ??= this.querySelector("[data-act=finish]").textContent;
    Object.assign(this.acts, { check: this.#check, finish: this.#finish, again: this.#again });
    if (!this.state) return;
    this.on("change", ".qs :is(input, select)", this.#answer);
    this.on("keydown", ".typed input", (e, field) => {
      if (e.key === "Enter" && !this.dataset.end) field.closest("li").querySelector("[data-act=check]").click();
    });
  }

  /** Finished attempts, oldest first. */
  get attempts() {
    return this.state.keys("try/").filter((k) => k.endsWith("/end"))
      .map((k) => ({ id: k.split("/")[1], ...this.state.get(k) }))
      .filter((a) => typeof a.share === "number" && a.share >= 0 && a.share <= 1 && typeof a.at === "number")
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** The current attempt: {id, seed, over}, or the last one if none is open. */
  get now() {
    const open = this.state.keys("try/").filter((k) => k.endsWith("/start") && this.state.get(k.replace(/start$/, "end")) === undefined)
      .map((k) => ({ id: k.split("/")[1], ...this.state.get(k) })).filter((a) => Number.isInteger(a.seed)).sort((a, b) => b.at - a.at)[0];
    if (open) return { id: open.id, seed: open.seed, over: false };
    const last = this.again ? undefined : this.attempts.at(-1);
    const seed = last && this.state.get(`try/${last.id}/start`)?.seed;
    return last ? { id: last.id, seed: Number.isInteger(seed) ? seed : 0, over: true } : { id: null, seed: this.#seed, over: false };
  }

  /** Whether a finished attempt passed, with no answer to an earlier revision. */
  get answered() {
    return this.attempts.some((a) => a.share >= this.pass - 1e-9 && this.questions.every((q) => {
      const answer = this.state.get(`try/${a.id}/@${q.id}/answer`);
      return answer === undefined || (answer.rev ?? 1) >= q.rev;
    }));
  }

  /** Whether another attempt may be made. */
  get mayTry() {
    const limit = Number(this.dataset.attempts) || 0;
    return !this.locked && (limit === 0 || this.attempts.length < limit);
  }

  /** The questions an attempt asks, in its order. */
  asked(seed) {
    const { dataset } = this;
    return asked(this.questions.map((q) => q.id), seed, { draw: Number(dataset.draw) || 0, mixed: this.hasAttribute("data-shuffle") })
      .map((id) => this.byId.get(id));
  }

  /** An attempt's answers by question. An answer to an earlier revision does not count. */
  answers(id) {
    const found = new Map();
    for (const q of id ? this.questions : []) {
      const a = this.state.get(`try/${id}/@${q.id}/answer`);
      const x = a && (a.rev ?? 1) >= q.rev ? carry(q, a) : undefined;
      if (x !== undefined) found.set(q.id, x);
    }
    return found;
  }

  isShown(id, q) {
    return this.state.get(`try/${id}/@${q.id}/shown`) === true;
  }

  draw(blank = false) {
    const now = this.now, list = this.asked(now.seed), answers = this.answers(blank ? null : now.id);
    const places = new Map(list.map((q, i) => [q.id, i]));
    for (const q of this.questions) q.li.hidden = !places.has(q.id) && !blank;
    const order = this.querySelector(".qs");
    if (list.some((q, i) => order.children[i] !== q.li)) order.append(...list.map((q) => q.li), ...this.questions.filter((q) => !places.has(q.id)).map((q) => q.li));
    list.forEach((q, i) => drawQuestion(this, q, {
      number: i + 1, seed: now.seed, answer: answers.get(q.id), blank, over: now.over && !blank, mixed: this.hasAttribute("data-shuffle"),
      shown: !blank && now.id !== null && (now.over || this.isShown(now.id, q)), locked: this.locked || (!this.mayTry && !now.over),
    }));
    const done = list.filter((q) => given(answers.get(q.id))).length;
    this.put("count", this.t("answered", done, list.length));
    this.tally(done);
    const top = best(this.attempts);
    this.put("best", top === null ? "" : this.t(top >= this.pass - 1e-9 ? "best_passed" : "best", points(top)));
    drawResult(this, now, blank, done);
    keyPages(this, blank || !now.over);
    this.drawSaved();
  }

  /** Writes into the current attempt, which begins with its first answer. */
  #write(fn) {
    const now = this.now;
    const id = now.id ?? uuid();
    this.state.batch(() => {
      if (now.id === null) this.state.set(`try/${id}/start`, { seed: now.seed, at: Date.now() });
      this.again = false;
      fn(id);
    });
  }

  #answer(_, field) {
    const q = this.byId.get(field.closest("[data-item]").dataset.item);
    const x = readAnswer(q);
    this.#write((id) => this.#keep(id, q, x));
  }

  #keep(id, q, x) {
    this.setAnswer(`try/${id}/@${q.id}/answer`, given(x) ? { x, ...(q.marks.length && { k: q.marks }) } : undefined, q.rev);
  }

  #check(_, button) {
    const q = this.byId.get(button.closest("[data-item]").dataset.item);
    const x = readAnswer(q), why = given(x) ? unreadable(q, x, locale()) : "empty";
    if (why) return this.#refuse(q, why);
    this.#write((id) => {
      this.#keep(id, q, x);
      this.state.set(`try/${id}/@${q.id}/shown`, true);
    });
    const list = this.asked(this.now.seed);
    if (!this.now.over && list.every((other) => this.isShown(this.now.id, other))) this.#finish();
    announce(this.t(grade(q, x, locale()) >= 1 ? "right" : "not_right"));
    const key = q.key.querySelector("summary");
    key.focus();
  }

  #refuse(q, why) {
    const note = q.li.querySelector(".refused") ?? q.li.querySelector(".act").appendChild(Object.assign(document.createElement("span"), { className: "refused" }));
    note.textContent = " " + this.t("bad_" + why);
    announce(note.textContent);
  }

  /** Ends the attempt. Skipped questions count 0. */
  #finish() {
    this.#write((id) => {
      const start = this.now;
      const r = tally(this.asked(start.seed), this.answers(id), this.pass, locale());
      this.state.set(`try/${id}/end`, { at: Date.now(), on: today(), ...r });
    });
    announce(this.slot("result").querySelector("h4")?.textContent ?? "");
    this.emit("complete", { passed: this.attempts.at(-1)?.passed });
    this.slot("result").querySelector("[data-act=again]")?.focus();
  }

  #again() {
    this.again = true;
    this.#seed = Math.floor(Math.random() * 2 ** 8);
    this.draw();
    const first = this.querySelector(".qs > li:not([hidden])");
    first.querySelector("input, select").focus();
    announce(this.slot("count").textContent);
  }

  /** Starting over removes the current attempt. Finished ones stay. */
  clear() {
    const { id, over } = this.now;
    this.again = true;
    if (over || id === null) return;
    for (const key of this.state.keys(`try/${id}/`)) this.state.remove(key);
  }

  restore() {
    this.again = false;
    this.draw();
  }
}

define("quiz", Quiz);
