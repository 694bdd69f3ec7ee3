// Finds the table in a sheet. Exports of spreadsheets and CRMs have titles above the
// header line, and totals and remarks below the rows. These are not customers. But none
// is dropped silently: each is shown, and the reader may include it.
import { fold } from './fold.js';

const FAR = 20; // lines in which the header line is searched
const COUNTED = /( \d+ \p{L}+| \p{L}+ \d+)$/u; // "Total 12 accounts"

const filled = (cells) => cells.filter((c) => c.trim() !== '').length;

// isFigure reports whether a cell is a number or a date in any notation.
export const isFigure = (text) => /^[^\p{L}]*\d[^\p{L}]*(\p{L}{1,3}\.?)?$/u.test(text.trim());

// typical returns the number of cells that most rows have filled in.
function typical(rows) {
  const counts = rows.map(filled).sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}

// headOf returns the line of the headers: one that known(cells) accepts, else the first
// full line with only words above figures; -1 if there is none.
export function headOf(rows, known) {
  const first = rows.slice(0, FAR);
  const named = first.findIndex(known);
  if (named >= 0) return named;
  const least = Math.max(2, Math.ceil(typical(rows) * 0.6));
  const at = first.findIndex((cells) => filled(cells) >= least);
  if (at < 0 || rows[at].some(isFigure) || !rows.slice(at + 1).some((cells) => cells.some(isFigure))) return -1;
  return at;
}

// asides marks the rows below the header that are not customers as 'title', 'total' or
// 'note', by row. name is the column of the names; totals are the words with which a line
// of totals begins.
export function asides(rows, head, name, totals) {
  const known = new Set(totals.map(fold)), isTotal = (words) => known.has(words) || known.has(words.replace(COUNTED, ''));
  const usual = typical(rows), out = new Map();
  let summed = false;
  rows.forEach((cells, i) => {
    const words = fold(cells[name]?.trim() || cells.find((c) => c.trim() !== '') || '');
    if (head && cells.join('\n') === head.join('\n')) out.set(i, 'title');
    else if (isTotal(words) || (!(cells[name] ?? '').trim() && addsUp(rows, i))) {
      out.set(i, 'total');
      summed = true;
    } else if (usual > 1 && filled(cells) === 1 && (cells.length === 1 || summed)) out.set(i, 'note');
  });
  return out;
}

// addsUp reports whether a figure of a row is the sum of the figures above it.
function addsUp(rows, at) {
  return at > 1 && rows[at].some((text, column) => {
    const digits = (s) => Number((s ?? '').replace(/[^\d-]/g, ''));
    if (!isFigure(text) || digits(text) === 0) return false;
    return rows.slice(0, at).reduce((sum, cells) => sum + digits(cells[column]), 0) === digits(text);
  });
}
