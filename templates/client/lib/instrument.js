// What the instruments share besides their state: the menu with its keys, printing
// one of them alone, starting over with a way back, the line that says what is saved.
// A kind that extends this writes
//
//   ready()      once, when its HTML is there: reads it, adds its listeners
//   draw(blank)  shows the state as it stands; blank: the paper form, without it
//   clear()      inside one write: removes what "start over" removes
//   restore()    after "undo", when there is more to take back than state (optional)
//   exports()    what client/export.js offers, without title and uid
//
// has the words saved_now, saved, unsaved, readonly, started_over, undo and undone, and
// gets this.acts, {name: fn(event, button)}, for its elements with
// data-act.

import { lesson, store } from "./book.js";
import { formatDate, today } from "./dates.js";
import { h } from "./dom.js";
import { PlaybookElement } from "./element.js";
import { announce, load, locale } from "./page.js";

const UNDO = 10000; // ms in which starting over can be taken back

export class Instrument extends PlaybookElement {
  #undo = null;

  acts = {
    export: this.#export,
    print: () => this.#print(false),
    "print-blank": () => this.#print(true),
    reset: this.#reset,
    undo: () => this.#takeBack(true),
  };

  start() {
    this.ready();
    if (!this.state) return; // a page without a lesson's record keeps nothing
    this.on("click", "[data-act]", this.#act);
    this.on("keydown", "details.menu", this.#menuKey);
    this.#outside();
    this.watch(() => this.draw());
    const end = store().onstatus(() => this.drawSaved());
    this.signal.addEventListener("abort", end);
    this.draw();
  }

  stop() {
    clearTimeout(this.#undo?.timer);
  }

  /** The title, "" without one. */
  get heading() {
    return this.querySelector(":scope > header h3")?.textContent ?? "";
  }

  /** Whether the record may not be changed. */
  get locked() {
    return lesson().readonly;
  }

  slot(name) {
    return this.querySelector(`[data-slot="${name}"]`);
  }

  /** Sets an element's words, touching the page only where they differ. */
  put(name, text) {
    const el = typeof name === "string" ? this.slot(name) : name;
    if (el && el.textContent !== text) el.textContent = text;
  }

  /** The tally: n of all boxes are filled. */
  tally(n) {
    [...(this.slot("tally")?.children ?? [])].forEach((box, i) => box.classList.toggle("on", i < n));
  }

  /** A date in the page's language. */
  date(iso) {
    return formatDate(iso, locale());
  }

  /** Whether and when something was saved. */
  drawSaved() {
    const { state } = store().status;
    const last = Math.max(0, ...this.state.keys().map((k) => this.state.at(k)));
    this.nothing ??= this.slot("saved").textContent;
    const when = !last ? this.nothing : Date.now() - last < 60000 ? this.t("saved_now") : this.t("saved", this.date(today(new Date(last))));
    this.put("saved", this.locked ? this.t("readonly") : state === "memory" ? this.t("unsaved") : when);
    this.slot("saved").classList.toggle("late", this.locked || state === "memory");
  }

  #act(e, button) {
    const menu = button.closest("details.menu");
    if (menu) this.#close(menu);
    this.acts[button.dataset.act]?.call(this, e, button);
  }

  #close(menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  #menuKey(e, menu) {
    if (e.key === "Escape" && menu.open) this.#close(menu);
  }

  #outside() {
    const { signal } = this;
    document.addEventListener("click", (e) => {
      const menu = this.querySelector("details.menu");
      if (menu?.open && !menu.contains(e.target)) menu.open = false;
    }, { signal });
    addEventListener("afterprint", () => {
      delete document.documentElement.dataset.print;
      this.removeAttribute("data-paper");
      this.draw();
    }, { signal });
  }

  #print(blank) {
    document.documentElement.dataset.print = "one";
    this.setAttribute("data-paper", "");
    if (blank) this.draw(true);
    print();
  }

  #reset() {
    if (this.locked) return;
    const { state } = this;
    const before = new Map(state.keys().map((k) => [k, state.get(k)]));
    state.batch(() => this.clear());
    const after = new Map([...before.keys()].map((k) => [k, state.get(k)]));
    // What was changed since stays: only what clear() took comes back.
    const back = () => {
      for (const [k, x] of before) if (after.get(k) === undefined && state.get(k) === undefined) state.set(k, x);
    };
    clearTimeout(this.#undo?.timer);
    this.#undo = { back, timer: setTimeout(() => this.#takeBack(false), UNDO) };
    this.slot("undo")?.remove();
    this.querySelector(":scope > footer").prepend(h("span", { class: "undo", "data-slot": "undo" }, this.t("started_over"), " ",
      h("button", { type: "button", class: "btn", "data-act": "undo" }, this.t("undo"))));
    announce(this.t("started_over"));
  }

  /** Undoes starting over, or forgets how. */
  #takeBack(now) {
    clearTimeout(this.#undo?.timer);
    if (now && this.#undo) {
      this.state.batch(this.#undo.back);
      this.restore?.();
      announce(this.t("undone"));
      this.querySelector("details.menu summary").focus();
    }
    this.#undo = null;
    const slot = this.slot("undo");
    if (slot?.contains(document.activeElement)) this.querySelector("details.menu summary").focus();
    slot?.remove();
  }

  async #export() {
    await load("export");
    window.playbook.export({ title: this.heading, uid: lesson().uid, ...this.exports() });
  }
}
