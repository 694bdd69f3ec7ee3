// What a lesson, a widget and a key are called. The page's block may hold lessons:
// {uid: [title, address below the root]}; without it the uid stands for itself.

import { h } from "../lib/dom.js";
import { config, root } from "../lib/page.js";
import { PAGE } from "../lib/book.js";

/** A lesson's title, linked where its address is known. */
export function lessonLink(uid) {
  const lessons = config().lessons ?? {};
  const entry = Object.hasOwn(lessons, uid) ? lessons[uid] : undefined;
  return entry ? h("a", { href: root() + entry[1] }, entry[0]) : h("span", {}, uid);
}

/** A leaf's place in words: "rota, orders, note". */
export function place(id, key) {
  const parts = key.split("/").map((seg) => decode(seg.replace(/^[@~]/, "")));
  return [...(id === PAGE ? [] : [id]), ...parts].filter((p) => !/^[\da-f]{8}-[\da-f-]{27}$/.test(p)).join(", ");
}

const decode = (seg) => seg.replace(/%(25|2F|40|7E)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** A value as a reader would say it, cut at n characters. */
export function say(value, t, n = 80) {
  if (value === undefined) return "–";
  if (value === true || value === false) return t(value ? "yes" : "no");
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > n ? text.slice(0, n - 1) + "…" : text;
}
