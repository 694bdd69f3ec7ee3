// <pb-cards>: a deck to list, to turn card by card, and to practice. It stores only
// reviews, srs/@<card>/<uuid>; see lib/leitner.js. The current view, tag and card are
// not stored.

import { today } from "lib/dates.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { review, reviews } from "lib/leitner.js";
import { announce, load } from "lib/page.js";
import { round, stand, step, tagged } from "./deck.js";
import { drawEnd } from "./view.js";

class Cards extends Instrument {
  view = "list";
  tag = "";
  #at = 0; // the place among the shown cards, when they are turned one by one
  #round = null; // {order: [ids], given: Map(id → right), all: whether due or not}

  ready() {
    this.cards = [...this.querySelectorAll(".deck > li")].map((li) => ({
      id: li.dataset.item, rev: Number(li.dataset.rev) || 1, li, details: li.querySelector("details"), summary: li.querySelector("summary"),
      tags: [...li.querySelectorAll("[data-tag]")].map((t) => t.dataset.tag), front: li.querySelector("[data-slot=front]").textContent.trim(),
      back: li.querySelector(".back"), note: li.querySelector("[data-slot=box]"),
    }));
    Object.assign(this.acts, {
      view: (_, button) => this.#look(button.dataset.view), turn: this.#turn, right: () => this.#grade(true), wrong: () => this.#grade(false),
      next: () => this.#go(1), back: () => this.#go(-1), again: this.#again, print: () => this.#paper("print"), "print-blank": () => this.#paper("print-blank"),
    });
    this.tag = this.querySelector(".opts :checked")?.value ?? "";
    if (!this.state) return;
    this.on("change", ".opts input", (_, radio) => this.#filter(radio.value));
    this.on("keydown", ".deck, .acts", this.#arrows);
    this.addEventListener("toggle", () => this.#buttons(), { capture: true, signal: this.signal });
  }

  /** Every card with the state that follows from its reviews (see stand() of deck.js). */
  standing() {
    const day = today();
    return this.cards.map((c) => ({ ...c, ...stand(reviews(this.state, c.id), c.rev, day) }));
  }

  draw(blank = false) {
    const all = this.standing(), list = tagged(all, this.tag), due = all.filter((c) => c.ask).length;
    this.one = this.#current(list);
    for (const c of all) {
      c.li.classList.toggle("away", this.view === "list" ? !list.includes(c) : c.id !== this.one?.id);
      this.put(c.note, blank || c.seen === 0 ? "" : this.t(c.ask ? "in_box_now" : "in_box", c.box, this.date(c.due)));
    }
    this.put("due", this.t("due", due));
    this.tally(all.length - due);
    this.dataset.view = this.view;
    for (const b of this.querySelectorAll("button[data-view]")) b.setAttribute("aria-pressed", String(b.dataset.view === this.view));
    this.#where(list);
    this.#buttons();
    drawEnd(this, this.#round, list);
    this.drawSaved();
  }

  /** The card of a list that is shown; none in the list view or after a round. */
  #current(list) {
    if (this.view === "flip") return list[step(this.#at, 0, list.length)];
    if (this.view !== "practise") return undefined;
    this.#round ??= { order: round(list, { today: today() }), given: new Map(), all: false };
    const open = new Map(list.filter((c) => this.#round.all || c.ask).map((c) => [c.id, c]));
    this.#left = this.#round.order.filter((id) => open.has(id) && !this.#round.given.has(id));
    return open.get(this.#left[0]);
  }

  #left = [];

  #where(list) {
    const slot = this.slot("where");
    slot.hidden = !this.one;
    if (this.one) this.put(slot, this.view === "flip" ? this.t("place", list.indexOf(this.one) + 1, list.length) : this.t("left", this.#left.length));
  }

  /** Shows the buttons below the card that have a use now. */
  #buttons() {
    const row = this.slot("acts"), flip = this.view === "flip", turned = this.one?.details.open;
    row.hidden = !this.one;
    const held = row.contains(document.activeElement) && document.activeElement;
    const use = { back: flip, next: flip, turn: this.one && !turned, right: !flip && turned, wrong: !flip && turned };
    for (const b of row.children) {
      b.hidden = !use[b.dataset.act];
      b.disabled = this.locked && (b.dataset.act === "right" || b.dataset.act === "wrong");
    }
    if (held && held.hidden) [...row.children].find((b) => !b.hidden)?.focus();
  }

  /** Draws again with every card turned down, and moves the focus to the card. */
  #show() {
    for (const c of this.cards) c.details.open = false;
    this.draw();
    if (this.one) this.one.summary.focus();
    else if (this.view === "practise") this.slot("end").focus();
  }

  #look(view) {
    if (view === this.view) return;
    Object.assign(this, { view });
    this.#at = 0;
    this.#round = null;
    for (const c of this.cards) c.details.open = false;
    this.draw();
    announce(this.one ? this.slot("where").textContent : this.slot("count").textContent);
  }

  #filter(tag) {
    this.tag = tag;
    this.#at = 0;
    this.#round = null;
    for (const c of this.cards) c.details.open = false;
    this.draw();
    announce(this.t("shown", tagged(this.cards, tag).length));
  }

  #turn() {
    const { one } = this;
    one.details.open = true;
    this.#buttons();
    if (this.view === "practise") this.querySelector("[data-act=right]").focus();
    else one.summary.focus();
    announce(one.back.textContent.trim());
  }

  #go(by) {
    const list = tagged(this.cards, this.tag);
    this.#at = step(this.#at, by, list.length);
    this.#show();
  }

  #arrows(e) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (!by || this.view !== "flip" || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
    e.preventDefault();
    this.#go(by);
  }

  #grade(right) {
    const { one } = this;
    this.#round.given.set(one.id, right);
    review(this.state, one.id, { right, at: Date.now(), on: today(), rev: one.rev });
    const now = this.standing().find((c) => c.id === one.id);
    announce(this.t("in_box", now.box, this.date(now.due)));
    this.#show();
  }

  /** Starts a round through every card, due or not. */
  #again() {
    this.#round = { order: round(tagged(this.standing(), this.tag), { today: today(), all: true }), given: new Map(), all: true };
    this.#show();
  }

  /** Prints the cards to cut out: the shown ones, or all of them without their state. */
  async #paper(act) {
    await Promise.all([load("menu"), load("cards-more")]);
    const blank = act === "print-blank";
    this.constructor.sheets(this, blank ? this.standing() : tagged(this.standing(), this.tag), blank);
    window.playbook.menu(this, act);
  }

  clear() {
    for (const key of this.state.keys()) this.state.remove(key);
    this.#round = null;
  }

  restore() {
    this.#round = null;
    this.draw();
  }
}

define("cards", Cards);
