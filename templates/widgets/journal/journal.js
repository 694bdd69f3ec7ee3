// <pb-journal>: prompts that the reader answers again and again, each time with a date. All answers are private (see "~" in
// lib/leaves.js). What a journal stores:
//
//   ~entry/<uuid>/on          {date, at}: the entry's date, and when it was begun
//   ~entry/<uuid>/@<prompt>   the answer, a text
//   written                   true if there is an entry; others learn nothing more
//
// Answers to prompts that the author removed are among the orphans. They are shown with their entry and exported with it.

import { lesson } from "lib/book.js";
import { isDate, today } from "lib/dates.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { uuid } from "lib/leaves.js";
import { announce, load } from "lib/page.js";
import { Typing, wordsOf } from "lib/typing.js";
import { entriesOf, handOf, standing } from "./entries.js";
import { drawOthers, drawRest } from "./view.js";

class Journal extends Instrument {
  #chosen = ""; // the current entry, once it has text or was chosen
  #date = ""; // its date, while it has no text

  ready() {
    this.prompts = [...this.querySelectorAll("li[data-item]")].map((li) => ({
      id: li.dataset.item, text: li.querySelector("label").textContent.trim(), field: li.querySelector("textarea"),
    }));
    this.day = this.querySelector("input[type=date]");
    this.day.value = today();
    Object.assign(this.acts, { new: () => this.#turn(uuid(), "new_said"), open: (_, button) => this.#turn(button.value, "open_said"), delete: this.#delete });
    if (!this.state) return;
    this.typing = new Typing(this, "textarea", {
      key: (field) => `~entry/${this.#hold()}/@${field.closest("[data-item]").dataset.item}`,
      save: (write) => this.#save(write),
    });
    this.on("change", "input[type=date]", this.#redate);
    // After midnight another entry may be current.
    document.addEventListener("visibilitychange", () => this.draw(), { signal: this.signal });
  }

  /** There is an entry. */
  get answered() {
    return this.state.get("written") === true;
  }

  /** Every entry, those with removed prompts included. */
  entries() {
    const own = this.state.keys("~entry/").map((key) => [key, this.state.get(key)]);
    return entriesOf([...own, ...this.#lost().map((o) => [o.key, o.x])]);
  }

  draw(blank = false) {
    const entries = this.entries(), id = blank ? "" : this.#hand(entries), entry = entries.find((e) => e.id === id);
    for (const { id: prompt, field } of this.prompts) {
      this.typing.show(field, blank ? "" : wordsOf(entry?.answers.get(prompt)));
      field.disabled = this.locked;
    }
    const date = blank ? "" : (entry?.date || this.#date || today());
    if (this.day.value !== date) this.day.value = date;
    this.day.disabled = this.locked;
    const { n, last, ago } = standing(entries, today());
    this.prompted ??= this.slot("count").textContent;
    this.toggleAttribute("data-blank", blank);
    this.put("count", blank ? this.prompted : this.t("entries", n));
    this.put("last", last && !blank ? (ago ? this.t("last", ago, this.date(last)) : this.t("last_today")) : "");
    for (const act of ["new", "delete"]) this.querySelector(`[data-act=${act}]`).disabled = this.locked || !entry?.written;
    drawRest(this, entry);
    drawOthers(this, blank ? [] : entries.filter((e) => e.written && e.id !== id));
    this.drawSaved();
  }

  #hand(entries = this.entries()) {
    return this.#chosen || handOf(entries, today())?.id || "";
  }

  /** Keeps the current entry, whatever the day. A new one gets its id. */
  #hold() {
    return (this.#chosen ||= this.#hand() || uuid());
  }

  /** Writes an answer, with the date and the mark that there is an entry. */
  #save(write) {
    const key = `~entry/${this.#hold()}/on`, first = !this.state.get("written");
    this.state.batch(() => {
      if (this.state.get(key) === undefined) this.state.set(key, { date: this.#date || today(), at: Date.now() });
      this.state.set("written", true);
      write();
    });
    if (first) this.emit("complete");
  }

  #redate(_, { value }) {
    const key = `~entry/${this.#hold()}/on`;
    if (isDate(value)) {
      this.#date = value;
      if (this.state.get(key)) this.state.set(key, { ...this.state.get(key), date: value });
    } else this.draw();
  }

  /** Makes another entry the current one. */
  #turn(id, said) {
    this.typing.flush();
    this.#chosen = id;
    this.#date = "";
    this.draw();
    this.prompts[0].field.focus();
    announce(this.t(said, this.date(this.day.value)));
  }

  #delete() {
    this.typing.flush();
    const id = this.#hold();
    const clear = () => this.#drop(this.state.keys(`~entry/${id}/`));
    load("menu").then(() => window.playbook.menu(this, "reset", { clear, said: this.t("deleted") }))
      .then(() => this.slot("undo")?.querySelector("button").focus());
  }

  clear() {
    this.typing.flush();
    this.#chosen = "";
    this.#drop(this.state.keys("~entry/"));
  }

  /** Removes leaves. An entry with answers to a removed prompt keeps its date. */
  #drop(keys) {
    const lost = new Set(this.#lost().map((o) => o.key.split("/")[1]));
    for (const key of keys) if (!key.endsWith("/on") || !lost.has(key.split("/")[1])) this.state.remove(key);
    if (!this.entries().some((e) => e.written)) this.state.remove("written");
  }

  /** Answers to removed prompts, [{key, x}]. */
  #lost() {
    return lesson().orphans().filter((o) => this.keeps(o));
  }

  /** They are shown with their entry and nowhere else. */
  keeps(orphan) {
    return orphan.widget === this.dataset.id;
  }
}

define("journal", Journal);
