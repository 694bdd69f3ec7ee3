// <pb-@NAME@>: points to tick, and a note. What it keeps (keeps.json declares it):
//
//   @<point>/done   {at}: when the point was ticked, epoch ms
//   note            the reader's words, a text

import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { announce } from "lib/page.js";
import { Typing, wordsOf } from "lib/typing.js";

define("@NAME@", class extends Instrument {
  ready() {
    this.points = [...this.querySelectorAll("li[data-item]")].map((li) => ({
      id: li.dataset.item, box: li.querySelector("input"), text: li.querySelector("[data-slot=text]").textContent.trim(),
    }));
    this.note = this.querySelector("textarea");
    if (!this.state) return;
    this.typing = new Typing(this, "textarea", { key: () => "note" });
    this.on("change", "li input", (_, box) => this.#tick(box));
  }

  /** When a point was ticked, undefined if it is not. */
  doneAt(id) {
    const at = this.state.get(`@${id}/done`)?.at;
    return Number.isFinite(at) ? at : undefined;
  }

  /** How many points are ticked. */
  get done() {
    return this.points.filter((p) => this.doneAt(p.id) !== undefined).length;
  }

  get answered() {
    return this.done === this.points.length;
  }

  draw(blank = false) {
    for (const p of this.points) {
      p.box.checked = !blank && this.doneAt(p.id) !== undefined;
      p.box.disabled = this.locked;
    }
    this.typing.show(this.note, blank ? "" : wordsOf(this.state.get("note")));
    this.note.disabled = this.locked;
    this.put("count", this.t("done", blank ? 0 : this.done, this.points.length));
    this.drawSaved();
  }

  #tick(box) {
    const { id } = this.points.find((p) => p.box === box);
    this.state.set(`@${id}/done`, box.checked ? { at: Date.now() } : undefined);
    announce(this.t("done", this.done, this.points.length));
    if (this.answered) this.emit("complete");
  }

  clear() {
    this.typing.flush();
    for (const key of this.state.keys()) this.state.remove(key);
  }
});
