// The searches of this device that found nothing, for the author to fetch. For the page of the reader's own data.
import { download } from "../lib/handover.js";
import { recall } from "./memory.js";

/** [[text, times]] */
export const misses = (site) => [...recall(site).zero];

/** Saves the queries that found nothing as a table: query, times. A leading sign that a spreadsheet would run is quoted. */
export function saveMisses(site) {
  const cell = (s) => `"${(/^[=+\-@\t\r]/.test(s) ? "'" + s : s).replace(/"/g, '""')}"`;
  download("searches-without-results.csv", "\ufeffquery,times\r\n" + misses(site).map(([s, n]) => cell(s) + "," + n + "\r\n").join(""), "text/csv");
}
