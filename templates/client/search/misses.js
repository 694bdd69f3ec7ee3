// The searches on this device that found nothing, for the author: a part of the page with the reader's data.
import { config } from "../lib/page.js";
import { h } from "../lib/dom.js";
import { download } from "../lib/handover.js";
import { recall } from "./memory.js";

// Saves the queries without results as a table: query, times. A leading sign that a spreadsheet would run is
// quoted.
function save(misses) {
  const cell = (s) => `"${(/^[=+\-@\t\r]/.test(s) ? "'" + s : s).replace(/"/g, '""')}"`;
  download("searches-without-results.csv", "\ufeffquery,times\r\n" + misses.map(([s, n]) => cell(String(s)) + "," + n + "\r\n").join(""), "text/csv");
}

/** Draws the list, the latest query first, and the button that saves it. */
export function drawMisses(body, { t }) {
  const misses = [...recall(config().site || "playbook").zero].reverse();
  if (!misses.length) {
    body.append(h("p", { class: "pb-data-none" }, t("no_misses")));
    return;
  }
  body.append(
    h("p", {}, t("misses_more")),
    h("ul", { class: "pb-misses" }, misses.slice(0, 20).map(([text, n]) => h("li", {}, String(text), n > 1 ? ` × ${n}` : ""))),
    h("p", {}, h("button", { type: "button", class: "btn", "data-act": "save-misses", "data-key": "misses", onclick: () => save(misses) }, t("save_file"))));
}
