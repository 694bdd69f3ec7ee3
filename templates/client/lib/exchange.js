// Export and import of a reader's data: the export file, its import with a preview, and the share link. Imported data is
// untrusted: nothing is written before all of it has been read, and an import can be undone.
//
//   {"format": "playbook", "v": 1, "site": id, "private": false, "lessons": {uid: record}}

import { VERSION, alive, canonical, dict, leavesOf, mergeLeaf, newest, readRecord, textLeaf, valueOf } from "./merge.js";
import { isPrivate } from "./segment.js";

const MAX_FILE = 10e6; // characters
const MAX_LINK = 8000; // characters of the fragment
const AHEAD = 400 * 864e5; // ms by which a clock may be wrong
const MAX_UNPACKED = 2e6; // characters a link may unpack to

/** The export of some lessons (default: all of the profile) as an object. */
export function collect(store, { uids = store.lessons(), withPrivate = false } = {}) {
  const lessons = dict();
  for (const uid of [...uids].sort()) {
    const { record } = store.lesson(uid);
    const copy = { v: record.v, w: dict(), orphans: dict() };
    for (const [id, key, leaf, orphan] of leavesOf(record)) {
      if (!withPrivate && isPrivate(key)) continue;
      const tree = orphan ? copy.orphans : copy.w;
      (tree[id] ??= dict())[key] = leaf;
    }
    lessons[uid] = copy;
  }
  return { format: "playbook", v: VERSION, site: store.site, private: withPrivate, lessons };
}

/** An export's text with sorted keys and one line for each lesson, so that equal data has equal text. */
export function exportText(data) {
  const { lessons, ...head } = data;
  const lines = Object.keys(lessons).sort().map((uid) => `${JSON.stringify(uid)}:${canonical(lessons[uid])}`);
  return `${canonical(head).slice(0, -1)},"lessons":{\n${lines.join(",\n")}\n}}\n`;
}

/**
 * Reads an export: {data}, or {error, uid}. error is one of "too-large", "not-json", "team-file" (of client/team/, not a copy
 * of this reader's data), "not-ours", "other-site", "newer", "damaged" and "future" (an entry with a date in the future would
 * always win).
 */
export function readExport(text, site, now = Date.now()) {
  if (text.length > MAX_FILE) return { error: "too-large" };
  let x;
  try {
    x = JSON.parse(text);
  } catch {
    return { error: "not-json" };
  }
  const own = (k) => (typeof x === "object" && x !== null && Object.hasOwn(x, k) ? x[k] : undefined);
  if (/^playbook-(progress|team|feedback|assignment|signoff|key)$/.test(own("format"))) return { error: "team-file" };
  if (own("format") !== "playbook" || typeof own("lessons") !== "object" || own("lessons") === null) return { error: "not-ours" };
  if (own("site") !== site) return { error: "other-site" };
  if (own("v") > VERSION) return { error: "newer" };
  const lessons = dict();
  for (const [uid, value] of Object.entries(x.lessons)) {
    const read = readRecord(value);
    if (!read || read.damaged || uid.length > 300) return { error: "damaged", uid };
    if (read.record.v > VERSION) return { error: "newer", uid };
    if (newest(read.record) > now + AHEAD) return { error: "future", uid };
    lessons[uid] = read.record;
  }
  return { data: { format: "playbook", v: VERSION, site, private: own("private") === true, lessons } };
}

/**
 * What an import would do, with mode "merge" (the newer of each wins) or "replace" (as in the file; private fields that it
 * lacks stay): a list of {uid, id, key, orphan, kind: "add" | "change" | "remove", from, to, leaf}.
 */
