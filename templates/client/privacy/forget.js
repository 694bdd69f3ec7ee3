// Forgetting a name: finds where this device stores the name and removes it there without
// a trace. An entry is removed, not marked as deleted, because the key of a deleted entry
// can give the name away. Other open tabs still have the entry in memory and would write
// it back. A new Store.mark, stored before the first removal, makes them reload instead.

import { isWith, keepOf, withOf } from "./keeps.js";
import { isName, look, placesOf, without } from "./names.js";
import { config } from "../lib/page.js";
import { canonical, dict, leavesOf, textLeaf, valueOf } from "../lib/merge.js";
import { nameId } from "../lib/names.js";
import { ownKeys, profiles } from "../lib/profiles.js";
import { createStore, randomHex } from "../lib/state.js";
import { storage } from "../lib/storage.js";
import { recall, restore } from "../search/memory.js";

/** A copy of a value with fn applied to every string in it, and to object keys if keys is true. */
function mapTexts(x, fn, keys = false) {
  if (typeof x === "string") return fn(x);
  if (Array.isArray(x)) return x.map((y) => mapTexts(y, fn, keys));
  if (typeof x !== "object" || x === null) return x;
  return dict(Object.entries(x).map(([k, y]) => [keys ? fn(k) : k, mapTexts(y, fn, keys)]));
}

function textsIn(x, keys = false) {
  const out = [];
  mapTexts(x, (text) => {
    out.push(text);
    return text;
  }, keys);
  return out;
}

/** The part of a value that may contain names: the fields listed in keep.in, or all of it. */
const nameable = (x, keep) => (keep?.in && typeof x === "object" && x !== null && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).filter(([k]) => keep.in.includes(k))) : x);

/** The strings in a value that contain the name, and where: [{text, places}]. */
const hitsIn = (x, sought, keys) => textsIn(x, keys).map((text) => ({ text, places: placesOf(text, sought) })).filter((s) => s.places.length);

/** The store of a profile of this device. Another profile gets a new store for this one task. */
const storeOf = (store, profile) => (profile === store.profile ? store : createStore({ site: store.site, profile }));

/** Every name that this reader has given to something; the input field suggests them. */
export function knownNames(store) {
  const out = new Set();
  for (const uid of store.lessons()) {
    for (const [id, key, leaf] of leavesOf(store.lesson(uid).record)) {
      const x = valueOf(leaf);
      if (typeof x === "string" && x.trim() && keepOf(uid, id, key)?.names === "whole") out.add(x.trim());
    }
  }
  return [...out].sort((a, b) => a.localeCompare(b));
}

/**
 * Where the name is stored: [{at, profile, kind, act, acts, said, …}]. kind is
 *   "name"    the name of an entry: the whole entry is removed
 *   "part"    a longer name that contains this one
 *   "text"    a text that contains the name
 *   "record"  a record that cannot be read or comes from a newer version
 *   "search"  recent searches
 * said lists the strings that contain the name: [{text, places}]. acts are the actions that
 * the reader can choose from, "remove", "replace" and "leave"; act is the suggested one.
 */
export function find(store, name) {
  const sought = look(name);
  if (!sought) return [];
  return [...profiles(store).flatMap((profile) => inProfile(storeOf(store, profile), sought, nameId(name))), ...inSearches(sought)];
}

function inProfile(store, sought, hash) {
  const out = [], { profile } = store;
  const raw = ownKeys(store).filter((key) => key.includes(":broken:"));
  for (const uid of store.lessons()) {
    const lesson = store.lesson(uid);
    if (lesson.readonly) raw.push(lesson.key);
    else out.push(...inLesson(lesson, sought, hash).map((p) => ({ ...p, profile, at: [profile, uid, p.id, p.key, p.orphan].join("\n") })));
  }
  for (const key of raw) {
    const x = parsed(store.read(key)), hits = hitsIn(x ?? store.read(key), sought, true);
    if (hits.length) out.push({ at: key, profile, kind: "record", storageKey: key, said: hits, act: x === undefined ? "remove" : "replace", acts: x === undefined ? ["remove", "leave"] : ["replace", "remove", "leave"] });
  }
  return out;
}

function inLesson({ uid, record }, sought, hash) {
  const leaves = [...leavesOf(record)].map(([id, key, leaf, orphan]) => ({ uid, id, key, orphan, x: valueOf(leaf), keep: keepOf(uid, id, key) }));
  const whole = leaves.filter((l) => l.keep?.names === "whole" && typeof l.x === "string");
  // An entry deleted earlier has lost its name, but its key still holds the name's hash.
  const gone = leaves.filter((l) => l.keep?.names === "whole" && l.x === undefined && l.key.split("/")[1] === hash);
  const out = [...whole.filter((l) => isName(l.x, sought)), ...gone].map((l) => ({ ...l, kind: "name", act: "remove", acts: ["remove"], starts: withOf(l.keep, l.key) }));
  const covered = (l) => out.some((p) => p.kind === "name" && p.id === l.id && (p.key === l.key || isWith(l.key, p.starts)));
  for (const p of out) p.n = leaves.filter((l) => l.id === p.id && l.x !== undefined && isWith(l.key, p.starts)).length;
  for (const l of leaves) {
    if (l.x === undefined || covered(l) || (l.keep && !l.keep.names)) continue;
    const hits = hitsIn(nameable(l.x, l.keep), sought);
    if (hits.length) out.push({ ...l, said: hits, starts: withOf(l.keep, l.key), ...proposed(l, hits, sought) });
  }
  return out;
}

