// Tables as text: what a spreadsheet puts on the clipboard or saves as CSV.
import { readCSV } from "./csv.js";

const MARKS = ['\t', ';', ',', '|'];

// wrongFile returns why a text is not a table, "spreadsheet", "pdf", "page", "data" or
// "binary", or "" if it may be one. Readers often open the wrong file.
export function wrongFile(text) {
  if (text.startsWith('PK\u0003\u0004') || /^(\u00d0\u00cf\u0011|\ufffd{2}\u0011)/.test(text)) return 'spreadsheet';
  if (text.startsWith('%PDF')) return 'pdf';
  const start = text.slice(0, 200).replace(/^\ufeff?\s*/, '').toLowerCase();
  if (/^<(!doctype|html|\?xml)/.test(start)) return 'page';
  if (/^[[{]\s*["{[]/.test(start)) return 'data';
  return /[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text.slice(0, 4000)) ? 'binary' : '';
}

// delimiter counts tabs, semicolons, commas and vertical bars outside quotes. The one that
// cuts most lines into the same number of cells wins, so titles above the table do no harm.
// A decimal comma is in different cells in different lines, and loses.
export function delimiter(text) {
  let best = ',', most = 0;
  for (const mark of MARKS) {
    const rows = readCSV(text.slice(0, 20000), mark);
    const lines = new Map(); // by number of cells
    for (const { length } of rows) if (length > 1) lines.set(length, (lines.get(length) ?? 0) + 1);
    for (const [width, n] of lines) {
      const score = n / rows.length + width / 1000;
      if (score > most) [best, most] = [mark, score];
    }
  }
  return best;
}

// parse reads a table into rows of texts. It drops a byte order mark and Excel's first
// line "sep=;".
export function parse(text) {
  const body = text.replace(/^\ufeff+/, '');
  const sep = /^sep=(.)\r?\n/i.exec(body);
  return sep ? readCSV(body.slice(sep[0].length), sep[1]) : readCSV(body, delimiter(body));
}
