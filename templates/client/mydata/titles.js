// The names of lessons, widgets and keys. A lesson's record has the title and address
// of the lesson when the reader last changed something ("_page": {title}). Without them
// the uid is shown.

import { PAGE, SETTINGS, store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { root, words as wordsOf } from "../lib/page.js";

/** A lesson's title, as a link if its address is known and belongs to this site. */
export function lessonLink(uid) {
  if (uid === SETTINGS) return h("span", {}, wordsOf("mydata")("settings"));
  const title = store().lesson(uid).widget(PAGE).get("title");
  if (!Array.isArray(title) || typeof title[0] !== "string") return h("span", {}, uid);
  const [words, address] = title;
  // Records may be imported, so their addresses are not trusted.
  if (!/^[\w-][\w./%-]*\.html$/.test(address) || /\.\.|%2e/i.test(address)) return h("span", {}, words);
  return h("a", { href: root() + address }, words);
}

/** Whether a leaf is the page's own note of its title, which is not the reader's work. */
export const isTitle = (id, key) => id === PAGE && key === "title";

/** A leaf's place in words: "rota, orders, note". */
export function place(id, key) {
  const parts = key.split("/").map((seg) => decode(seg.replace(/^[@~]/, "")));
  return [...(id === PAGE ? [] : [id]), ...parts].filter((p) => !/^[\da-f]{8}-[\da-f-]{27}$/.test(p)).join(", ");
}

const decode = (seg) => seg.replace(/%(25|2F|40|7E)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** A value in words, cut at n characters. */
export function say(value, t, n = 80) {
  if (value === undefined) return "–";
  if (value === true || value === false) return t(value ? "yes" : "no");
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > n ? text.slice(0, n - 1) + "…" : text;
}