/** The kind of a place whose texts contain the name, the suggested action and the possible ones. */
function proposed({ x, keep }, hits, sought) {
  if (keep?.names === "whole") return { kind: "part", act: "leave", acts: ["leave", "remove", "replace"] };
  if (hits.every((s) => s.places.every((p) => p.alike))) return { kind: "text", act: "leave", acts: keep?.names === "sealed" ? ["leave", "remove"] : ["leave", "replace", "remove"] };
  if (keep?.names === "sealed") return { kind: "text", act: "remove", acts: ["remove", "leave"] };
  // A text that is just the name has nothing else to keep.
  return { kind: "text", act: typeof x === "string" && isName(x, sought) ? "remove" : "replace", acts: ["replace", "remove", "leave"] };
}

function inSearches(sought) {
  const { recent, zero } = recall(config().site ?? "playbook");
  const hits = hitsIn([...recent, ...zero.keys()].map(String), sought);
  return hits.length ? [{ at: "search", kind: "search", said: hits, act: "remove", acts: ["remove", "leave"] }] : [];
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Stores a new mark, so that other tabs discard what they have in memory: see Store.mark. */
function mark(store) {
  const made = randomHex(8);
  try {
    storage().setItem(store.prefix + "forgot", made);
    store.mark = made;
  } catch {
    // Without storage, other tabs cannot have read anything that this tab wrote.
  }
}

/**
 * Carries out the action (act) chosen for each place. "replace" puts word in place of the
 * name. Returns the function that undoes everything.
 */
export function forget(store, name, places, word) {
  const sought = look(name), undos = [];
  mark(store);
  const left = places.filter((p) => p.act !== "leave");
  for (const profile of new Set(left.map((p) => p.profile).filter((p) => p !== undefined))) {
    const own = storeOf(store, profile);
    for (const uid of new Set(left.filter((p) => p.profile === profile && p.uid !== undefined).map((p) => p.uid))) {
      undos.push(inRecord(own.lesson(uid), left.filter((p) => p.profile === profile && p.uid === uid), sought, word));
    }
    for (const p of left.filter((p) => p.profile === profile && p.storageKey)) undos.push(rewrite(own, p, sought, word));
  }
  if (left.some((p) => p.kind === "search")) undos.push(clean(sought));
  return () => undos.forEach((undo) => undo());
}

const replaceName = (text, sought, word) => without(text, placesOf(text, sought), word);

/** The value of a leaf with word in place of the name. */
function changed(x, keep, sought, word) {
  const part = mapTexts(nameable(x, keep), (text) => replaceName(text, sought, word));
  return part !== null && typeof part === "object" && !Array.isArray(part) ? { ...x, ...part } : part;
}

function inRecord(lesson, places, sought, word) {
  const done = []; // [tree, id, key, leaf before, leaf after]
  const trees = (record) => [["w", record.w], ["orphans", record.orphans]];
  lesson.update((record) => {
    for (const [name, tree] of trees(record)) {
      for (const p of places) {
        for (const key of Object.keys(tree[p.id] ?? {})) {
          const own = key === p.key, old = tree[p.id][key];
          if (p.act === "remove" ? !own && !isWith(key, p.starts) : !own || old.x === undefined) continue;
          const leaf = p.act === "remove" ? undefined : newVersion(old, changed(valueOf(old), p.keep, sought, word), lesson.stamp());
          put(tree, p.id, key, leaf);
          done.push([name, p.id, key, old, leaf]);
        }
      }
    }
  });
  return () => lesson.update((record) => {
    for (const [name, id, key, old, leaf] of done) {
      const now = record[name][id]?.[key];
      // Do not overwrite what the reader has changed in the meantime.
      if (canonical(now ?? null) === canonical(leaf ?? null)) put(record[name], id, key, leaf ? newVersion(leaf, valueOf(old), lesson.stamp()) : old);
    }
  });
}

function put(tree, id, key, leaf) {
  tree[id] ??= dict();
  if (leaf) tree[id][key] = leaf;
  else delete tree[id][key];
  if (Object.keys(tree[id]).length === 0) delete tree[id];
}

/** A leaf with value x that replaces every earlier version of old when devices are merged. */
const newVersion = (old, x, stamp) => (old.s ? textLeaf(dict([...Object.entries(old.s), [stamp.d, stamp.t]]), x === "" ? [] : [{ x, ...stamp }]) : { x, ...stamp });

function rewrite(store, { storageKey: key, act }, sought, word) {
  const text = store.read(key), x = parsed(text);
  const write = (now) => {
    // A refresh merges the stored record into an open lesson and so never removes an entry,
    // unless the record is gone. So the record is first deleted, then written.
    store.write(key, null);
    store.refresh();
    store.write(key, now);
    store.refresh();
  };
  write(act === "remove" || x === undefined ? null : JSON.stringify(mapTexts(x, (s) => replaceName(s, sought, word), true)));
  return () => write(text);
}

function clean(sought) {
  const site = config().site ?? "playbook", before = recall(site), free = (s) => placesOf(String(s), sought).length === 0;
  restore(site, { recent: before.recent.filter(free), zero: new Map([...before.zero].filter(([s]) => free(s))) });
  return () => restore(site, before);
}
