// Stored data of an instrument's removed items: shown in the instrument, and offered as
// a file. The first instrument of a page also shows the data of removed instruments.
// Loaded if the lesson's record has any; publishes window.playbook.orphans.

import { PAGE, lesson } from "./lib/book.js";
import { h } from "./lib/dom.js";
import { download } from "./lib/handover.js";
import { escape, heading } from "./lib/markdown.js";
import { words } from "./lib/page.js";

const SHOWN = 200; // entries that are shown; the file has all
const LAST = 8.64e15; // the last moment a date can have, epoch ms (ECMAScript 21.4.1.1)

/** The orphans that an instrument shows: {widget, key, x}. */
function orphansOf(tool) {
  const here = new Set([...document.querySelectorAll("[data-id]")].map((el) => el.dataset.id));
  const first = document.querySelector(".tool[data-live][data-id]") === tool;
  return lesson().orphans().filter((o) => isGiven(o) && !tool.keeps?.(o) && (o.widget === tool.dataset.id || (first && o.widget !== PAGE && !here.has(o.widget))));
}

/** The name of an orphan's item: "orders"; with a removed widget "rota: orders". */
function nameOf(tool, { widget, key }) {
  const item = /(?:^|\/)@([^/]+)/.exec(key)?.[1] ?? key;
  return widget === tool.dataset.id ? item : `${widget}: ${item}`;
}

/** Whether a leaf has input from the reader and is not the kind's own note. */
const isGiven = ({ key, x }) => typeof x !== "boolean" && !/\/(ics|start|end)$/.test(key);

/**
 * A value in words: texts, states ({state}), answers ({x}, or a place {i} of so many), each with its day ({at}).
 */
function say(tool, x) {
  if (typeof x !== "object" || x === null) return String(x);
  const parts = [
    typeof x.state === "string" && tool.t("word_" + x.state),
    x.x !== undefined && (typeof x.x === "string" ? x.x : JSON.stringify(x.x)),
    Number.isInteger(x.i) && Number.isInteger(x.of) && (x.i < 0 ? "?" : `${x.i + 1} / ${x.of}`),
    x.at > 0 && x.at < LAST && tool.moment(x.at),
  ].filter(Boolean);
  return parts.length ? parts.join(", ") : JSON.stringify(x);
}

function save(tool, list, t) {
  const text = heading(2, t("orphans", list.length)) + list.map((o) => `${heading(3, nameOf(tool, o))}${escape(say(tool, o.x))}\n\n`).join("");
  download(`${lesson().uid}-${tool.dataset.id}-rest.md`.replace(/[^\p{L}\p{N}._-]+/gu, "-"), text, "text/markdown");
}

/** Draws an instrument's orphans, or removes them if there are none. */
window.playbook.orphans = (tool) => {
  const list = orphansOf(tool);
  let box = tool.slot("orphans");
  if (!list.length) return void box?.remove();
  const t = words("storage");
  if (!box) {
    box = h("details", { class: "earlier", "data-slot": "orphans" }, h("summary"), h("ul"),
      h("button", { type: "button", class: "btn", "data-act": "save-orphans" }, t("save_orphans")));
    tool.querySelector(":scope > footer").before(box);
  }
  tool.acts["save-orphans"] = () => save(tool, orphansOf(tool), t);
  tool.put(box.firstChild, t("orphans", list.length));
  box.children[1].replaceChildren(...list.slice(0, SHOWN).map((o) => h("li", {}, h("b", {}, nameOf(tool, o)), " ", say(tool, o.x))));
};
