// Which column of a file is which figure: the file's own columns, each with a menu. What
// a reader chose is found again by the names of the columns.

import { h } from "./dom.js";
import { nameId } from "./names.js";

/** The name under which a choice for such columns is kept; it says nothing of them. */
export const signature = (head) => nameId(head.join("\n"));

/** Draws the columns: head [text], keys [key or ""], options [[key, label]], labels {title, none, column(n)}; calls change(keys). */
export function drawMapping({ head, keys, options, labels, open }, change) {
  const menus = head.map((text, i) => {
    const menu = h("select", { onchange: () => {
      // One column a figure: the one chosen last has it.
      for (const other of menus) if (other !== menu && menu.value !== "" && other.value === menu.value) other.value = "";
      change(menus.map((m) => m.value));
    } }, h("option", { value: "" }, labels.none), options.map(([key, label]) => h("option", { value: key }, label)));
    menu.value = keys[i] ?? "";
    return menu;
  });
  return h("details", { class: "mapping", open }, h("summary", {}, labels.title),
    h("ul", {}, head.map((text, i) => h("li", {}, h("label", {}, h("span", {}, text.trim() || labels.column(i + 1)), " ", menus[i])))));
}
