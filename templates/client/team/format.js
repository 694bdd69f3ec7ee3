// Reads the team's files: shape, sum, site. The files come from other people. Nothing
// in them is trusted, and a file of an unknown shape is refused.

import { canonical } from "../lib/merge.js";
import { addDays, today } from "../lib/dates.js";
import { sumOf } from "./canon.js";
import { BAD, SCHEMA, check } from "./schema.js";

export const VERSION = 1;

/** The maximum number of characters of a file. */
export const MAX_FILE = 20 * 2 ** 20;

const DEPTH = 12;

const isDeep = (x, depth) => typeof x === "object" && x !== null && (depth === 0 || Object.values(x).some((y) => isDeep(y, depth - 1)));

/** The UTC day of a time; the same in Go. */
export const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);

/**
 * Reads a text: {doc, kind, newer}, or {error, about}. error is one of too-large, not-json,
 * not-ours, whole-export, other-site (about: its id), altered, damaged, future (about: the date).
 * kind is the name of the format in schema.js; newer says that a later version wrote it.
 */
export function read(text, site, date = today()) {
  if (text.length > MAX_FILE) return { error: "too-large" };
  let x;
  try {
    x = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { error: "not-json" };
  }
  return admit(x, site, date);
}

/** The same for a parsed value. */
export function admit(x, site, date = today()) {
  const format = typeof x === "object" && x !== null && Object.hasOwn(x, "format") ? x.format : undefined;
  if (format === "playbook") return { error: "whole-export" };
  const kind = typeof format === "string" && format.startsWith("playbook-") ? format.slice(9) : "";
  if (!Object.hasOwn(SCHEMA, kind) || kind === "comment") return { error: "not-ours" };
  if (typeof x.site === "string" && x.site !== site) return { error: "other-site", about: x.site.slice(0, 100) };
  const newer = typeof x.v === "number" && x.v > VERSION;
  if (kind === "team" && isDeep(x, DEPTH)) return { error: "damaged" }; // the only shape that holds "any"
  const doc = check(SCHEMA[kind], x, newer);
  if (doc === BAD) return { error: "damaged" };
  if (!newer && kind !== "key" && doc.sum !== sumOf(doc)) return { error: "altered" };
  if (kind === "progress" || kind === "signoff") {
    const late = addDays(date, 1), made = dayOf(doc.at);
    if (doc.on > late || made > late) return { error: "future", about: doc.on > made ? doc.on : made };
  }
  return { doc, kind, newer };
}

const forms = [["p", "team"], ["a", "progress"], ["f", "progress"], ["c", "verify"]];

/** The page of the playbook that opens a kind of link, by the letter before "=". */
export const pageOf = (letter) => forms.find(([l]) => l === letter)?.[1];

async function squeeze(bytes, stream, limit) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    if ((size += value.length) > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}

const MAX_UNPACKED = 2e6;

/** Packs a document into few characters: base64url of its deflated text. */
export async function pack(doc) {
  const bytes = await squeeze(new TextEncoder().encode(canonical(doc)), new CompressionStream("deflate-raw"), 1e6);
  return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The text in packed characters, or null. */
export async function unpack(letters) {
  try {
    const bytes = Uint8Array.from(atob(letters.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const text = await squeeze(bytes, new DecompressionStream("deflate-raw"), MAX_UNPACKED);
    return text && new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return null;
  }
}

/**
 * The packed characters in a pasted text: links with #p=, #a=, #f= or #c=, and codes in square brackets, which a mail program
 * may have broken into lines and quoted.
 */
export function lettersIn(text) {
  const links = [...text.matchAll(/#[pafc]=([\w-]{20,})/g)].map((m) => m[1]);
  const codes = [...text.matchAll(/\[playbook:([\w\-\s>]{20,}?)\]/g)].map((m) => m[1].replace(/[\s>]/g, ""));
  return [...links, ...codes].slice(0, 500);
}

/** The packed characters as a code for a mail, in lines that no mail program breaks. */
export const code = (letters) => `[playbook:\n${letters.replace(/.{1,70}/g, "$&\n")}]`;
