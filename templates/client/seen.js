// Shows what has changed in a lesson since the reader read it. A fingerprint of the text
// below each heading is stored in the lesson's record: "seen/<language>": {on: date, parts:
// {heading: fingerprint}}. The text of widgets is left out.

import { formatDate, isDate, today } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { announce, locale, words } from "./lib/page.js";

const t = words("reading");

const MOST = 200; // headings that are compared; the text of further ones counts as part of the last

/** A short hash of a text (FNV-1a, 32 bits). Each run of white space counts as one space. */
export function fingerprint(text) {
  let n = 0x811c9dc5;
  for (const c of text.normalize("NFC").replace(/\s+/g, " ").trim()) n = Math.imul(n ^ c.codePointAt(0), 0x01000193);
  return (n >>> 0).toString(36);
}

/** The fingerprint of the text below each heading; the key "" is for the text before the first heading. */
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

/** The ids of headings whose text is new or has changed. A removed heading is not reported. */
export const changes = (before, now) => Object.keys(now).filter((id) => before[id] !== now[id]);

/**
 * Shows what has changed since the lesson was read. Returns a function to call when the
 * reader has read it to the end: it stores the present text as seen.
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
