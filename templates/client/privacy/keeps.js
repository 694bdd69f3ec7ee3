// The declarations of what the kinds and the pages store (keeps.json beside each), from the settings block of the page with
// the reader's data: {kind: {what: {keys, fields, names, in, with}}}. "client" has what belongs to no widget, by its record.
//
//   keys    patterns of keys; <…> stands for any segment
//   fields  the fields of a value that is an object
//   names   how it may contain a name: "whole", the value is a name; "text", words of the reader; "sealed", words that cannot
//           be changed; "reader", the reader's own name
//   in      the fields that may contain a name, of a value that is an object
//   with    what belongs to that name: all keys with this prefix

import { PAGE, SETTINGS } from "../lib/book.js";
import { config } from "../lib/page.js";

// An id contains no underscore; every other segment ends only at a slash.
const pattern = (key) => new RegExp(`^${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/<(\w+)>/g, (_, name) => (name === "id" ? "([^/_]+)" : "[^/]+"))}$`);

let list;

function all() {
  list ??= Object.entries(config().keeps ?? {}).flatMap(([kind, keeps]) => (kind === "client"
    ? ["lesson", "settings"].flatMap((part) => flat(part, keeps[part])) : flat(kind, keeps)));
  return list;
}

const flat = (part, keeps) => Object.entries(keeps).flatMap(([what, keep]) => keep.keys.map((key) => ({ ...keep, part, what, re: pattern(key) })));

/** The declaration of a leaf, {part, what, names, in, with}; undefined if it is not declared. */
export function keepOf(uid, id, key) {
  const own = id === PAGE ? (uid === SETTINGS ? "settings" : "lesson") : "";
  return all().find((k) => (own ? k.part === own : k.part !== "lesson" && k.part !== "settings") && k.re.test(key));
}

/**
 * The key prefixes of everything that belongs to a leaf's name or entry; [] for a leaf that belongs to nothing.
 */
export function withOf(keep, key) {
  const [, id] = keep?.re.exec(key) ?? [];
  return id === undefined ? [] : (keep.with ?? []).map((start) => start.replace("<id>", id));
}

/** Whether a key has one of these prefixes. */
export const isWith = (key, starts) => starts.some((start) => key === start || (/[/_]$/.test(start) && key.startsWith(start)));
