// The undo for a removal, for as long as menu.js allows an undo for starting over.

import { h } from "lib/dom.js";
import { announce } from "lib/page.js";

const UNDO = 10000; // ms

/** Shows in the footer what was done, with a button that calls back(). */
export function drawUndo(tool, words, back) {
  tool.untake?.(false);
  const line = h("span", { class: "undo", "data-slot": "untake" }, words, " ", h("button", { type: "button", class: "btn", "data-act": "untake" }, tool.t("undo")));
  const end = (taken) => {
    clearTimeout(timer);
    tool.untake = null;
    const focused = line.contains(document.activeElement);
    line.remove();
    if (taken) {
      back();
      announce(tool.t("undone"));
    }
    if (taken || focused) tool.querySelector(".add input").focus();
  };
  const timer = setTimeout(() => end(false), UNDO);
  tool.signal.addEventListener("abort", () => clearTimeout(timer));
  tool.untake = end;
  tool.querySelector(":scope > footer").prepend(line);
  announce(words);
  line.lastChild.focus();
}
