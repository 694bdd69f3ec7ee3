// Output of the manager's page: the table for a spreadsheet, the merged file, paper.

import { store } from "../lib/book.js";
import { today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { download } from "../lib/handover.js";
import { announce, locale } from "../lib/page.js";
import { fileText } from "./canon.js";
import { button, leg } from "./look.js";
import { teamDoc } from "./merge.js";
import { tableCSV } from "./table.js";

/** The section; nothing if there are no people. */
export function saveParts(page) {
  const { t, team, table, facts } = page;
  if (!table.people.length) return [];
  const name = (end) => `team-${store().site}-${today()}.${end}`;
  return [h("div", { class: "noprint" }, leg("save", t("save"), h("p", {}, t("save_more")), h("p", { class: "row" },
    button(t("save_team"), "save-team", () => {
      download(name("json"), fileText(teamDoc(team)), "application/json");
      page.dirty = false;
      announce(t("saved"));
    }, "go"),
    button(t("save_csv"), "save-csv", () => {
      download(name("csv"), tableCSV(table, facts, t, locale()), "text/csv");
      announce(t("saved"));
    }),
    button(t("print"), "print", () => print()))))];
}
