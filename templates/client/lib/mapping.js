// Which column of a file is which figure: the file's columns, each with a menu. A
// reader's choice is found again by the names of the columns.

import { h } from "./dom.js";
import { nameId } from "./names.js";

/** The name under which a choice for these columns is stored. The columns cannot be read from it. */
export const signature = (head) => nameId(head.join("\n"));

/** Draws the columns: head [text], keys [key or ""], options [[key, label]], labels {title, none, column(n)}; calls change(keys). */
export function drawMapping({ head, keys, options, labels, open }, change) {
  const menus = head.map((text, i) => {
    const menu = h("select", { onchange: () => {
      // Each figure has one column. The last choice counts.
      for (const other of menus) if (other !== menu && menu.value !== "" && other.value === menu.value) other.value = "";
      change(menus.map((m) => m.value));
    } }, h("option", { value: "" }, labels.none), options.map(([key, label]) => h("option", { value: key }, label)));
    menu.value = keys[i] ?? "";
    return menu;
  });
  return h("details", { class: "mapping", open }, h("summary", {}, labels.title),
    h("ul", {}, head.map((text, i) => h("li", {}, h("label", {}, h("span", {}, text.trim() || labels.column(i + 1)), " ", menus[i])))));
}
