// From the rows of a sheet to accounts: where the table is, which column is which
// figure, which rows are not accounts, and what only the reader can decide.
import { fold } from '../../client/lib/fold.js';
import { asides, headOf } from '../../client/lib/asides.js';
import { MOST, PLAIN, columns, readRow } from './table.js';
import { listOf, say } from './words.js';

// MONEY are figures that nobody writes with three decimals.
const MONEY = ['revenue', 'gross_profit', 'entertainment', 'returns', 'prompt_discount'];
// SUMS are figures that are added up if an account has two rows. For others, one value
// counts.
const SUMS = ['revenue', 'gross_profit', 'inside_hours', 'service_hours', 'visit_hours', 'complaints', 'expedites', 'entertainment', 'returns', 'prompt_discount'];
const PLURAL = ['margin', 'discount', 'days_to_pay', 'wallet', 'solutions', 'access'];

// readSheet reads rows of texts. options: headers (key to its spellings), locale; keys, the figure of each column as the
// reader chose it; taken, lines that the reader includes anyway; totals, the words with which lines of totals begin; no,
// the page's word for it. The result is
//   {head, keys, guessed, rows, aside, unknown, more, doubles, doubtful}
// head     the header line, or null
// guessed  whether the keys are guessed from the headers, so that the reader should check them
// rows     as from readRow; aside: [{line, why, words}], the lines that are left out
// unknown  headers without a figure; more: the number of rows beyond MOST
// doubles  names that several rows have
// doubtful a figure such as 1.234 that may be 1234 in another language
export function readSheet(table, { headers, locale, keys: chosen, taken = new Set(), totals = listOf('totals'), no = say('no') }) {
  const none = { head: null, keys: [], guessed: false, rows: [], aside: [], unknown: [], more: 0, doubles: [], doubtful: false };
  if (!table.length) return none;
  const at = headOf(table, (cells) => {
    const keys = columns(cells, headers);
    return keys.includes('name') || keys.filter(Boolean).length >= 2;
  });
  const head = at >= 0 ? table[at] : null, body = table.slice(at + 1);
  const named = head ? columns(head, headers) : PLAIN;
  const keys = chosen ?? (head ? guess(head, named, headers) : PLAIN);
  const left = asides(body, head, Math.max(0, keys.indexOf('name')), totals);
  const aside = [...table.slice(0, Math.max(0, at)).map((cells, i) => [i, 'title', cells]), ...[...left].map(([i, why]) => [i + at + 1, why, body[i]])]
    .map(([line, why, cells]) => ({ line, why, words: cells.filter((c) => c.trim() !== '').join(' ').slice(0, 80) }));
  const accounts = body.filter((_, i) => !left.has(i) || taken.has(i + at + 1));
  const rows = accounts.slice(0, MOST).map((cells) => readRow(cells, keys, locale, no));
  return {
    head, keys, guessed: !chosen && keys.some((key, i) => key !== (named[i] ?? '')) || (head !== null && !keys.includes('name')), rows, aside,
    unknown: head ? head.filter((text, i) => !keys[i] && text.trim() !== '') : [], more: Math.max(0, accounts.length - MOST),
    doubles: doublesOf(rows), doubtful: rows.some((row) => row.cells.some(isDoubtful)),
  };
}

// guess finds figures for headers with more words than a known spelling: "Annual
// revenue", "Umsatz 2025". Each figure gets one column.
function guess(head, named, headers) {
  const keys = [...named], used = new Set(named.filter(Boolean));
  head.forEach((text, i) => {
    if (keys[i]) return;
    const words = fold(text);
    let best = '', length = 0;
    for (const [key, names] of Object.entries(headers)) {
      if (used.has(key) || key === 'id' || key === 'name') continue;
      for (const name of names.map(fold)) {
        const fits = words.endsWith(' ' + name) || (words.startsWith(name + ' ') && /^[\d\s./%-]+$|^\p{L}+$/u.test(words.slice(name.length + 1)));
        if (fits && name.length > length) [best, length] = [key, name.length];
      }
    }
    keys[i] = best;
    if (best) used.add(best);
  });
  return keys;
}

// isDoubtful reports whether an amount was read with three decimals, which is unusual.
const isDoubtful = ({ key, text, value }) => MONEY.includes(key) && typeof value === 'number' && Math.abs(value) < 1000 && /^[^\d]*\d{1,3}[.,]\d{3}[^\d]*$/.test(text);

function doublesOf(rows) {
  const seen = new Map();
  for (const { input: { name, id } } of rows) if (name) seen.set(fold(name) + '\n' + (id ?? ''), (seen.get(fold(name) + '\n' + (id ?? '')) ?? 0) + 1);
  const twice = new Set([...seen].filter(([, n]) => n > 1).map(([key]) => key.split('\n')[0]));
  return [...new Set(rows.map((row) => row.input.name).filter((name) => name && twice.has(fold(name))))];
}

// addUp combines the rows with one name into one account. Amounts and hours are added
// up; any other figure is kept if all rows have the same.
export function addUp(rows) {
  const by = new Map();
  for (const row of rows) {
    const key = row.input.name ? fold(row.input.name) + '\n' + (row.input.id ?? '') : Symbol('unnamed');
    const one = by.get(key);
    if (!one) by.set(key, { ...row, input: { ...row.input } });
    else {
      for (const k of SUMS) if (typeof row.input[k] === 'number') one.input[k] = (one.input[k] ?? 0) + row.input[k];
      for (const k of PLURAL) if (one.input[k] !== row.input[k]) one.input[k] = null;
    }
  }
  return [...by.values()];
}

// styleOf returns the number style of a table: the page's own, unless the table has cells
// that only another style can read.
export function styleOf(table, options, styles) {
  const wrong = (c) => c.error === 'number' || c.error === 'ambiguous';
  const cells = (locale) => readSheet(table, { ...options, locale }).rows.flatMap((row) => row.cells);
  const own = cells(styles[0]);
  if (!own.some(wrong)) return styles[0];
  const faults = (list) => list.filter((c) => wrong(c) || isDoubtful(c)).length;
  let best = styles[0], least = faults(own);
  for (const style of styles.slice(1)) {
    const n = faults(cells(style));
    if (n < least) [best, least] = [style, n];
  }
  return best;
}

