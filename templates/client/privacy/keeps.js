// What the kinds and the pages declare that they keep (keeps.json beside each), as the
// page of the reader's data has it in its block: {kind: {what: {keys, fields, names, in,
// with}}}. "client" is what belongs to no widget, by the record it is in.
//
//   keys    patterns of keys; <…> stands for any segment
//   fields  of a value that is an object
//   names   how it may name somebody: "whole", the value is a name; "text", words of the
//           reader; "sealed", words that cannot be changed; "reader", the reader's own name
//   in      the fields that may, of a value that is an object
//   with    what belongs to that name: all keys that begin so

import { PAGE, SETTINGS } from "../lib/book.js";
import { config } from "../lib/page.js";

// An id has no line below it; every other segment ends at a slash alone.
const pattern = (key) => new RegExp(`^${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/<(\w+)>/g, (_, name) => (name === "id" ? "([^/_]+)" : "[^/]+"))}$`);

let list;

function all() {
  list ??= Object.entries(config().keeps ?? {}).flatMap(([kind, keeps]) => (kind === "client"
    ? ["lesson", "settings"].flatMap((part) => flat(part, keeps[part])) : flat(kind, keeps)));
  return list;
}

const flat = (part, keeps) => Object.entries(keeps).flatMap(([what, keep]) => keep.keys.map((key) => ({ ...keep, part, what, re: pattern(key) })));

/** The declaration of a leaf, {part, what, names, in, with}; undefined for one that nobody declares. */
export function keepOf(uid, id, key) {
  const own = id === PAGE ? (uid === SETTINGS ? "settings" : "lesson") : "";
  return all().find((k) => (own ? k.part === own : k.part !== "lesson" && k.part !== "settings") && k.re.test(key));
}

/** How the keys begin that belong to the name or the entry that a leaf is of; [] for a leaf that stands alone. */
export function withOf(keep, key) {
  const [, id] = keep?.re.exec(key) ?? [];
  return id === undefined ? [] : (keep.with ?? []).map((start) => start.replace("<id>", id));
}

/** Whether a key is one of those. */
export const isWith = (key, starts) => starts.some((start) => key === start || (/[/_]$/.test(start) && key.startsWith(start)));