export function difference(store, data, mode) {
  return Object.keys(data.lessons).flatMap((uid) => {
    const theirs = data.lessons[uid], ours = store.lesson(uid).record;
    const list = [];
    for (const [id, key, leaf, orphan] of leavesOf(theirs)) {
      const old = (orphan ? ours.orphans : ours.w)[id]?.[key];
      const leafNow = mode === "merge" ? mergeLeaf(old, leaf) : leaf;
      if (old && canonical(old) === canonical(leafNow)) continue;
      list.push(step(uid, id, key, orphan, old, leafNow));
    }
    if (mode === "replace") {
      for (const [id, key, old, orphan] of leavesOf(ours)) {
        const kept = (orphan ? theirs.orphans : theirs.w)[id]?.[key] || (isPrivate(key) && !data.private);
        if (!kept && alive(old)) list.push(step(uid, id, key, orphan, old, undefined));
      }
    }
    return list;
  });
}

function step(uid, id, key, orphan, old, leaf) {
  const from = valueOf(old), to = valueOf(leaf);
  const same = canonical(from ?? null) === canonical(to ?? null);
  const kind = same ? "same" : from === undefined ? "add" : to === undefined ? "remove" : "change";
  return { uid, id, key, orphan, kind, from, to, old, leaf };
}

/** A leaf with a value and a new stamp, which wins over both leaves. */
function restamp(a, b, value, stamp) {
  if (!a?.s && !b?.s) return value === undefined ? stamp : { x: value, ...stamp };
  const seen = dict(Object.entries(a?.s ?? {}));
  for (const d in b?.s ?? {}) seen[d] = Math.max(seen[d] ?? 0, b.s[d]);
  seen[stamp.d] = stamp.t;
  return textLeaf(seen, value === undefined ? [] : [{ x: typeof value === "string" ? value : canonical(value), ...stamp }]);
}

/**
 * Applies an import, all or nothing: {undo}, or {error: "full" | "readonly"}. undo() restores the old values, except where
 * the reader has changed something since.
 */
export function apply(store, data, mode) {
  const steps = difference(store, data, mode);
  if (steps.some((s) => store.lesson(s.uid).readonly)) return { error: "readonly" };
  const undo = () => write(store, steps, (s, now, stamp) =>
    canonical(now ?? null) === canonical(s.written) ? restamp(now, s.old, s.from, stamp) : now);
  const failed = write(store, steps, (s, now, stamp) => {
    s.written = mode === "merge" ? mergeLeaf(now, s.leaf) : restamp(now, s.leaf, s.to, stamp);
    return s.written;
  });
  if (failed) {
    undo();
    return { error: "full" };
  }
  return { undo, steps };
}

/** Writes a leaf for each step, one lesson at a time; true if storage refused. */
function write(store, steps, make) {
  let refused = false;
  const end = store.onstatus((s) => { refused ||= s.state === "memory"; });
  for (const uid of new Set(steps.map((s) => s.uid))) {
    const lesson = store.lesson(uid);
    lesson.update((record) => {
      for (const s of steps) {
        if (s.uid !== uid) continue;
        const tree = s.orphan ? record.orphans : record.w;
        tree[s.id] ??= dict();
        tree[s.id][s.key] = make(s, tree[s.id][s.key], lesson.stamp());
      }
    });
  }
  end();
  return refused;
}

async function squeeze(bytes, stream, limit) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}

/** An export as the fragment of a link, "#s=…"; null if it is too large for a link. */
export async function shareFragment(data) {
  const packed = await squeeze(new TextEncoder().encode(canonical(data)), new CompressionStream("deflate-raw"), MAX_LINK);
  if (!packed) return null;
  const text = btoa(Array.from(packed, (b) => String.fromCharCode(b)).join(""));
  const fragment = "#s=" + text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return fragment.length <= MAX_LINK ? fragment : null;
}

/** The export's text in a link's fragment; null when there is none or it is damaged. */
export async function readFragment(fragment) {
  const match = /^#s=([\w-]+)$/.exec(fragment);
  if (!match || fragment.length > MAX_LINK) return null;
  try {
    const bytes = Uint8Array.from(atob(match[1].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const text = await squeeze(bytes, new DecompressionStream("deflate-raw"), MAX_UNPACKED);
    return text && new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return null;
  }
}
