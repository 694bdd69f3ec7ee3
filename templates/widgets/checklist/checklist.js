// <pb-checklist>: boxes whose ticks are kept. The HTML is complete without this; here
// it gets its state (runs.js says how that is laid out), its figures and its menu.

import { lesson, store } from "lib/book.js";
import { today } from "lib/dates.js";
import { PlaybookElement, define } from "lib/element.js";
import { parseNumber } from "lib/number.js";
import { announce, load, locale } from "lib/page.js";
import { figures, isOld } from "./figures.js";
import { exports } from "./export.js";
import { accountId, accounts, answers, current, reset, runs } from "./runs.js";
import { drawAccounts, drawEarlier, drawFigures, drawItem, drawOrphans, drawSaved, drawUndo } from "./view.js";

const UNDO = 10000; // ms a reset can be taken back
const TYPING = 500; // ms of quiet before a field is saved

class Checklist extends PlaybookElement {
  #account = "";
  #undo = null;
  #timers = new Map(); // field to the timer that saves it
  #seen; // what was drawn last

  start() {
    this.items = [...this.querySelectorAll("li[data-item]")].map(readItem);
    this.byId = new Map(this.items.map((item) => [item.id, item]));
    this.pass = Number(this.dataset.pass) || 1;
    if (!this.state) return; // a page without a lesson's record keeps nothing
    if (this.perAccount) this.#account = accounts(this.state, locale())[0]?.id ?? "";
    this.on("change", "input[type=checkbox]", this.#tick);
    this.on("input", "[data-field=note]", (_, field) => this.#later(field));
    this.on("change", "[data-field=note]", (_, field) => this.#save(field));
    this.on("click", "[data-act]", (e, button) => this.#act(e, button));
    this.on("keydown", "details.menu", this.#menuKey);
    this.on("submit", "form", this.#openAccount);
    this.#outside();
    this.watch(() => this.draw());
    const end = store().onstatus(() => drawSaved(this));
    this.signal.addEventListener("abort", end);
    this.#archive();
    this.draw();
  }

  stop() {
    for (const field of this.#timers.keys()) this.#save(field);
    clearTimeout(this.#undo?.timer);
  }

  get perAccount() {
    return this.dataset.per === "account";
  }

  /** The list's title, "" without one. */
  get heading() {
    return this.querySelector(":scope > header h3")?.textContent ?? "";
  }

  get account() {
    return this.#account;
  }

  /** The run in use today. */
  get run() {
    return current(this.state, { repeat: this.dataset.repeat, account: this.#account }, today());
  }

  /** The record's writability: no ticking without an account to tick for. */
  get locked() {
    return lesson().readonly || (this.perAccount && !this.#account);
  }

  /** The date a run's "+7d" counts from; null before its first change. */
  startOf(run) {
    const start = this.state.get(`run/${run.id}/start`);
    return run.start ?? (typeof start === "string" ? start : null);
  }

  /** Draws what has changed since the last time. */
  draw() {
    const run = this.run;
    const now = answers(this.state, run.id, this.items);
    const context = { run, start: this.startOf(run), today: today(), locked: this.locked };
    for (const item of this.items) drawItem(this, item, now.get(item.id), context);
    const f = figures(this.items, now, this.pass);
    drawFigures(this, f, now, run);
    if (this.#seen?.run === run.id && !this.#seen.complete && f.complete && this.#seen.local) this.#finish();
    this.#seen = { run: run.id, complete: f.complete, local: false };
    if (this.perAccount) drawAccounts(this);
    drawEarlier(this, run);
    drawOrphans(this, lesson().orphans());
    drawSaved(this);
    return f;
  }

  /** The last box: the tally fills and the words say so. */
  #finish() {
    this.toggleAttribute("data-finished", true);
    setTimeout(() => this.toggleAttribute("data-finished", false), 1000);
    announce(this.t("complete"));
    this.emit("complete");
  }

  /** Changes leaves of the run in use: fn(prefix), one write, one drawing. */
  #change(fn) {
    const run = this.run;
    if (this.#seen) this.#seen.local = true;
    return this.state.batch(() => {
      if (this.state.get(`run/${run.id}/start`) === undefined) this.state.set(`run/${run.id}/start`, today());
      fn(`run/${run.id}/`);
    });
  }

  #tick(_, box) {
    const item = this.byId.get(box.closest("li[data-item]")?.dataset.item);
    if (!item) return;
    const state = box.checked ? (box === item.naBox ? "na" : "done") : undefined;
    this.#change((at) => this.#answer(item, `${at}@${item.id}/`, state));
    announce(this.querySelector("[data-slot=count]").textContent);
  }

  /** Sets an item's state; an answer to an earlier revision is kept beside it. */
  #answer(item, at, state) {
    const old = this.state.get(at + "state");
    if (old && isOld(item, old)) this.state.set(`${at}was-${old.rev ?? 1}`, old);
    if (!state) return void this.state.remove(at + "state");
    const by = store().profile === "me" ? undefined : store().profile;
    this.state.set(at + "state", { state, at: Date.now(), ...(item.rev > 1 && { rev: item.rev }), ...(by && { by }) });
  }

  #later(field) {
    clearTimeout(this.#timers.get(field));
    this.#timers.set(field, setTimeout(() => this.#save(field), TYPING));
  }

  #save(field) {
    clearTimeout(this.#timers.get(field));
    this.#timers.delete(field);
    const item = this.byId.get(field.closest("li[data-item]").dataset.item);
    this.#change((at) => {
      const key = `${at}@${item.id}/`;
      if (item.evidence !== "number") return void this.state.setText(key + "note", field.value);
      const text = field.value.trim();
      const { value } = parseNumber(text, locale());
      this.state.set(key + "value", text === "" ? undefined : value ?? text);
    });
  }

  /** Whether the reader is typing something that is not saved yet. */
  isDirty(field) {
    return this.#timers.has(field);
  }

  #act(e, button) {
    const act = { export: this.#export, print: this.#print, "print-blank": this.#print, reset: this.#reset, undo: this.#takeBack, next: this.#next, account: this.#choose }[button.dataset.act];
    const menu = button.closest("details.menu");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    act?.call(this, e, button);
  }

  #menuKey(e, menu) {
    if (e.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  /** Clicks elsewhere close the menu; what is being typed is saved when the page goes. */
  #outside() {
    const { signal } = this;
    document.addEventListener("click", (e) => {
      const menu = this.querySelector("details.menu");
      if (menu?.open && !menu.contains(e.target)) menu.open = false;
    }, { signal });
    addEventListener("pagehide", () => { for (const field of [...this.#timers.keys()]) this.#save(field); }, { signal });
    // Past midnight another period may have begun.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || this.#seen?.run === this.run.id) return;
      this.#archive();
      this.draw();
    }, { signal });
    addEventListener("afterprint", () => {
      delete document.documentElement.dataset.print;
      this.removeAttribute("data-print");
      this.draw();
    }, { signal });
  }

  /** Notes what runs amounted to that are over. */
  #archive() {
    if (lesson().readonly) return;
    const over = runs(this.state).filter((r) => !r.end &&
      r.id !== current(this.state, { repeat: this.dataset.repeat, account: r.account }, today()).id);
    if (over.length) this.state.batch(() => over.forEach((r) => this.#end(r.id)));
  }

  #end(id) {
    const f = figures(this.items, answers(this.state, id, this.items), this.pass);
    this.state.set(`run/${id}/end`, { on: today(), done: f.done, of: f.applicable, share: f.share ?? undefined, complete: f.complete });
  }

  #reset() {
    const run = this.run;
    if (this.locked) return;
    let back;
    this.state.batch(() => {
      this.#end(run.id);
      back = reset(this.state, run);
    });
    clearTimeout(this.#undo?.timer);
    this.#undo = { back, timer: setTimeout(() => this.#takeBack(null), UNDO) };
    drawUndo(this, true);
    announce(this.t("new_run"));
  }

  /** Undoes the reset, or, when its time is over (e null), forgets how. */
  #takeBack(e) {
    clearTimeout(this.#undo?.timer);
    const focused = this.querySelector("[data-slot=undo]")?.contains(document.activeElement);
    if (e && this.#undo) {
      this.state.batch(() => this.#undo.back());
      announce(this.t("undone"));
    }
    this.#undo = null;
    drawUndo(this, false);
    if (focused) this.querySelector("details.menu summary").focus();
  }

  #next(e) {
    const item = this.items.find((i) => i.shown === "open");
    if (!item) return;
    e.preventDefault();
    item.box.focus();
    item.li.scrollIntoView({ block: "center" });
  }

  #choose(_, button) {
    this.#account = button.value;
    this.draw();
    announce(this.querySelector("[data-slot=count]").textContent);
  }

  #openAccount(e, form) {
    e.preventDefault();
    const name = form.elements.account.value.trim().slice(0, 200);
    if (!name) return;
    this.#account = accountId(name);
    form.reset();
    this.state.set(`account/${this.#account}/~name`, this.state.get(`account/${this.#account}/~name`) ?? name);
    this.draw();
    this.items[0]?.box.focus();
  }

  /** Prints this list alone, as it stands or with every box and line empty. */
  #print(_, button) {
    document.documentElement.dataset.print = "one";
    this.setAttribute("data-print", "");
    if (button.dataset.act === "print-blank") {
      for (const item of this.items) drawItem(this, item, undefined, { run: this.run, start: null, today: today(), locked: false, blank: true });
    }
    print();
  }

  async #export() {
    await load("export");
    window.playbook.export({ title: this.heading || this.items[0]?.text, uid: lesson().uid, ...exports(this) });
  }
}

function readItem(li) {
  const { item: id, w, evidence = "", due = "", rev } = li.dataset;
  return {
    id, li, evidence, due, w: Number(w ?? 1), rev: Number(rev) || 1,
    required: li.hasAttribute("data-required"), na: li.hasAttribute("data-na"),
    box: li.querySelector("input[type=checkbox]"), naBox: li.querySelector("[data-field=na]"), field: li.querySelector("[data-field=note]"),
    dueSlot: li.querySelector("[data-slot=due]"), dueText: li.querySelector("[data-slot=due]")?.textContent,
    text: li.querySelector("label").firstChild ? labelText(li.querySelector("label")) : id, shown: "open",
  };
}

/** A label's words without the mark of a required item. */
function labelText(label) {
  return [...label.childNodes].filter((n) => !n.matches?.(".req, .sr")).map((n) => n.textContent).join("").trim();
}

define("checklist", Checklist);
