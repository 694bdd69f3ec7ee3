// Comma-separated values (RFC 4180), safe to open in a spreadsheet.

import { separators } from "./number.js";

/** The delimiter a locale's spreadsheets expect: ";" where "," is the decimal sign. */
export const delimiterOf = (locale) => (separators(locale).decimal === "," ? ";" : ",");

const DANGER = /^[=+\-@\t\r]/; // a spreadsheet would run such a cell as a formula
const NUMBER = /^[-+]?(\d[\d.,\s\u00a0\u202f]*|[.,]\d+)%?$/;

// A cell with any common delimiter is quoted, because the file may be opened on a
// computer whose spreadsheet expects another delimiter.
function cell(value, { decimal }) {
  let text = typeof value === "number" ? String(value).replace(".", decimal) : String(value ?? "");
  if (DANGER.test(text) && !NUMBER.test(text)) text = "'" + text;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes rows (arrays of texts and numbers) as CSV with a byte order mark and CRLF line ends. */
export function writeCSV(rows, locale = "en") {
  const delimiter = delimiterOf(locale), signs = separators(locale);
  return "\ufeff" + rows.map((row) => row.map((v) => cell(v, signs)).join(delimiter) + "\r\n").join("");
}

/** The delimiter a text uses: whichever of comma, semicolon and tab is most frequent outside quotes. */
export function sniff(text) {
  const counts = { ",": 0, ";": 0, "\t": 0 };
  let quoted = false;
  for (const c of text.slice(0, 20000)) {
    if (c === '"') quoted = !quoted;
    else if (!quoted && c in counts) counts[c]++;
  }
  return Object.keys(counts).reduce((a, b) => (counts[b] > counts[a] ? b : a));
}

/** Reads CSV or cells pasted from a spreadsheet: an array of texts for each line that is not empty. */
export function readCSV(text, delimiter = sniff(text)) {
  const rows = [];
  let row = [], word = "", quoted = false, wasQuoted = false;
  const endCell = () => {
    row.push(wasQuoted ? word : word.trim());
    word = "";
    wasQuoted = false;
  };
  const endRow = () => {
    endCell();
    if (row.some((c) => c !== "")) rows.push(row);
    row = [];
  };
  const source = text.replace(/^\ufeff/, "");
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (quoted) {
      if (c !== '"') word += c;
      else if (source[i + 1] === '"') word += source[++i];
      else quoted = false;
    } else if (c === '"' && word.trim() === "") {
      quoted = wasQuoted = true;
      word = "";
    } else if (c === delimiter) endCell();
    else if (c === "\n" || (c === "\r" && source[i + 1] !== "\n")) endRow();
    else if (c !== "\r") word += c;
  }
  if (word !== "" || row.length) endRow();
  // Remove the apostrophe that writeCSV puts before a dangerous cell.
  return rows.map((r) => r.map((c) => (/^'[=+\-@\t\r]/.test(c) ? c.slice(1) : c)));
}
