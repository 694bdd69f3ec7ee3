// Data of removed parts: notes of removed items, and records that could not be read.
// They are shown and can be saved; nothing deletes them silently.

import { lessonLink, place, say } from "./titles.js";
import { store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { download } from "../lib/handover.js";
import { escape, heading } from "../lib/markdown.js";
import { ownKeys } from "../lib/profiles.js";

/** Every orphan as Markdown, in full. */
function orphansText(list, t) {
  let text = heading(1, t("rest"));
  for (const { uid, widget, key, x } of list) {
    text += heading(2, `${uid}: ${place(widget, key)}`) + escape(typeof x === "string" ? x : JSON.stringify(x)) + "\n\n";
  }
  return text;
}

function drawOrphans(body, list, t) {
  body.append(
    h("p", {}, t("orphans", list.length)),
    h("table", {},
      h("thead", {}, h("tr", {}, ["lesson", "entry", "now"].map((c) => h("th", { scope: "col" }, t("col_" + c))))),
      h("tbody", {}, list.map((o) => h("tr", {}, h("th", { scope: "row" }, lessonLink(o.uid)), h("td", {}, place(o.widget, o.key)), h("td", {}, say(o.x, t, 400)))))),
    h("p", {}, h("button", { type: "button", class: "btn", "data-act": "save-orphans", "data-key": "orphans",
      onclick: () => download(`${store().site}-rest.md`, orphansText(list, t), "text/markdown") }, t("save_file"))));
}

export function drawRest(body, { t }) {
  const list = store().lessons().flatMap((uid) => store().lesson(uid).orphans().map((o) => ({ uid, ...o })));
  const broken = ownKeys(store()).filter((key) => key.includes(":broken:"));
  if (!list.length && !broken.length) body.append(h("p", { class: "pb-data-none" }, t("no_rest")));
  if (list.length) drawOrphans(body, list, t);
  if (broken.length) {
    body.append(h("p", {}, t("broken", broken.length)), h("ul", {}, broken.map((key) => h("li", {}, key.split(":")[3], " ",
      h("button", { type: "button", class: "btn", "data-act": "save-broken", "data-key": key, onclick: () => download(key.replace(/[^\w.-]+/g, "-") + ".json", store().read(key), "application/json") }, t("save_file"))))));
  }
}
