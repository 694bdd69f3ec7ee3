// Import of tables: paste or open a log, see its content, then add it. Nothing changes
// before that; everything is shown as text.

import { h } from "lib/dom.js";
import { decode } from "lib/encoding.js";
import { uuid } from "lib/leaves.js";
import { drawMapping, signature } from "lib/mapping.js";
import { announce, locale, words } from "lib/page.js";
import { parse, wrongFile } from "lib/sheet.js";
import { COLUMNS } from "./columns.js";
import { headLine, readTable } from "./table.js";
import { drawUndo } from "./undo.js";
import { writeLead, writeTouch } from "./write.js";

const SHOWN = 50; // rows of the preview
const MOST = 4e6; // characters of a table

/** Opens the dialog for one planner. */
export function openImport(tool) {
  const t = words("followup_more"), list = (key) => t(key).split(", ");
  const said = { t: tool.t, channels: tool.channels, names: list("names"), totals: list("totals") };
  const taken = new Set();
  let table = null, rows = [], chosen;
  const box = h("textarea", { rows: "5", spellcheck: "false", id: tool.id + "-paste", placeholder: t("import_hint") });
  const field = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", id: tool.id + "-file" });
  const note = h("p", { role: "status" }), map = h("div"), out = h("div", { class: "aside" }), preview = h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("import_preview") });
  const add = h("button", { type: "button", class: "btn go", "data-act": "take", disabled: true, onclick: () => {
    if (chosen) tool.state.set("maps/~" + signature(table.head), chosen);
    take(tool, t, table);
    dialog.close();
  } }, t("import_add"));
  const dialog = h("dialog", { class: "pb-export fu-import", "aria-labelledby": tool.id + "-import", onclose: () => dialog.remove() },
    h("h2", { id: tool.id + "-import" }, t("import_title")), h("p", {}, t("import_more")),
    h("p", { class: "f" }, h("label", { for: box.id }, t("import_paste")), box), h("p", { class: "f" }, h("label", { for: field.id }, t("import_file")), field),
    note, map, out, preview, h("p", { class: "row" }, add, h("button", { type: "button", class: "btn", "data-act": "close", onclick: () => dialog.close() }, tool.t("cancel"))));
  const read = (text) => {
    const wrong = wrongFile(text);
    rows = text.trim() === "" || wrong ? [] : parse(text);
    taken.clear();
    const head = rows[headLine(rows, said)], kept = head && tool.state.get("maps/~" + signature(head));
    chosen = Array.isArray(kept) && kept.length === head.length ? kept : undefined;
    look();
    if (wrong) note.textContent = t("import_wrong");
  };
  const look = () => {
    table = rows.length ? readTable(rows, said, locale(), chosen, taken) : null;
    const known = !table || table.keys.includes("name") || table.keys.includes("lead_id");
    add.disabled = !table?.leads.length;
    note.textContent = !table ? "" : known ? summary(tool, t, table) : t("import_needs", tool.t("col_name"), ["value", "days", "touch_on", "outcome"].map((c) => tool.t("col_" + c)).join(", "));
    preview.hidden = !table?.leads.length;
    preview.replaceChildren(...(preview.hidden ? [] : [draw(tool, table)]));
    const focus = document.activeElement?.dataset?.line;
    out.replaceChildren(...(table?.aside.length ? [h("p", {}, t("import_aside", table.aside.length)), h("ul", {}, table.aside.slice(0, SHOWN).map(({ line, why, words }) => h("li", {},
      h("label", {}, h("input", { type: "checkbox", "data-line": line, checked: taken.has(line), disabled: why === "title", onchange: (e) => {
        taken[e.target.checked ? "add" : "delete"](line);
        look();
      } }), " ", words), " ", h("small", {}, t("aside_" + why)))))] : []));
    if (focus) out.querySelector(`[data-line="${focus}"]`)?.focus();
    map.replaceChildren(...(table ? [drawMapping({ head: table.head, keys: table.keys, open: !known || chosen !== undefined,
      options: COLUMNS.map((c) => [c, tool.t("col_" + c)]), labels: { title: t("import_columns"), none: t("import_none"), column: (n) => t("import_column", n) } }, (keys) => {
      chosen = keys;
      look();
    })] : []));
  };
  box.addEventListener("input", () => read(box.value));
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    if (file.size > MOST) note.textContent = t("import_large");
    else read((box.value = decode(new Uint8Array(await file.arrayBuffer()), t("code_page")).text));
  });
  document.body.append(dialog);
  dialog.showModal();
  read("");
}

function summary(tool, t, { leads, touches, errors }) {
  return [t("import_found", leads.length), t("import_touches", touches), ...errors.slice(0, 8).map(({ row, column, text }) => t("import_bad", row, tool.t("col_" + column), text)),
    errors.length > 8 && t("import_errors", errors.length - 8)].filter(Boolean).join(" · ");
}

function draw(tool, { leads }) {
  const { t } = tool;
  return h("table", { class: "log" }, h("thead", {}, h("tr", {}, ["lead", "days", "channel", "state", "touches"].map((c) => h("th", { scope: "col" }, t(c))))),
    h("tbody", {}, leads.slice(0, SHOWN).map((lead) => h("tr", {}, h("th", { scope: "row" }, lead.name || t("unnamed")), h("td", {}, lead.agreed ? String(lead.agreed.days) : "–"),
      h("td", {}, tool.channel(lead.agreed?.channel ?? "")), h("td", {}, t("is_" + lead.is)), h("td", {}, String(lead.touches.length))))));
}

/**
 * Adds the imported data. A lead with the same id, or else the same name, is the same lead, and an existing touch
 * is not added again.
 */
function take(tool, t, { leads }) {
  const { state } = tool, before = new Map(state.keys("lead/").map((key) => [key, state.get(key)]));
  state.batch(() => {
    for (const lead of leads) {
      const there = tool.leads.find((l) => l.id === lead.id) ?? tool.leads.find((l) => lead.name && l.name.toLowerCase() === lead.name.toLowerCase());
      const id = there?.id ?? lead.id ?? uuid();
      // A code never replaces a name.
      if (there && isCode(tool, lead.name)) delete lead.given.name;
      writeLead(state, id, there ? lead.given : { added: tool.today, ...lead.given });
      const known = new Set((there?.touches ?? []).flatMap((x) => [x.id, sameness(x)]));
      for (const { id: touch, note, ...rest } of lead.touches) {
        if (known.has(touch) || known.has(sameness(rest))) continue;
        writeTouch(state, id, rest, touch ?? uuid(), note);
      }
    }
  });
  announce(t("imported", leads.length));
  drawUndo(tool, t("imported", leads.length), () => state.batch(() => {
    for (const key of state.keys("lead/")) if (!before.has(key)) state.remove(key);
    for (const [key, x] of before) state.set(key, x);
  }));
}

const isCode = ({ t }, name) => name.replace(/\d+/, "") === t("code", "");

const sameness = (x) => [x.on, x.channel, x.outcome].join("\t");
