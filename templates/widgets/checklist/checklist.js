// <pb-checklist>: boxes whose ticks are stored. The HTML is complete without this
// script, which adds state (runs.js describes it) and figures. more.js adds what not
// every list needs at once.

import { store } from "lib/book.js";
import { today } from "lib/dates.js";
import { define } from "lib/element.js";
import { Instrument } from "lib/instrument.js";
import { announce, load } from "lib/page.js";
import { figures, isOld, stateOf } from "./figures.js";
import { answers, counter, current, hasOthers, idOf, noteKey, startOf } from "./runs.js";
import { drawFigures, drawItem, runLabel } from "./view.js";

const TYPING = 500; // ms of quiet before a field is saved

class Checklist extends Instrument {
  /** For more.js, so that the page has one copy of each function. */
  static parts = { answers, counter, current, figures, idOf, isOld, runLabel, stateOf };

  /** The account whose run is shown, "" for none. */
  account = "";
  /** The object of more.js, when it has loaded. */
  more = null;
  #timers = new Map(); // field to the timer that saves it
  #seen; // what was drawn last
  #touched = false; // by this reader, in this tab
  #loading = null; // the promise of more.js

  ready() {
    this.items = [...this.querySelectorAll("li[data-item]")].map(readItem);
    this.byId = new Map(this.items.map((item) => [item.id, item]));
    this.pass = Number(this.dataset.pass) || 1;
    if (!this.state) return; // a page without a lesson's record keeps nothing
    const { signal } = this;
    this.on("change", "input[type=checkbox]", this.#tick);
    this.on("input", "[data-field=note]", (_, field) => this.#later(field));
    this.on("change", "[data-field=note]", (_, field) => this.#save(field));
    this.acts.next = (e) => {
      e.preventDefault();
      this.items.find((i) => i.shown === "open")?.box.focus();
    };
    addEventListener("pagehide", () => this.stop(), { signal });
    // After midnight a new period may have begun.
    document.addEventListener("visibilitychange", () => { if (this.#seen?.run !== this.run.id) this.draw(); }, { signal });
  }

  /** Saves what is being typed. */
  stop() {
    for (const field of [...this.#timers.keys()]) this.#save(field);
  }

  /** Every required item is done, with the evidence it asks for. */
  get answered() {
    const required = this.items.filter((item) => item.required);
    return required.length > 0 && figures(required, answers(this.state, this.run.id, required)).lacking.length === 0;
  }

  get perAccount() {
    return this.dataset.per === "account";
  }

  /** The run in use today. */
  get run() {
    return current(this.state, { repeat: this.dataset.repeat, account: this.account }, today());
  }

  /** A record that must not be changed has no ticking, nor has a list for accounts without an account. */
  get locked() {
    return super.locked || (this.perAccount && !this.account);
  }

  /** The result of a run is stored without an action of the reader. */
  get ownKeys() {
    return super.ownKeys.filter((k) => k.startsWith("run/") && !k.endsWith("/end"));
  }

  /** Draws what has changed since the last time. */
  draw(blank) {
    const run = this.run;
    if (!this.more && this.#wantsMore(run)) this.prepare();
    const now = answers(this.state, run.id, this.items);
    const context = { start: startOf(this.state, run), today: today(), locked: this.locked, blank };
    for (const item of this.items) drawItem(this, item, now.get(item.id), context);
    if (blank) return;
    const f = figures(this.items, now, this.pass);
    drawFigures(this, f, run);
    if (this.#touched && f.complete && this.#seen?.run === run.id && !this.#seen.complete) this.#finish();
    if (this.#seen && this.#seen.run !== run.id) this.more?.archive();
    this.#seen = { run: run.id, complete: f.complete };
    this.more?.draw(run);
    this.drawSaved();
  }

  #wantsMore(run) {
    return this.perAccount || hasOthers(this.state, run.id) || this.items.some((i) => (i.evidence && i.evidence !== "note") || i.rev > 1);
  }

  /** Loads more.js, which then draws by itself. */
  prepare() {
    return (this.#loading ??= load("checklist-more").then(() => {
      this.more = new Checklist.More(this);
      this.draw();
    }));
  }

  clear() {
    return this.more.clear();
  }

  /** The last box was ticked: the tally fills and a message says so. */
  #finish() {
    this.toggleAttribute("data-finished", true);
    setTimeout(() => this.toggleAttribute("data-finished", false), 1000);
    announce(this.t("complete"));
    this.emit("complete");
  }

  /** Changes leaves of the current run: fn(prefix), with one write and one drawing. */
  #change(fn) {
    const at = `run/${this.run.id}/`;
    this.#touched = true;
    return this.state.batch(() => {
      if (this.state.get(at + "start") === undefined) this.state.set(at + "start", today());
      fn(at);
    });
  }

  #tick(_, box) {
    const item = this.byId.get(box.closest("li[data-item]")?.dataset.item);
    if (!item) return;
    const state = box.checked ? (box === item.box ? "done" : "na") : undefined;
    this.#change((at) => this.#answer(item, `${at}@${item.id}/`, state));
    if (!this.hasAttribute("data-finished")) announce(this.slot("count").textContent);
  }

  /** Sets an item's state. An answer to an earlier revision is kept beside it. */
  #answer(item, at, state) {
    const old = this.state.get(at + "state");
    if (old && isOld(item, old)) this.state.set(`${at}was-${old.rev ?? 1}`, old);
    const by = store().profile;
    this.state.set(at + "state", state && { state, at: Date.now(), ...(item.rev > 1 && { rev: item.rev }), ...(by !== "me" && { by }) });
  }

  #later(field) {
    clearTimeout(this.#timers.get(field));
    this.#timers.set(field, setTimeout(() => this.#save(field), TYPING));
  }

  #save(field) {
    clearTimeout(this.#timers.get(field));
    this.#timers.delete(field);
    const item = this.byId.get(field.closest("li[data-item]").dataset.item);
    const words = field.value, text = words.trim();
    this.#change((at) => {
      const key = `${at}@${item.id}/`;
      if (item.evidence === "number") this.state.set(key + "value", text === "" ? undefined : this.more?.read(text) ?? text);
      else this.state.setText(key + noteKey(this.run.id), words, item.noted);
    });
  }

  /** Whether a field has text that is not saved yet. */
  isDirty(field) {
    return this.#timers.has(field);
  }
}

function readItem(li) {
  const { item: id, w, evidence = "", due = "", rev } = li.dataset;
  const find = (selector) => li.querySelector(selector);
  const dueSlot = find("[data-slot=due]");
  return {
    id, li, evidence, due, w: Number(w ?? 1), rev: Number(rev) || 1,
    required: li.hasAttribute("data-required"), na: li.hasAttribute("data-na"),
    box: find("input[type=checkbox]"), naBox: find("[data-field=na]"), field: find("[data-field=note]"),
    dueSlot, dueText: dueSlot?.textContent, shown: "open",
  };
}

define("checklist", Checklist);
