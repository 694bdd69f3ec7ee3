// The base of every widget's element. HTML works first: start() upgrades what the
// generator wrote, stop() leaves it as it stands. What start() opened with
// this.signal closes by itself, so both are symmetric by construction.

import { lesson } from "./book.js";
import { words } from "./page.js";

export class PlaybookElement extends HTMLElement {
  #ending;
  #words;

  connectedCallback() {
    this.#ending = new AbortController();
    // While the parser still runs, the children are not there yet.
    if (document.readyState !== "loading") this.#begin();
    else document.addEventListener("DOMContentLoaded", () => this.#begin(), { once: true, signal: this.signal });
  }

  #begin() {
    this.start?.();
    this.toggleAttribute("data-live", true);
  }

  disconnectedCallback() {
    this.#ending?.abort();
    this.toggleAttribute("data-live", false);
    this.stop?.();
  }

  /** Ends when the element leaves the page: for every listener and timer. */
  get signal() {
    return this.#ending.signal;
  }

  /** The widget's leaves; undefined on a page without a lesson record. */
  get state() {
    return lesson()?.widget(this.dataset.id ?? this.id);
  }

  /**
   * Whether the reader has answered the widget, as a lesson that is done asks of it: true
   * or false in a kind that counts (its Track says so), else undefined.
   */
  get answered() {
    return undefined;
  }

  /** The kind's words in the page's language: this.t(key, …args). */
  get t() {
    return (this.#words ??= words(this.localName.slice(3)));
  }

  /** Listens for an event of the element, or of what selector finds inside it. */
  on(type, selector, fn) {
    this.addEventListener(type, (e) => {
      const hit = selector ? e.target.closest?.(selector) : this;
      if (hit && this.contains(hit)) fn.call(this, e, hit);
    }, { signal: this.signal });
  }

  /** Calls fn after every change of the state, for as long as the element is live. */
  watch(fn) {
    const end = this.state?.subscribe((change) => fn.call(this, change));
    if (end) this.signal.addEventListener("abort", end);
  }

  /** Sends a bubbling "pb-<name>" event. */
  emit(name, detail) {
    this.dispatchEvent(new CustomEvent("pb-" + name, { bubbles: true, detail }));
  }
}

/** Defines a kind's element, <pb-kind>, once. */
export function define(kind, element) {
  if (!customElements.get("pb-" + kind)) customElements.define("pb-" + kind, element);
}
