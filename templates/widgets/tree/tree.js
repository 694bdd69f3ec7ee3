// <pb-tree>: nodes to step through, or all of them at once. What a tree stores:
//
//   path   the steps taken, see walk.js; without it the reader is at the beginning
//
// Which of the two views is shown is not stored.

import { h } from "lib/dom.js";
import { Instrument } from "lib/instrument.js";
import { define } from "lib/element.js";
import { announce, load } from "lib/page.js";
import { choose, cut, ended, walk } from "./walk.js";

const SHOWN = 8; // steps of the way here

class Tree extends Instrument {
  #words; // the words of the state line from the generator

  ready() {
    const list = [...this.querySelectorAll(".nodes > li")].map((li) => ({
      id: li.dataset.item, li, head: li.querySelector("h4"), text: li.querySelector("[data-slot=text]").textContent.trim(), mark: li.querySelector("[data-slot=mark]"),
      choices: [...li.querySelectorAll(".ways a")].map((a) => ({ a, to: a.dataset.to, text: a.querySelector("[data-slot=choice]").textContent.trim() })),
      was: (li.dataset.was ?? "").split(/\s+/).filter(Boolean),
    }));
    this.nodes = new Map(list.map((n) => [n.id, n]));
    this.graph = { root: list[0].id, ways: new Map(list.map((n) => [n.id, n.choices.map((c) => c.to)])) };
    this.renamed = new Map(list.flatMap((n) => n.was.map((old) => [old, n.id])));
    this.view = this.hasAttribute("data-script") ? "outline" : "steps";
    this.#words ??= this.slot("count").textContent;
    Object.assign(this.acts, { view: (_, b) => this.#look(b.dataset.view), back: () => this.#go(cut(this.path, this.path.length - 2)), restart: this.#restart, step: (_, b) => this.#go(cut(this.path, Number(b.value))) });
    if (!this.state) return;
    this.on("click", ".ways a", this.#choice);
    this.on("keydown", ".nodes, .acts, .trail", this.#keys);
    addEventListener("hashchange", () => this.#land(), { signal: this.signal });
    this.#land();
  }

  /** The steps taken so far, the beginning first. */
  get path() {
    return walk(this.graph, this.state.get("path"), this.renamed);
  }

  draw(blank = false) {
    const path = blank ? [{ id: this.graph.root }] : this.path, here = path.at(-1).id, steps = this.view === "steps";
    const places = new Map(path.map((s, i) => [s.id, i])); // of the last visit to a node
    for (const n of this.nodes.values()) {
      n.li.classList.toggle("away", steps && n.id !== here);
      this.put(n.mark, path.length > 1 && places.has(n.id) ? this.t("step", places.get(n.id) + 1) : "");
      const next = path[places.get(n.id) + 1];
      n.choices.forEach((c, i) => c.a.classList.toggle("taken", next?.by === i));
    }
    this.dataset.view = this.view;
    for (const b of this.querySelectorAll("button[data-view]")) b.setAttribute("aria-pressed", String(b.dataset.view === this.view));
    this.put("count", path.length > 1 ? this.t(ended(this.graph, path) ? "at_end" : "at_step", path.length) : this.#words);
    this.slot("acts").hidden = !steps;
    this.querySelector("[data-act=back]").disabled = this.querySelector("[data-act=restart]").disabled = path.length < 2 || this.locked;
    this.#trail(steps && !blank ? path : []);
    this.drawSaved();
  }

  /**
   * The path to the current node: the choices made, each a link back to where it was
   * made. A long path shows the first step and the last ones.
   */
  #trail(path) {
    const slot = this.slot("trail"), skip = path.length > SHOWN ? path.length - SHOWN + 1 : 0;
    slot.hidden = path.length < 2;
    if (slot.hidden) return;
    slot.firstElementChild.replaceChildren(...path.flatMap((s, i) => {
      if (i > 0 && i <= skip) return i === 1 ? [h("li", {}, "…")] : [];
      const said = i === 0 ? this.t("start") : this.nodes.get(path[i - 1].id).choices[s.by].text;
      return [h("li", {}, i === path.length - 1 ? h("span", { "aria-current": "step" }, said) :
        h("button", { type: "button", "data-act": "step", value: String(i), disabled: this.locked }, said))];
    }));
  }

  /** Goes to the end of a path: stores it, shows it, moves the focus there. */
  #go(path) {
    this.state.set("path", path.length > 1 ? path : undefined);
    this.nodes.get(this.path.at(-1).id).head.focus();
  }

  #choice(e, link) {
    if (this.view !== "steps" || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    const { path } = this;
    if (!this.locked) this.#go(choose(this.graph, path, this.nodes.get(path.at(-1).id).choices.findIndex((c) => c.a === link)));
  }

  #keys(e) {
    if (this.view !== "steps" || this.locked || e.ctrlKey || e.metaKey || e.altKey) return;
    const { path } = this;
    if (e.key === "Backspace" && path.length > 1) this.#go(cut(path, path.length - 2));
    else if (/^[1-9]$/.test(e.key) && this.graph.ways.get(path.at(-1).id)[e.key - 1]) this.#go(choose(this.graph, path, e.key - 1));
    else return;
    e.preventDefault();
    e.stopPropagation(); // the page's own keys do nothing
  }

  /** Restarts from the beginning, with an undo. */
  async #restart() {
    await load("menu");
    await window.playbook.menu(this, "reset");
    this.nodes.get(this.graph.root).head.focus();
  }

  #look(view) {
    this.view = view;
    this.draw();
    announce(this.t(view === "steps" ? "shown_step" : "shown_all"));
  }

  /** If a link from elsewhere leads to a node, shows it in the outline. */
  #land() {
    const hit = this.querySelector(".nodes :target");
    if (!hit || this.view === "outline") return;
    this.view = "outline";
    this.draw();
    hit.scrollIntoView();
  }

  clear() {
    for (const key of this.state.keys()) this.state.remove(key);
  }
}

define("tree", Tree);
