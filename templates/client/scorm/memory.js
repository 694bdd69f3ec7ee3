// Replaces the browser's storage for the pages of a course: the memory of the shell,
// which lasts as long as the course is open. Nothing stays in the browser.

export class Memory {
  #items = new Map();
  /** Called after every change of a page. */
  onchange = () => {};

  get length() {
    return this.#items.size;
  }

  key(i) {
    return [...this.#items.keys()][i] ?? null;
  }

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, text) {
    if (this.#items.get(key) === String(text)) return;
    this.#items.set(key, String(text));
    this.onchange(key);
  }

  removeItem(key) {
    if (this.#items.delete(key)) this.onchange(key);
  }

  /** Deletes everything without calling onchange. */
  empty() {
    this.#items.clear();
  }
}
