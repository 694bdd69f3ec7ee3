// Reads accounts from a table that was pasted or opened: finds out which column has which
// figure, reads the cells and reports mistakes. Nothing is guessed: a cell that could mean
// two numbers is marked and left out until the reader decides.
import { fold } from '../../client/lib/fold.js';
import { parseNumber } from '../../client/lib/number.js';

// PLAIN are the columns of a table without headers, in the order of the table on the page.
export const PLAIN = ['name', 'revenue', 'margin', 'discount', 'days_to_pay', 'inside_hours', 'service_hours', 'visit_hours'];

// MOST is the largest number of accounts in an audit.
export const MOST = 500;

// LIMITS are the limits of each input, [low, high]. A discount of 100 % would leave no revenue.
export const LIMITS = {
  revenue: [-1e15, 1e15], margin: [-1000, 100], gross_profit: [-1e15, 1e15], discount: [0, 99.99], days_to_pay: [-365, 3650],
  inside_hours: [0, 1e6], service_hours: [0, 1e6], visit_hours: [0, 1e6], complaints: [0, 1e6], expedites: [0, 1e6],
  entertainment: [0, 1e15], returns: [0, 1e15], prompt_discount: [0, 1e15], wallet: [0, 100], solutions: [0, 2], access: [0, 2],
};

const WHOLE = ['solutions', 'access'];

// read returns the figure in a cell: {value} (null for an empty cell), or {error}: "number",
// "ambiguous" (it could be a number in another language) or "range".
export function read(key, text, locale) {
  if (/^[\s\-–]*$/.test(text)) return { value: null };
  const { value, why } = parseNumber(text, locale);
  if (why) return { error: why === 'ambiguous' ? why : 'number' };
  const [low, high] = LIMITS[key] ?? LIMITS.revenue;
  if (value < low || value > high || (WHOLE.includes(key) && !Number.isInteger(value))) return { error: 'range' };
  return { value };
}

// columns returns the key of the figure that each header names, "" if it names none. headers
// maps a key to its spellings; the keys of the author's own columns are "0", "1", …
export function columns(cells, headers) {
  const by = new Map();
  for (const [key, names] of Object.entries(headers)) for (const name of [key, ...names]) by.set(fold(name), key);
  const seen = new Set();
  return cells.map((cell) => {
    const key = by.get(fold(cell)) ?? '';
    if (key === '' || seen.has(key)) return '';
    seen.add(key);
    return key;
  });
}

const TEXTS = ['name', 'id', 'notes'];
const FLAGS = ['strategic', 'fix_tried'];

// readRow reads a row: {input: {key: value}, cells: [{key, text, value, error}], errors}.
// errors is the number of mistakes; no is the word for "no" in flag columns.
export function readRow(cells, keys, locale, no) {
  const row = { input: {}, cells: [], errors: 0 };
  keys.forEach((key, i) => {
    if (!key) return;
    const text = (cells[i] ?? '').trim();
    const cell = { key, text };
    if (TEXTS.includes(key)) cell.value = text.slice(0, key === 'notes' ? 2000 : 200) || null;
    else if (FLAGS.includes(key)) cell.value = text !== '' && !/^(0|no|false|-|–)$/i.test(text) && fold(text) !== fold(no);
    else Object.assign(cell, read(key, text, locale));
    row.cells.push(cell);
    if (cell.error) row.errors++;
    else if (/^\d+$/.test(key)) (row.input.extra ??= [])[key] = cell.value;
    else row.input[key] = cell.value;
  });
  if (!row.input.name) {
    row.errors++;
    const at = row.cells.find((cell) => cell.key === 'name');
    if (at) at.error = 'name';
  }
  return row;
}

// merge adds imported rows to the accounts in have. A row with the id or, failing that, the
// name of an account changes that account, but only the figures that the row has. Each
// account takes one row at most. Rows without a name or beyond MOST are left out. The
// result is {rows, added, changed, left}, the last three as numbers.
export function merge(have, rows) {
  const out = have.map((row) => ({ ...row }));
  const counts = { added: 0, changed: 0, left: 0 };
  const before = [...out];
  const find = ({ id, name }) => before.find((row) => (id && row.id === id)) ?? before.find((row) => fold(row.name ?? '') === fold(name));
  for (const { input } of rows) {
    const there = input.name && find(input);
    if (!input.name || (!there && out.length >= MOST)) {
      counts.left++;
    } else if (there) {
      for (const [key, value] of Object.entries(input)) if (value !== null && value !== undefined) there[key] = value;
      before.splice(before.indexOf(there), 1);
      counts.changed++;
    } else {
      out.push({ ...input });
      counts.added++;
    }
  }
  return { rows: out, ...counts };
}
