// What changed in a lesson since it was read: a fingerprint of the text below each
// heading, kept in the record as "seen/<language>": {on: date, parts: {heading:
// fingerprint}}. What widgets draw is no part of the text.

import { formatDate, isDate, today } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { announce, locale, words } from "./lib/page.js";

const t = words("reading");

const MOST = 200; // headings

/** A short hash of a text with its white space made even: FNV-1a, 32 bits. */
export function fingerprint(text) {
  let n = 0x811c9dc5;
  for (const c of text.normalize("NFC").replace(/\s+/g, " ").trim()) n = Math.imul(n ^ c.codePointAt(0), 0x01000193);
  return (n >>> 0).toString(36);
}

/** The fingerprint of the text below each heading of a body; "" is what stands before the first. */
export function partsOf(body) {
  const texts = new Map([["", ""]]);
  let at = "";
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) texts.set(at, texts.get(at) + node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || node.dataset.id !== undefined) return;
    if (/^H[1-6]$/.test(node.tagName) && node.id && texts.size < MOST) texts.set((at = node.id), "");
    node.childNodes.forEach(walk);
  };
  walk(body);
  return Object.fromEntries([...texts].filter(([, text]) => text.trim()).map(([id, text]) => [id, fingerprint(text)]));
}

/** The ids whose text is new or another; a part that went leaves no mark. */
export const changes = (before, now) => Object.keys(now).filter((id) => before[id] !== now[id]);

/**
 * Shows what changed since the lesson was read. Gives the function to call when it
 * has been read to the end: from then on this is what was seen.
 */
export function startSeen(page) {
  const body = document.querySelector("main .prose");
  if (!body) return () => {};
  const key = "seen/" + (body.lang || locale());
  const now = partsOf(body), before = page.get(key);
  const known = isDate(before?.on) && typeof before.parts === "object" && before.parts !== null;
  const remember = () => page.set(key, { on: today(), parts: now });
  if (!known) {
    const first = () => page.get("read") !== undefined && page.get(key) === undefined && remember();
    page.subscribe(first);
    first();
    return remember;
  }
  const ids = changes(before.parts, now);
  if (!ids.length) return () => {};
  const note = show(body, ids, before.on, () => {
    remember();
    note.remove();
    for (const id of ids) document.getElementById(id)?.removeAttribute("data-changed");
    announce(t("changed_seen"));
  });
  body.closest("main").querySelector(".les-head").before(note);
  return remember;
}

function show(body, ids, date, seen) {
  const heads = ids.map((id) => id && document.getElementById(id)).filter(Boolean);
  for (const head of heads) head.setAttribute("data-changed", t("changed_mark"));
  const links = heads.map((head) => h("li", {}, h("a", { href: "#" + head.id }, head.textContent.trim())));
  return h("div", { class: "note changed", "data-pb-changed": true }, h("b", {}, t("changed_since", formatDate(date, locale()))),
    links.length > 0 && h("ul", { lang: body.lang || null }, links), h("p", {}, h("button", { type: "button", class: "btn", onclick: seen }, t("changed_ok"))));
}
