// One widget's leaves: through this object a widget reads and writes its state. Keys
// are flat paths, see merge.js.

import { MAX_KEY, MAX_TEXT, SEPARATOR, alive, canonical, dict, isShallow, textLeaf, valueOf } from "./merge.js";

const MAX_SEEN = 24; // writers a text remembers; see setText

/** n random bytes in hexadecimal; works without a secure context. */
export function randomHex(n) {
  return Array.from(crypto.getRandomValues(new Uint8Array(n)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** A random uuid (RFC 9562, version 4). */
export function uuid() {
  const h = randomHex(16);
  const variant = "89ab"[parseInt(h[16], 16) & 3];
  return [h.slice(0, 8), h.slice(8, 12), "4" + h.slice(13, 16), variant + h.slice(17, 20), h.slice(20)].join("-");
}

export class Leaves {
  constructor(lesson, id) {
    this.lesson = lesson;
    this.id = id;
  }

  #leaf(key) {
    return this.lesson.record.w[this.id]?.[key];
  }

  #put(key, make) {
    if (key.length > MAX_KEY) throw new RangeError(`key of ${key.length} characters, expected at most ${MAX_KEY}`);
    return this.lesson.update((record) => {
      record.w[this.id] ??= dict();
      record.w[this.id][key] = make(record.w[this.id][key], this.lesson.stamp());
    });
  }

  /** The value under a key, or a text's words; undefined if there is none. */
  get(key) {
    return valueOf(this.#leaf(key));
  }

  /** When a key was last written, in epoch ms; undefined if it has no value. */
  at(key) {
    const leaf = this.#leaf(key);
    return alive(leaf) ? leaf.t : undefined;
  }

  /**
   * Sets a JSON value (undefined: deletes it); false if the record is read-only. A free text stays a free text, because a plain
   * value would lose against it in a merge.
   */
  set(key, x) {
    if (x === undefined) return this.remove(key);
    if (typeof x === "string" && this.#leaf(key)?.s) return this.setText(key, x);
    if (!isShallow(x)) throw new RangeError(`value of "${key}" is too large or too deep`);
    const now = this.get(key);
    if (now !== undefined && canonical(now) === canonical(x)) return true;
    return this.#put(key, (_, stamp) => ({ x, ...stamp }));
  }

  /**
   * Sets a free text. shown is the text that its writer last saw. A text that has arrived from elsewhere since then is kept
   * beside the new one.
   */
  setText(key, words, shown = this.get(key)) {
    if ((this.get(key) ?? "") === words) return true;
    return this.#put(key, (old, stamp) => {
      const now = valueOf(old) ?? "";
      const met = typeof now === "string" && now !== (shown ?? "") && !words.includes(now);
      const text = (met ? [now, words].filter(Boolean).join(SEPARATOR) : words).slice(0, MAX_TEXT);
      // If an old writer is forgotten, its text may come back, but no text is lost.
      const recent = Object.entries(old?.s ?? {}).sort((a, b) => b[1] - a[1]).slice(0, MAX_SEEN - 1);
      const seen = dict(recent);
      seen[stamp.d] = stamp.t;
      return textLeaf(seen, text === "" ? [] : [{ x: text, ...stamp }]);
    });
  }

  /** Deletes a value and leaves a tombstone. */
  remove(key) {
    const leaf = this.#leaf(key);
    if (!alive(leaf)) return true;
    if (leaf.s) return this.setText(key, "");
    return this.#put(key, (_, stamp) => stamp);
  }

  /** Adds an entry to the log under a key; returns its uuid, or null if the record is read-only. */
  append(key, entry) {
    const id = uuid();
    return this.set(key + "/" + id, entry) ? id : null;
  }

  /** The log's entries in the order of writing: [{id, t, x}]. */
  entries(key) {
    const from = key.length + 1;
    return this.keys(key + "/").filter((k) => !k.slice(from).includes("/"))
      .map((k) => ({ id: k.slice(from), t: this.at(k), x: this.get(k) }))
      .sort((a, b) => a.t - b.t || (a.id < b.id ? -1 : 1));
  }

  /** The keys that begin with a prefix and have a value, in order. */
  keys(prefix = "") {
    const leaves = this.lesson.record.w[this.id] ?? {};
    return Object.keys(leaves).filter((k) => k.startsWith(prefix) && alive(leaves[k])).sort();
  }

  /** Makes several changes with one write. fn may call every method of this lesson's widgets. */
  batch(fn) {
    return this.lesson.update(fn);
  }

  /** Calls fn({local}) after every change of the lesson's record; returns the function that ends that. */
  subscribe(fn) {
    return this.lesson.subscribe(fn);
  }
}
