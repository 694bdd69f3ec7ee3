// What the instruments share besides their state: the menu with its keys, and the line
// that says what is saved. What the menu does is client/menu.js, loaded when a reader
// comes to it. A kind that extends this writes
//
//   ready()      once, when its HTML is there: reads it, adds its listeners and acts
//   draw(blank)  shows the state as it stands; blank: the paper form, without it
//   clear()      inside one write: removes what "start over" removes; may give the
//                function that takes it back, else what was removed is put back
//   restore()    after "undo", when there is more to take back than state (optional)
//   prepare()    before the menu does anything: a promise to wait for (optional)
//   keeps(o)     whether it shows an orphan by itself (optional)
//
// What the reader stored for items that the author removed is shown by
// client/orphans.js. A kind has a script more.js, which sets the class's "exports":
// exports(element) gives what client/export.js offers. Its words hold saved_now, saved, unsaved, readonly,
// started_over, undo and undone.

import { lesson, store } from "./book.js";
import { formatDate, today } from "./dates.js";
import { PlaybookElement } from "./element.js";
import { load, locale } from "./page.js";

export class Instrument extends PlaybookElement {
  /** What an element with data-act does, by name: fn(event, button). */
  acts = {};

  start() {
    this.ready();
    if (!this.state) return; // a page without a lesson's record keeps nothing
    this.on("click", "[data-act]", this.#act);
    for (const type of ["click", "focusin"]) this.on(type, "details.menu summary", () => load("menu"));
    this.watch(() => this.#show());
    this.signal.addEventListener("abort", store().onstatus(() => this.drawSaved()));
    this.#show();
  }

  #show() {
    this.draw();
    if (lesson().orphans().length || this.slot("orphans")) load("orphans").then(() => window.playbook.orphans(this));
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

  /**
   * Sets an item's answer, an object, under a key (undefined: removes it). rev is the item's
   * revision; an answer to an earlier one stays beside it, under "<key>-was-<revision>".
   */
  setAnswer(key, answer, rev) {
    const old = this.state.get(key);
    if (old && (old.rev ?? 1) < rev) this.state.set(`${key}-was-${old.rev ?? 1}`, old);
    return this.state.set(key, answer && { ...answer, ...(rev > 1 && { rev }) });
  }

  /** The day of a moment, in words. */
  moment(ms) {
    return this.date(today(new Date(ms)));
  }

  /** The keys whose change is the reader's own. */
  get ownKeys() {
    return this.state.keys();
  }

  /** Whether and when something was saved. */
  drawSaved() {
    const { readonly } = lesson(), unsaved = store().status.state === "memory";
    const last = Math.max(0, ...this.ownKeys.map((k) => this.state.at(k)));
    this.nothing ??= this.slot("saved").textContent;
    const when = !last ? this.nothing : Date.now() - last < 60000 ? this.t("saved_now") : this.t("saved", this.moment(last));
    this.put("saved", readonly ? this.t("readonly") : unsaved ? this.t("unsaved") : when);
    this.slot("saved").classList.toggle("late", readonly || unsaved);
  }

  #act(e, button) {
    const menu = button.closest("details.menu");
    if (menu) this.#close(menu);
    const { act } = button.dataset;
    if (this.acts[act]) this.acts[act].call(this, e, button);
    else load("menu").then(() => window.playbook.menu(this, act));
  }

  #close(menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}
