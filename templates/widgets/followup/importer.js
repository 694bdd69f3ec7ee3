// Tables in: paste or open a log, see what it holds, then add it. Nothing changes
// before that; all of it is shown as text.

import { h } from "lib/dom.js";
import { uuid } from "lib/leaves.js";
import { announce, locale } from "lib/page.js";
import { parse, wrongFile } from "lib/sheet.js";
import { readTable } from "./table.js";
import { drawUndo } from "./undo.js";
import { writeLead, writeTouch } from "./write.js";

const SHOWN = 50; // rows of the preview
const MOST = 4e6; // characters of a table

/** Opens the dialog for one planner. */
export function openImport(tool) {
  const { t } = tool;
  let table = null;
  const box = h("textarea", { rows: "5", spellcheck: "false", id: tool.id + "-paste", placeholder: t("import_hint") });
  const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", id: tool.id + "-file" });
  const note = h("p", { role: "status" }), preview = h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("import_preview") });
  const add = h("button", { type: "button", class: "btn go", "data-act": "take", disabled: true, onclick: () => {
    take(tool, table);
    dialog.close();
  } }, t("import_add"));
  const dialog = h("dialog", { class: "pb-export fu-import", "aria-labelledby": tool.id + "-import", onclose: () => dialog.remove() },
    h("h2", { id: tool.id + "-import" }, t("import_title")), h("p", {}, t("import_more")),
    h("p", { class: "f" }, h("label", { for: box.id }, t("import_paste")), box), h("p", { class: "f" }, h("label", { for: file.id }, t("import_file")), file),
    note, preview, h("p", { class: "row" }, add, h("button", { type: "button", class: "btn", "data-act": "close", onclick: () => dialog.close() }, t("cancel"))));
  const read = (text) => {
    const wrong = wrongFile(text);
    table = text.trim() === "" || wrong ? null : readTable(parse(text), tool, locale());
    add.disabled = !table?.leads.length;
    note.textContent = wrong ? t("import_wrong") : table ? summary(tool, table) : "";
    preview.hidden = !table?.leads.length;
    preview.replaceChildren(...(preview.hidden ? [] : [draw(tool, table)]));
  };
  box.addEventListener("input", () => read(box.value));
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > MOST) note.textContent = t("import_large");
    else read((box.value = await chosen.text()));
  });
  document.body.append(dialog);
  dialog.showModal();
  read("");
}

function summary({ t }, { leads, touches, errors }) {
  return [t("import_found", leads.length), t("import_touches", touches), ...errors.slice(0, 8).map(({ row, column, text }) => t("import_bad", row, t("col_" + column), text)),
    errors.length > 8 && t("import_errors", errors.length - 8)].filter(Boolean).join(" · ");
}

function draw(tool, { leads }) {
  const { t } = tool;
  return h("table", { class: "log" }, h("thead", {}, h("tr", {}, ["lead", "days", "channel", "state", "touches"].map((c) => h("th", { scope: "col" }, t(c))))),
    h("tbody", {}, leads.slice(0, SHOWN).map((lead) => h("tr", {}, h("th", { scope: "row" }, lead.name || t("unnamed")), h("td", {}, lead.agreed ? String(lead.agreed.days) : "–"),
      h("td", {}, tool.channel(lead.agreed?.channel ?? "")), h("td", {}, t("is_" + lead.is)), h("td", {}, String(lead.touches.length))))));
}

/** Adds what was read: the same id, else the same name, is the same lead, and a touch that is there already is not doubled. */
function take(tool, { leads }) {
  const { state } = tool, before = new Map(state.keys("lead/").map((key) => [key, state.get(key)]));
  state.batch(() => {
    for (const lead of leads) {
      const there = tool.leads.find((l) => l.id === lead.id) ?? tool.leads.find((l) => lead.name && l.name.toLowerCase() === lead.name.toLowerCase());
      const id = there?.id ?? lead.id ?? uuid();
      // A code in place of a name never takes the name's place.
      if (there && isCode(tool, lead.name)) delete lead.given.name;
      writeLead(state, id, there ? lead.given : { added: tool.today, ...lead.given });
      const known = new Set((there?.touches ?? []).flatMap((x) => [x.id, sameness(x)]));
      for (const { id: touch, note, ...rest } of lead.touches) {
        if (known.has(touch) || known.has(sameness(rest))) continue;
        writeTouch(state, id, rest, touch ?? uuid(), note);
      }
    }
  });
  announce(tool.t("imported", leads.length));
  drawUndo(tool, tool.t("imported", leads.length), () => state.batch(() => {
    for (const key of state.keys("lead/")) if (!before.has(key)) state.remove(key);
    for (const [key, x] of before) state.set(key, x);
  }));
}

const isCode = ({ t }, name) => name.replace(/\d+/, "") === t("code", "");

const sameness = (x) => [x.on, x.channel, x.outcome].join("\t");
