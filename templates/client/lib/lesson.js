// The stored record of one lesson while it is open in this tab: reads it, merges it with
// what other tabs write, and writes it. A record consists of leaves: values, each with a
// widget's id and a key. If a lesson has changed since, leaves move to their new ids.

import { VERSION, alive, dict, emptyRecord, merge, mergeLeaf, newest, readRecord, recordText, valueOf } from "./merge.js";
import { Leaves } from "./leaves.js";

const NOTHING = recordText(emptyRecord());

export class Lesson {
  #listeners = new Set();
  #text = null; // the stored text when it was last read or written
  #last = 0; // the newest time in the record
  #known; // the widgets and items of the page, see locate
  #depth = 0; // how many calls of update are nested

  constructor(store, uid) {
    this.store = store;
    this.uid = uid;
    this.key = store.key(uid);
    /** True when a newer version wrote the record: it is shown, never changed. */
    this.readonly = false;
    this.record = emptyRecord();
    this.refresh(true);
  }

  /** A handle on one widget's leaves. */
  widget(id) {
    return new Leaves(this, id);
  }

  /** Calls fn({local}) after every change; local: made in this tab. Returns the function that ends it. */
  subscribe(fn) {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  #tell(change) {
    for (const fn of [...this.#listeners]) fn(change);
  }

  /**
   * Lets fn(record) change the record; returns false if the record is read-only. First it
   * merges what other tabs have written. Listeners hear of that only after fn, because a
   * widget must not be drawn again before the reader's input is stored.
   */
  update(fn) {
    if (this.readonly) {
      this.store.report({ state: "readonly", key: this.key });
      return false;
    }
    const came = this.#depth === 0 && this.#look();
    this.#depth++;
    try {
      fn(this.record);
    } finally {
      this.#depth--;
    }
    if (this.#depth > 0) return true;
    this.#save();
    if (came) this.#tell({ local: false });
    this.#tell({ local: true });
    return true;
  }

  /** A stamp for a new leaf, {t: time, d: writer}: later than every time in the record, even if the clock is slow. */
  stamp() {
    this.#last = Math.max(Math.floor(this.store.now()), this.#last + 1);
    return { t: this.#last, d: this.store.writer };
  }

  /** Merges the record in memory with the stored one; writes only if storage lacks something. */
  refresh(quiet) {
    if (!this.#look()) return;
    this.#save(quiet);
    this.#tell({ local: false });
  }

  /** Reads and merges the stored record; false if it has not changed since the last time. */
  #look() {
    const text = this.store.read(this.key);
    if (text === this.#text) return false;
    if (text === null) this.#forget();
    else this.#take(text);
    return true;
  }

  /** Another tab has written text (null: erased it): merges it and writes back what the other tab did not have. */
  receive(text) {
    if (text === null) {
      this.#forget();
      this.#tell({ local: false });
    } else if (text !== this.#text) {
      this.#take(text);
      // By now storage may have a newer text or, in another process, an older one.
      const own = this.store.read(this.key);
      if (own !== null && own !== text) this.#take(own);
      this.#save();
      this.#tell({ local: false });
    }
    this.refresh();
  }

  #forget() {
    this.#text = null;
    this.record = emptyRecord();
    this.store.report({ state: "erased", key: this.key });
  }

  #take(text, key = this.key) {
    if (key === this.key) this.#text = text;
    const read = this.#parse(text, key);
    this.record = merge(this.record, read);
    this.#last = Math.max(this.#last, newest(read));
    this.#place();
  }

  /** Parses a stored text. A text that cannot be read is stored under another key, not lost. */
  #parse(text, key) {
    let read = null;
    try {
      read = readRecord(JSON.parse(text));
    } catch {
      // not JSON
    }
    if (read && read.record.v > VERSION) {
      this.readonly = true;
      this.store.report({ state: "readonly", key });
    } else if (!read || read.damaged) {
      if (this.store.setAside(key, text) && key === this.key) this.#text = null;
    }
    return read?.record ?? emptyRecord();
  }

  #save(quiet) {
    if (this.readonly) return;
    const text = recordText(this.record);
    if (text === this.#text || (this.#text === null && text === NOTHING)) return;
    this.#text = text;
    if (this.store.write(this.key, text) && !quiet) this.store.report({ state: "saved", key: this.key });
  }

  /** The values of widgets and items that are not in the lesson any more: [{widget, key, x}]. */
  orphans() {
    const { orphans } = this.record;
    return Object.keys(orphans).sort().flatMap((widget) => Object.keys(orphans[widget]).sort()
      .filter((key) => alive(orphans[widget][key]))
      .map((key) => ({ widget, key, x: valueOf(orphans[widget][key]) })));
  }

  /** Merges the records stored under the lesson's earlier uids, then places every leaf. */
  adopt(was, known) {
    if (known) this.#known = known;
    for (const uid of was) {
      const key = this.store.key(uid);
      const text = this.store.read(key);
      if (text === null || key === this.key || this.readonly) continue;
      this.#take(text, key);
      if (this.readonly) return;
      this.#save(true);
      this.store.write(key, null);
    }
    this.#place();
    this.#save(true);
  }

  /** Moves leaves of renamed widgets and items to their new ids, and those of removed ones to the orphans. */
  #place() {
    if (!this.#known || this.readonly) return;
    const to = { v: this.record.v, w: dict(), orphans: dict() };
    const put = (tree, id, key, leaf) => {
      tree[id] ??= dict();
      tree[id][key] = mergeLeaf(tree[id][key], leaf);
    };
    for (const tree of [this.record.w, this.record.orphans]) {
      for (const id of Object.keys(tree)) {
        for (const key of Object.keys(tree[id])) {
          const place = locate(this.#known, id, key);
          if (place) put(to.w, place[0], place[1], tree[id][key]);
          else put(to.orphans, id, key, tree[id][key]);
        }
      }
    }
    this.record = to;
  }
}

/** The present id for an id: itself if it is known, else the one that lists it among its earlier ids (was). */
function today(known, id, wasOf) {
  if (Object.hasOwn(known, id)) return id;
  return Object.keys(known).find((k) => wasOf(known[k]).includes(id));
}

/** Where a leaf belongs now, [widget, key]; null if its widget or item is not in known any more. */
export function locate(known, id, key) {
  const widget = today(known, id, (k) => k.was ?? []);
  if (widget === undefined) return null;
  const items = known[widget].items;
  if (!items) return [widget, key];
  const parts = [];
  for (const seg of key.split("/")) {
    const item = seg[0] === "@" ? today(items, seg.slice(1), (was) => was ?? []) : undefined;
    if (seg[0] === "@" && item === undefined) return null;
    parts.push(item === undefined ? seg : "@" + item);
  }
  return [widget, parts.join("/")];
}
