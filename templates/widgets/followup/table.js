// Converts a table of cells to leads with touches. Columns are recognized by their
// names in the page's language or by their keys, and every cell is checked. No DOM
// here.

import { asides, headOf } from "lib/asides.js";
import { isDate } from "lib/dates.js";
import { parseNumber } from "lib/number.js";
import { COLUMNS } from "./columns.js";
import { parts } from "./parts.js";

const { plan } = parts();

const ROWS = 20000, LEADS = 1000; // rows that are read, leads that result

const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/**
 * The line of a table's header: the first that names a lead, else the first that looks
 * like a header, else the first.
 */
export const headLine = (rows, words) => Math.max(0, headOf(rows, (cells) => keysOf(cells, words).some((k) => k === "name" || k === "lead_id")));

/**
 * Reads rows of texts: {leads: [{id, name, given, touches, agreed, is}], touches: count, errors: [{row, column, text}], keys,
 * head, aside: [{line, why, words}]}. given is a lead's data in the form that writeLead needs. A row without a name and an id
 * is left out. So are titles, totals and remarks, which aside lists, except the lines in taken. words: {t, channels, names,
 * totals}. names are other headers that can only mean the name of a lead; totals are the words with which lines of totals
 * begin. keys: the column at each place, as found or as the reader chose it.
 */
export function readTable(rows, words, locale, keys, taken = new Set()) {
  const line = headLine(rows, words), head = rows[line] ?? [];
  keys ??= keysOf(head, words);
  const out = { leads: [], touches: 0, errors: [], keys, head, aside: [] };
  const at = new Map(keys.map((column, i) => [column, i]).filter(([column]) => column));
  if (!at.has("name") && !at.has("lead_id")) return out;
  const found = new Map(), body = rows.slice(line + 1, line + ROWS), no = at.has("lead_id") ? new Map() : asides(body, head, at.get("name"), words.totals);
  body.forEach((cells, n) => {
    const i = line + n, why = no.get(n);
    if (why) out.aside.push({ line: i, why, words: cells.map((c) => c.trim()).filter(Boolean).join(" ").slice(0, 120) });
    if (why && (why === "title" || !taken.has(i))) return;
    const cell = (column) => (cells[at.get(column)] ?? "").trim().slice(0, 4000);
    const bad = (column) => out.errors.push({ row: i + 2, column, text: cell(column).slice(0, 40) });
    const read = reader(cell, bad, words, locale);
    const id = /^[\w-]{1,60}$/.test(cell("lead_id")) ? cell("lead_id") : null, name = cell("name").slice(0, 200);
    const key = id ?? "name " + fold(name);
    if (!id && !name) return;
    if (!found.has(key)) {
      if (found.size >= LEADS) return void bad("name");
      found.set(key, lead(id, name, read));
    }
    const touch = touchOf(read, cell);
    if (touch) {
      found.get(key).touches.push(touch);
      out.touches++;
    }
  });
  out.leads = [...found.values()];
  return out;
}

/** The column that each header names, or "". */
function keysOf(head, { t, names: elsewhere }) {
  const names = new Map();
  // The page's words come first: "channel" is a column of touches, and also the key of
  // another column.
  for (const name of [(c) => t("col_" + c), (c) => c]) for (const c of COLUMNS) if (!names.has(fold(name(c)))) names.set(fold(name(c)), c);
  const seen = new Set();
  const keys = head.map((text) => {
    const column = names.get(fold(text)) ?? "";
    if (column === "" || seen.has(column)) return "";
    seen.add(column);
    return column;
  });
  const other = seen.has("name") ? -1 : head.findIndex((text) => elsewhere.includes(fold(text)));
  if (other >= 0) keys[other] = "name";
  return keys;
}

/**
 * Readers for the cells of one row. They return null for an empty cell, and for a cell with an
 * error, which is recorded.
 */
function reader(cell, bad, { t, channels }, locale) {
  const take = (column, read) => {
    const text = cell(column);
    const value = text === "" ? null : read(text);
    if (text !== "" && value === null) bad(column);
    return value;
  };
  const among = (list, prefix) => (text) => list.find((k) => fold(t(prefix + k)) === fold(text) || k === text) ?? null;
  return {
    text: (column, n = 200) => cell(column).slice(0, n),
    date: (column) => take(column, readDate),
    number: (column) => take(column, (text) => parseNumber(text, locale).value ?? null),
    whole: (column, high) => take(column, (text) => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= high ? Number(text) : null)),
    one: (column, list, prefix) => take(column, among(list, prefix)),
    channel: (column) => ([...channels].find(([, words]) => fold(words) === fold(cell(column)))?.[0] ?? cell(column)).slice(0, 40),
    yes: (column) => cell(column) !== "" && !/^(0|no|false|-|–)$/i.test(cell(column)) && fold(cell(column)) !== fold(t("out_no")),
  };
}

/**
 * A date as exported, or as spreadsheets rewrite it: 2026-03-31, 31-3-2026, 31.3.2026.
 * With slashes only if the order is unambiguous: 31/3/2026, 3/31/2026.
 */
export function readDate(text) {
  if (isDate(text)) return text;
  const m = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4})$/.exec(text);
  if (!m) return null;
  const [a, b] = [Number(m[1]), Number(m[3])];
  if (m[2] === "/" && a <= 12 && b <= 12 && a !== b) return null;
  const [day, month] = m[2] === "/" && b > 12 ? [b, a] : [a, b];
  const iso = `${m[4]}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return isDate(iso) ? iso : null;
}

function lead(id, name, read) {
  const days = read.whole("days", 730), is = read.one("state", plan.STATES, "is_") ?? "active";
  const agreed = days === null ? null : { days, channel: read.channel("channel"), by: read.one("by", ["they", "me"], "by_") ?? "they", on: read.date("agreed_on") };
  const all = {
    added: read.date("added"), name, value: read.number("value"), agreed, with: read.text("with"), reason: read.text("reason", 4000),
    stop: { attempts: read.whole("attempts", 99), date: read.date("stop_on"), since: read.date("stop_since") },
    nurture: { route: read.text("route"), on: read.date("revisit") },
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, v]) => v !== null && v !== "" && (typeof v !== "object" || Object.values(v).some((x) => x !== null && x !== ""))));
  const since = read.date("since"), until = read.date("until");
  if (is !== "active" || since) Object.assign(given, { is, on: since, until });
  return { id, name, given, agreed, is, touches: [] };
}

function touchOf(read, cell) {
  const on = read.date("touch_on");
  if (on === null) return null;
  const outcome = read.one("outcome", plan.OUTCOMES, "out_");
  if (outcome === null) return null;
  const id = /^[\w-]{1,60}$/.test(cell("touch_id")) ? cell("touch_id") : null;
  return { id, on, channel: read.channel("touch_channel"), outcome, to: read.date("moved_to"), early: read.yes("early"), note: read.text("note", 4000) };
}
