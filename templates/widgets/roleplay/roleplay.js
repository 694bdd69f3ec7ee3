// <pb-roleplay>: a sheet for each role in a conversation, a clock, fields for notes after
// the conversation, and, for a reader who practises alone, the customer's lines one by one.
// It can contain a scorecard, which is a widget of its own. What it stores:
//
//   role                 "seller", "customer", "observer" or "solo" (practising alone)
//   clock                {left, from}, see clock.js
//   lines                solo: how many of the customer's lines have been shown
//   ~debrief/@<question> a note, a text (private: it may be about a colleague)

import { h } from "lib/dom.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { announce } from "lib/page.js";
import { Typing, wordsOf } from "lib/typing.js";
import { face, passed, readClock, remaining, runs, toggled } from "./clock.js";

const TICK = 250; // ms

class Roleplay extends Instrument {
  #timer = 0;
  #before; // the time left when the clock was last drawn

  ready() {
    this.total = Number(this.dataset.minutes) * 60000;
    this.sheets = [...this.querySelectorAll(".sheet")].map((el) => ({ role: el.dataset.role, el }));
    this.lines = [...this.querySelectorAll(".lines > li")];
    this.notes = [...this.querySelectorAll("li[data-item]")].filter((li) => this.#own(li))
      .map((li) => ({ id: li.dataset.item, text: li.querySelector("label").textContent.trim(), field: li.querySelector("textarea") }));
    this.roles = [...this.querySelectorAll(".roles input")];
    this.startWords = this.slot("clock").textContent;
    Object.assign(this.acts, { clock: this.#toggle, rewind: this.#rewind, line: this.#line });
    if (!this.state) return;
    this.typing = new Typing(this, ".notes textarea", { key: (field) => `~debrief/@${field.closest("[data-item]").dataset.item}` });
    this.on("change", ".roles input", (_, box) => this.#play(box.value));
    this.signal.addEventListener("abort", () => clearInterval(this.#timer));
    document.addEventListener("visibilitychange", () => this.#drawClock(), { signal: this.signal });
  }

  /** False for an element of the scorecard inside, which has slots and events of its own. */
  #own(el) {
    return el.closest("[data-id]") === this;
  }

  slot(name) {
    return [...this.querySelectorAll(`[data-slot="${name}"]`)].find((el) => this.#own(el)) ?? null;
  }

  on(type, selector, fn) {
    super.on(type, selector, (e, hit) => this.#own(hit) && fn.call(this, e, hit));
  }

  get role() {
    const role = this.state.get("role");
    return this.roles.some((box) => box.value === role) ? role : "";
  }

  get clock() {
    return readClock(this.state.get("clock"), this.total);
  }

  /** How many of the customer's lines are shown. */
  get shown() {
    const n = this.state.get("lines");
    return Number.isInteger(n) && n > 0 ? Math.min(n, this.lines.length) : 0;
  }

  draw(blank = false) {
    const role = blank ? "" : this.role;
    for (const box of this.roles) {
      box.checked = box.value === role;
      box.disabled = this.locked;
    }
    this.#drawSheets(role);
    this.#drawLines(role);
    for (const { id, field } of this.notes) {
      this.typing.show(field, blank ? "" : wordsOf(this.state.get(`~debrief/@${id}`)));
      field.disabled = this.locked;
    }
    this.put("role", role ? this.t("plays", this.roles.find((b) => b.value === role).nextElementSibling.textContent) : this.t("choose"));
    this.#drawClock();
    this.drawSaved();
    if (blank || this.blank) for (const inner of this.querySelectorAll("[data-id]")) inner.draw?.(blank);
    this.blank = blank;
  }

  /** Whether a role may see a sheet. A reader alone sees the customer's sheet after the last line. */
  #sees(role, sheet) {
    return sheet === role || role === "observer" || (role === "solo" && (sheet === "seller" || (sheet === "customer" && this.shown === this.lines.length)));
  }

  #drawSheets(role) {
    for (const { role: sheet, el } of this.sheets) {
      el.classList.toggle("shut", !this.#sees(role, sheet));
      if (this.drawn !== role) el.open = sheet === role || (role === "solo" && sheet === "seller");
    }
    this.drawn = role;
  }

  #drawLines(role) {
    const panel = this.slot("solo");
    if (!panel) return;
    panel.hidden = role !== "solo";
    const said = panel.querySelector("ol"), n = this.shown;
    while (said.children.length > n) said.lastChild.remove();
    for (let i = said.children.length; i < n; i++) said.append(h("li", { tabindex: "-1" }, ...[...this.lines[i].childNodes].map((c) => c.cloneNode(true))));
    this.put("said", this.t("said", n, this.lines.length));
    panel.querySelector("[data-act=line]").disabled = this.locked || n >= this.lines.length;
  }

  #drawClock() {
    const now = Date.now(), { clock } = this, left = remaining(clock, now), going = runs(clock, now);
    this.put("time", face(left));
    const bar = this.querySelector("progress");
    bar.value = 1 - left / this.total;
    this.put("clock", going ? this.t("pause") : left < this.total && left > 0 ? this.t("go_on") : this.startWords);
    this.slot("clock").disabled = this.locked;
    this.slot("rewind").disabled = this.locked || left === this.total;
    this.toggleAttribute("data-over", left === 0);
    const mark = this.#before !== undefined && this.#before > left ? passed(this.#before, left, this.total) : undefined;
    if (mark) announce(this.t("at_" + mark, face(left)));
    this.#before = left;
    if (going && !this.#timer) this.#timer = setInterval(() => this.#drawClock(), TICK);
    if (!going) this.#timer = void clearInterval(this.#timer) ?? 0;
  }

  #toggle() {
    const clock = toggled(this.clock, Date.now(), this.total);
    this.state.set("clock", clock);
    announce(this.t(clock.from === null ? "paused" : "started", face(clock.left)));
  }

  #rewind() {
    this.state.remove("clock");
    announce(this.t("rewound", face(this.total)));
    this.slot("clock").focus();
  }

  #play(role) {
    this.state.set("role", role);
    announce(this.slot("role").textContent);
  }

  #line() {
    this.state.set("lines", this.shown + 1);
    this.slot("solo").querySelector("ol").lastElementChild.focus();
    if (this.shown === this.lines.length) this.emit("complete");
  }

  clear() {
    this.typing.flush();
    for (const key of this.state.keys()) this.state.remove(key);
  }
}

define("roleplay", Roleplay);
