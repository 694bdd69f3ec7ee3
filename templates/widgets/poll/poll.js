// <pb-poll>: a vote that unlocks a text. A reader may change the vote, and each change is
// recorded. The leaves of a poll:
//
//   vote/@<option>/<uuid>   {at}: a vote; only the last one counts
//   hands/@<option>         raised hands that the presenter counted

import { today } from "lib/dates.js";
import { h } from "lib/dom.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { uuid } from "lib/leaves.js";
import { announce } from "lib/page.js";
import { ordered, raise, stand } from "./ballot.js";
import { openHands } from "./hands.js";

class Poll extends Instrument {
  ready() {
    this.options = [...this.querySelectorAll("label[data-item]")].map((label) => ({
      id: label.dataset.item, label, box: label.querySelector("input"), text: label.querySelector("[data-slot=text]").textContent.trim(),
    }));
    this.byId = new Map(this.options.map((o) => [o.id, o]));
    this.cast = this.querySelector("[data-act=vote]");
    this.words = this.cast.textContent;
    Object.assign(this.acts, { vote: this.#vote, hands: () => openHands(this) });
    if (!this.state) return;
    this.on("change", ".votes input", () => this.#offer());
    this.on("click", ".after summary", (e) => {
      if (stand(this.votes()).now !== null) return;
      e.preventDefault();
      announce(this.t("first"));
      this.put("count", this.t("first"));
    });
  }

  /** Every vote for an option that still exists. */
  votes() {
    return this.state.keys("vote/@").map((key) => {
      const [, o, id] = key.split("/");
      return { id, o: o.slice(1), at: this.state.get(key)?.at };
    }).filter((v) => this.byId.has(v.o) && typeof v.at === "number");
  }

  get answered() {
    return stand(this.votes()).now !== null;
  }

  hands() {
    const count = (o) => this.state.get(`hands/@${o.id}`);
    return new Map(this.options.map((o) => [o.id, Number.isInteger(count(o)) && count(o) > 0 ? count(o) : 0]));
  }

  /** Adds a raised hand to an option, or removes one. */
  hand(option, by) {
    this.state.set(`hands/@${option}`, raise(this.hands(), option, by).get(option) || undefined);
  }

  clearHands() {
    this.state.batch(() => this.options.forEach((o) => this.state.remove(`hands/@${o.id}`)));
  }

  draw(blank = false) {
    const { now, moves } = blank ? { now: null, moves: [] } : stand(this.votes());
    const chosen = this.options.find((o) => o.box.checked);
    for (const o of this.options) {
      if (now !== this.shown || blank) o.box.checked = o.id === now;
      o.box.disabled = this.locked;
      o.label.classList.toggle("mine", o.id === now);
    }
    if (now === null && this.shown === null && chosen && !blank) chosen.box.checked = true;
    this.shown = now;
    this.toggleAttribute("data-voted", now !== null);
    this.put("count", now === null ? this.t("not_voted") : this.t("your_vote", this.byId.get(now).text));
    const list = moves.map((m) => h("li", {}, this.t("moved", this.byId.get(m.from).text, this.byId.get(m.to).text, this.date(today(new Date(m.at))))));
    this.slot("moves").replaceChildren(...(list.length ? [h("ul", {}, list)] : []));
    if (now === null) this.querySelector(".after")?.removeAttribute("open");
    this.#offer();
    this.drawSaved();
  }

  /** Sets the button's label to what the button does. */
  #offer() {
    const chosen = this.options.find((o) => o.box.checked);
    this.cast.disabled = this.locked || !chosen || chosen.id === this.shown;
    this.put(this.cast, this.shown === null ? this.words : this.t("change"));
  }

  #vote() {
    const chosen = this.options.find((o) => o.box.checked);
    const was = this.shown;
    const last = Math.max(0, ...ordered(this.votes()).map((v) => v.at));
    this.state.set(`vote/@${chosen.id}/${uuid()}`, { at: Math.max(Date.now(), last + 1) });
    announce(was === null ? this.t("your_vote", chosen.text) : this.t("moved", this.byId.get(was).text, chosen.text, this.date(today())));
    const after = this.querySelector(".after");
    if (after) {
      after.open = true;
      after.querySelector("summary").focus();
    } else chosen.box.focus();
    this.emit("complete");
  }

  clear() {
    for (const key of this.state.keys()) this.state.remove(key);
  }
}

define("poll", Poll);
