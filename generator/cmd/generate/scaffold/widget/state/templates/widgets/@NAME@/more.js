// What @ARTICLE@ @NAME@ hands over: its points as a table and as text, with the note. Loaded when
// it is exported.

import { today } from "lib/dates.js";
import { wordsOf } from "lib/typing.js";

customElements.get("pb-@NAME@").exports = (tool) => ({
  hasPrivate: false, rows: () => rows(tool), markdown: (md) => markdown(tool, md),
});

const dayOf = (at) => (at === undefined ? "" : today(new Date(at)));

const rows = (tool) => [["point", "done", "note"].map((c) => tool.t("col_" + c)),
  ...tool.points.map((p) => [p.text, dayOf(tool.doneAt(p.id)), ""]),
  ["", "", wordsOf(tool.state.get("note"))]];

function markdown(tool, md) {
  const points = tool.points.map((p) => {
    const at = tool.doneAt(p.id);
    return `- [${at === undefined ? " " : "x"}] ${md.escape(p.text)}${at === undefined ? "" : `, ${dayOf(at)}`}\n`;
  });
  return md.heading(2, tool.heading) + points.join("") + `\n${md.escape(wordsOf(tool.state.get("note")).trim())}\n`;
}
