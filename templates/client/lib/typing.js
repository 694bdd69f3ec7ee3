// Free text is saved while the reader types: after a short pause, when the reader
// leaves the field, and when the page closes.

const QUIET = 500; // ms without a key before the words are saved

/** The text of a leaf; "" for any other value. */
export const wordsOf = (x) => (typeof x === "string" ? x : "");

/**
 * Saves the fields of an instrument that match a selector. key(field) names the leaf. save(fn) is called around the write,
 * for values that must be written with it.
 */
export class Typing {
  #timers = new Map(); // field to the timer that saves it
  #shown = new WeakMap(); // field to the text that it last showed

  constructor(tool, selector, { key, save = (fn) => fn() }) {
    Object.assign(this, { tool, key, save });
    tool.on("input", selector, (_, field) => {
      clearTimeout(this.#timers.get(field));
      this.#timers.set(field, setTimeout(() => this.#write(field), QUIET));
    });
    tool.on("change", selector, (_, field) => this.#write(field));
    addEventListener("pagehide", () => this.flush(), { signal: tool.signal });
    tool.signal.addEventListener("abort", () => this.flush());
  }

  /** Saves everything that waits. */
  flush() {
    for (const field of [...this.#timers.keys()]) this.#write(field);
  }

  /** Shows a text in a field, unless the field has unsaved words. */
  show(field, text) {
    if (this.#timers.has(field)) return;
    this.#shown.set(field, text);
    if (field.value !== text) field.value = text;
  }

  #write(field) {
    clearTimeout(this.#timers.get(field));
    if (!this.#timers.delete(field) && field.value === (this.#shown.get(field) ?? "")) return;
    const { state } = this.tool, key = this.key(field), words = field.value, shown = this.#shown.get(field);
    this.#shown.set(field, words);
    this.save(() => state.setText(key, words, shown));
  }
}
