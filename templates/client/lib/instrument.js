// What the instruments have in common apart from state: the menu with its keys, and the line that says what is saved. The
// code of the menu is client/menu.js, loaded when a reader needs it. A kind that extends this class writes
//
//   ready()      once, when its HTML is there: reads it, adds listeners and acts
//   draw(blank)  shows the state; blank: shows the empty form for paper
//   clear()      within one write: removes what "start over" removes; may return a function that undoes it, otherwise
//                what was removed is put back
//   restore()    after "undo", if more than state must be restored (optional)
//   prepare()    before the menu does anything: a promise to wait for (optional)
//   keeps(o)     whether it shows an orphan by itself (optional)
//
// client/orphans.js shows stored data of items that the author removed. A kind has a script more.js, which sets the
// class's "exports": exports(element) returns what client/export.js offers. Its words include saved_now, saved, unsaved,
// readonly, started_over, undo and undone.

import { lesson, store } from "./book.js";
import { formatDate, today } from "./dates.js";
import { PlaybookElement } from "./element.js";
import { load, locale } from "./page.js";

export class Instrument extends PlaybookElement {
  /** The actions of elements with data-act, by name: fn(event, button). */
  acts = {};

  start() {
    this.ready();
    if (!this.state) return; // a page without a lesson's record stores nothing
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

  /** The title, or "". */
  get heading() {
    return this.querySelector(":scope > header h3")?.textContent ?? "";
  }

  /** Whether the record must not be changed. */
  get locked() {
    return lesson().readonly;
  }

  slot(name) {
    return this.querySelector(`[data-slot="${name}"]`);
  }

  /** Sets an element's words if they differ. */
  put(name, text) {
    const el = typeof name === "string" ? this.slot(name) : name;
    if (el && el.textContent !== text) el.textContent = text;
  }

  /** Shows the tally: n of all boxes are filled. */
  tally(n) {
    [...(this.slot("tally")?.children ?? [])].forEach((box, i) => box.classList.toggle("on", i < n));
  }

  /** A date in the page's language. */
  date(iso) {
    return formatDate(iso, locale());
  }

  /**
   * Sets an item's answer, an object, under a key; undefined removes it. rev is the item's
   * revision. An answer to an earlier revision stays under "<key>-was-<revision>".
   */
  setAnswer(key, answer, rev) {
    const old = this.state.get(key);
    if (old && (old.rev ?? 1) < rev) this.state.set(`${key}-was-${old.rev ?? 1}`, old);
    return this.state.set(key, answer && { ...answer, ...(rev > 1 && { rev }) });
  }

  /** The day of a time, in words. */
  moment(ms) {
    return this.date(today(new Date(ms)));
  }

  /** The keys that only the reader changes. */
  get ownKeys() {
    return this.state.keys();
  }

  /** Shows whether and when something was saved. */
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
