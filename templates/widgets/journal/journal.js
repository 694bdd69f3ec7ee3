// <pb-journal>: prompts answered under a date, again and again. All a reader writes is
// private (see "~" in lib/leaves.js). The leaves of a journal:
//
//   ~entry/<uuid>/on          {date, at}: the entry's date, and when it was begun
//   ~entry/<uuid>/@<prompt>   the words, a text
//   written                   true when there is an entry: all that others may learn
//
// Words to a prompt that the author took away are among the orphans; they are shown
// with their entry and go along with an export.

import { lesson } from "lib/book.js";
import { isDate, today } from "lib/dates.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { uuid } from "lib/leaves.js";
import { announce, load } from "lib/page.js";
import { Typing, wordsOf } from "lib/typing.js";
import { entriesOf, handOf, standing } from "./entries.js";
import { drawEarlier, drawRest } from "./view.js";

class Journal extends Instrument {
  #chosen = ""; // the entry in hand, once it is written in or chosen
  #date = ""; // its date, while it has no words

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
    // Past midnight another entry may be in hand.
    document.addEventListener("visibilitychange", () => this.draw(), { signal: this.signal });
  }

  /** Every entry, those with removed prompts included. */
  entries() {
    const own = this.state.keys("~entry/").map((key) => [key, this.state.get(key)]);
    const lost = lesson().orphans().filter((o) => o.widget === this.dataset.id).map((o) => [o.key, o.x]);
    return entriesOf([...own, ...lost]);
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
    this.put("count", this.t("entries", n));
    this.put("last", last ? (ago ? this.t("last", ago, this.date(last)) : this.t("last_today")) : "");
    for (const act of ["new", "delete"]) this.querySelector(`[data-act=${act}]`).disabled = this.locked || !entry?.written;
    drawRest(this, entry);
    drawEarlier(this, blank ? [] : entries.filter((e) => e.written && e.id !== id));
    this.drawSaved();
  }

  #hand(entries = this.entries()) {
    return this.#chosen || handOf(entries, today())?.id || "";
  }

  /** Keeps the entry in hand there, whatever the day; a new one gets its id. */
  #hold() {
    return (this.#chosen ||= this.#hand() || uuid());
  }

  /** Writes words, with the date and the sign that there is an entry. */
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

  /** Puts another entry in hand. */
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
    load("menu").then(() => window.playbook.menu(this, "reset", {
      said: this.t("deleted"),
      clear: () => {
        const lost = this.entries().find((e) => e.id === id).answers.size > this.prompts.filter((p) => this.state.get(`~entry/${id}/@${p.id}`)).length;
        for (const key of this.state.keys(`~entry/${id}/`)) if (!lost || !key.endsWith("/on")) this.state.remove(key);
        if (!this.entries().some((e) => e.written)) this.state.remove("written");
      },
    })).then(() => this.slot("undo")?.querySelector("button").focus());
  }

  clear() {
    this.typing.flush();
    for (const key of this.state.keys()) this.state.remove(key);
  }
}

define("journal", Journal);
