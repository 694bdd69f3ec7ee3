// Where the table stands in a sheet. What spreadsheets and CRMs export has titles before
// its header line, totals and remarks after its rows. Those are no customers; none is
// thrown away unseen, though: each is named, and the reader may take it in.
import { fold } from './fold.js';

const FAR = 20; // lines among which the header line is looked for
const COUNTED = /( \d+ \p{L}+| \p{L}+ \d+)$/u; // "Total 12 accounts"

const filled = (cells) => cells.filter((c) => c.trim() !== '').length;

// isFigure reports whether a cell is a number or a date in some way of writing.
export const isFigure = (text) => /^[^\p{L}]*\d[^\p{L}]*(\p{L}{1,3}\.?)?$/u.test(text.trim());

// typical is how many cells most rows have filled in.
function typical(rows) {
  const counts = rows.map(filled).sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}

// headOf is the line of the headers: one that known(cells) knows, else the first full line
// of words alone above figures; -1 for none.
export function headOf(rows, known) {
  const first = rows.slice(0, FAR);
  const named = first.findIndex(known);
  if (named >= 0) return named;
  const least = Math.max(2, Math.ceil(typical(rows) * 0.6));
  const at = first.findIndex((cells) => filled(cells) >= least);
  if (at < 0 || rows[at].some(isFigure) || !rows.slice(at + 1).some((cells) => cells.some(isFigure))) return -1;
  return at;
}

// asides says of rows below the header what they are besides customers: 'title', 'total' or
// 'note' by place; nothing for a customer. name is the column of the names, totals are the
// words that a line of sums begins with.
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

// addsUp reports whether some figure of a row is the sum of those above it.
function addsUp(rows, at) {
  return at > 1 && rows[at].some((text, column) => {
    const digits = (s) => Number((s ?? '').replace(/[^\d-]/g, ''));
    if (!isFigure(text) || digits(text) === 0) return false;
    return rows.slice(0, at).reduce((sum, cells) => sum + digits(cells[column]), 0) === digits(text);
  });
}
