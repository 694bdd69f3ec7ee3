// An instrument's menu: print it alone, start over with an undo, export. It closes with
// Escape and with a click elsewhere. Loaded when a reader first uses a menu; publishes
// window.playbook.menu.

import { lesson } from "./lib/book.js";
import { h } from "./lib/dom.js";
import { announce, load } from "./lib/page.js";
import { paper } from "./lib/paper.js";

const UNDO = 10000; // ms in which starting over can be undone
const undos = new WeakMap(); // instrument to {back, timer}

const summary = (tool) => tool.querySelector("details.menu summary");

const acts = {
  __proto__: null,
  print: (tool) => paper(tool, () => tool.draw()),
  "print-blank": (tool) => {
    tool.draw(true);
    paper(tool, () => tool.draw());
  },
  undo: (tool) => forget(tool, true),

  reset(tool, { clear = () => tool.clear(), said = tool.t("started_over") } = {}) {
    if (tool.locked) return;
    const { state } = tool;
    const before = new Map(state.keys().map((k) => [k, state.get(k)]));
    let own; // the kind's own undo function
    state.batch(() => { own = clear(); });
    const taken = [...before].filter(([k]) => state.get(k) === undefined);
    clearTimeout(undos.get(tool)?.timer);
    undos.set(tool, {
      // Only what clear() removed comes back. Later changes stay.
      back: own ?? (() => taken.forEach(([k, x]) => state.get(k) === undefined && state.set(k, x))),
      timer: setTimeout(() => forget(tool, false), UNDO),
    });
    tool.slot("undo")?.remove();
    tool.querySelector(":scope > footer").prepend(h("span", { class: "undo", "data-slot": "undo" }, said, " ",
      h("button", { type: "button", class: "btn", "data-act": "undo" }, tool.t("undo"))));
    announce(said);
  },

  async export(tool) {
    await Promise.all([load("export"), load(tool.localName.slice(3) + "-more")]);
    window.playbook.export({ title: tool.heading, uid: lesson().uid, ...tool.constructor.exports(tool) });
  },
};

/** Ends the time for an undo; with now, undoes. */
function forget(tool, now) {
  const undo = undos.get(tool);
  clearTimeout(undo?.timer);
  undos.delete(tool);
  if (now && undo) {
    tool.state.batch(undo.back);
    tool.restore?.();
    announce(tool.t("undone"));
  }
  const slot = tool.slot("undo");
  if (now || slot?.contains(document.activeElement)) summary(tool).focus();
  slot?.remove();
}

/**
 * Does what an item of an instrument's menu says. A "reset" may concern only a part: {clear, said}, the function that removes
 * it and the message about it; the undo is the same.
 */
window.playbook.menu = async (tool, act, part) => {
  await tool.prepare?.();
  await acts[act]?.(tool, part);
};

document.addEventListener("click", (e) => {
  for (const menu of document.querySelectorAll("[data-live] details.menu[open]")) if (!menu.contains(e.target)) menu.open = false;
});

document.addEventListener("keydown", (e) => {
  const menu = e.key === "Escape" && e.target.closest?.("[data-live] details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
