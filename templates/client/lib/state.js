// The state store: one record for each lesson in localStorage, "playbook:<site id>:<profile>:<lesson uid>" (see merge.js for
// its format). Every change reads, merges and writes, so a tab never overwrites a record with what it remembers.
//
//   const store = createStore({site: "campaign-book"});
//   const lesson = store.lesson("keep-your-seat", {was: ["old-uid"], known: {rota: {items: {orders: ["old-id"]}}}});
//   const rota = lesson.widget("rota");
//   rota.set("@orders/done", true);
//   rota.setText("@orders/note", "They moved");   // if two sides write, both texts are kept
//   rota.append("log", {outcome: "reply"});       // merged as a union, by uuid
//   rota.subscribe(({local}) => render());
//
// Storage may be blocked, full, or hold anything. The store then continues in memory and reports it:
// store.onstatus(fn) calls fn({state, reason, key}) with state
//   "saved"     written to this device
//   "memory"    stored in this tab only; reason "blocked" or "full": export now
//   "readonly"  a newer version wrote the record; it is shown and not changed
//   "broken"    the record was not readable, or only in part; a copy was set aside
//   "erased"    another tab erased the record

import { Lesson } from "./lesson.js";
import { randomHex } from "./leaves.js";
import { storage as ownStorage } from "./storage.js";

export { randomHex, uuid } from "./leaves.js";

/** The parts of a storage key are separated by colons. */
export const encode = (s) => String(s).replace(/%/g, "%25").replace(/:/g, "%3A");
export const decode = (s) => s.replace(/%3A/g, ":").replace(/%25/g, "%");

/**
 * Opens the store of a site. The default profile is the one last chosen on this device, else "me". storage, now (epoch ms)
 * and writer are for tests.
 */
export function createStore({ site, profile, storage = ownStorage, now = Date.now, writer } = {}) {
  return new Store(site, profile, storage, now, writer);
}

class Store {
  #storage;
  #memory = new Map(); // what could not be written
  #detached = new Set(); // keys whose stored text must stay as it is
  #listeners = new Set();
  #open = new Map();

  constructor(site, profile, storage, now, writer) {
    this.site = site;
    this.now = now;
    this.#storage = storage;
    this.prefix = `playbook:${encode(site)}:`;
    /**
     * The mark that the last forgetting (privacy/forget.js) stored under the key "forgot".
     * If the stored mark has changed, this page still holds forgotten entries: it writes
     * nothing any more and reloads.
     */
    this.mark = this.read(this.prefix + "forgot");
    /** The last status reported. */
    this.status = { state: "saved" };
    this.profile = profile ?? this.read(this.prefix + "profile") ?? "me";
    // Each tab is a writer of its own, because tabs write at the same time.
    this.writer = writer ?? this.#device() + "-" + randomHex(3);
  }

  #device() {
    const known = this.read("playbook:device");
    if (/^[0-9a-f]{8}$/.test(known ?? "")) return known;
    const made = randomHex(4);
    this.write("playbook:device", made);
    return made;
  }

  /** The text under a storage key, or null, also if storage throws. */
  read(key) {
    if (this.#memory.has(key)) return this.#memory.get(key);
    try {
      return this.#storage().getItem(key);
    } catch {
      return null;
    }
  }

  /** Stores a text (null: removes it); false if it is only in memory. */
  write(key, text) {
    if (this.read(this.prefix + "forgot") !== this.mark) {
      for (const lesson of this.#open.values()) lesson.readonly = true;
      location.reload();
      return true;
    }
    let reason = "blocked";
    try {
      if (this.#detached.has(key)) throw new Error("detached");
      const storage = this.#storage();
      if (text === null) storage.removeItem(key);
      else storage.setItem(key, text);
      this.#memory.delete(key);
      return true;
    } catch (e) {
      if (e?.name === "QuotaExceededError") reason = "full";
    }
    this.#memory.set(key, text);
    this.report({ state: "memory", reason, key });
    return false;
  }

  /**
   * Moves an unreadable text to "<key>:broken:<t>". There may be no room for both, so the original is removed first. If the
   * copy still fails, the original is restored, and its key is only in memory from then on.
   */
  setAside(key, text) {
    const aside = `${key}:broken:${this.now()}`;
    if (this.write(key, null) && this.write(aside, text)) {
      this.report({ state: "broken", key: aside });
      return true;
    }
    this.#memory.delete(aside);
    this.write(key, text);
    this.#detached.add(key);
    return false;
  }

  /** Calls fn with every status; returns the function that ends that. */
  onstatus(fn) {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  report(status) {
    this.status = status;
    for (const fn of [...this.#listeners]) fn(status);
  }

  /** The storage key of a lesson's record. */
  key(uid, profile = this.profile) {
    return `${this.prefix}${encode(profile)}:${encode(uid)}`;
  }

  /** Every storage key of this site, sorted. */
  keys() {
    const keys = new Set(this.#memory.keys());
    try {
      const storage = this.#storage();
      for (let i = 0; i < storage.length; i++) keys.add(storage.key(i));
    } catch {
      // nothing is stored
    }
    return [...keys].filter((k) => k.startsWith(this.prefix) && this.read(k) !== null).sort();
  }

  /** The uids of the lessons for which a profile has a record. */
  lessons(profile = this.profile) {
    const start = `${this.prefix}${encode(profile)}:`;
    return this.keys().filter((k) => k.startsWith(start) && !k.slice(start.length).includes(":"))
      .map((k) => decode(k.slice(start.length)));
  }

  /** Merges every open lesson with its stored record. */
  refresh() {
    for (const lesson of this.#open.values()) lesson.refresh();
  }

  /**
   * Opens a lesson's record. was: its earlier uids. known: what the page has, {widget: {was: [ids], items: {item: [earlier
   * ids]}}}. Stored data for anything else is kept as orphans. Without known, nothing is moved.
   */
  lesson(uid, { was = [], known } = {}) {
    if (!this.#open.has(uid)) this.#open.set(uid, new Lesson(this, uid));
    const lesson = this.#open.get(uid);
    if (was.length || known) lesson.adopt(was, known);
    return lesson;
  }

  /** Merges a key that another tab has written (null: all of them). */
  receive(key, text) {
    if (key === this.prefix + "forgot") this.write(key, text);
    for (const lesson of this.#open.values()) {
      if (key === null || key === lesson.key) lesson.receive(text);
    }
  }

  /** Keeps this tab synchronized with the others until the signal aborts. */
  listen(signal) {
    const refresh = () => this.refresh();
    addEventListener("storage", (e) => this.receive(e.key, e.newValue), { signal });
    addEventListener("pageshow", refresh, { signal });
    document.addEventListener("visibilitychange", refresh, { signal });
  }
}
