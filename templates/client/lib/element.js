// The base class of every widget's element. The HTML works without it: start() upgrades
// it, stop() leaves it as it is. Whatever start() opens with this.signal closes by
// itself.

import { lesson } from "./book.js";
import { words } from "./page.js";

export class PlaybookElement extends HTMLElement {
  #ending;
  #words;

  connectedCallback() {
    this.#ending = new AbortController();
    // While the page is parsed, the children do not exist yet.
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

  /** Aborts when the element leaves the page; for every listener and timer. */
  get signal() {
    return this.#ending.signal;
  }

  /** The widget's leaves; undefined on a page without a lesson record. */
  get state() {
    return lesson()?.widget(this.dataset.id ?? this.id);
  }

  /**
   * Whether the reader has answered the widget: true or false for a kind whose Track has
   * Counts or Follows, else undefined.
   */
  get answered() {
    return undefined;
  }

  /** The kind's words in the page's language: this.t(key, …args). */
  get t() {
    return (this.#words ??= words(this.localName.slice(3)));
  }

  /** Listens for an event of the element, or of elements in it that match selector. */
  on(type, selector, fn) {
    this.addEventListener(type, (e) => {
      const hit = selector ? e.target.closest?.(selector) : this;
      if (hit && this.contains(hit)) fn.call(this, e, hit);
    }, { signal: this.signal });
  }

  /** Calls fn after every change of the state, as long as the element is in the page. */
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
