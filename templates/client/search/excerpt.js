// Excerpts: the part of a text that matches a query best, with the matching words marked.
import { marks } from "./query.js";
import { fold } from "./words.js";

const { h } = playbook.lib.dom;
const LENGTH = 190;

/** About length characters of a text, where most words match, as nodes. Words that match are in <mark>. */
export function excerpt({ clauses, open }, text, length = LENGTH) {
  const found = marks(clauses, text, open);
  let from = 0, most = -1;
  for (const first of found) {
    const inside = found.filter((m) => m.at >= first.at && m.end < first.at + length * 0.8);
    const worth = new Set(inside.map((m) => m.clause)).size * 9 + Math.min(inside.length, 4);
    if (worth > most) [most, from] = [worth, first.at];
  }
  // Begin at the start of a sentence or of a word shortly before the first match.
  if (from < length * 0.4) from = 0;
  else from = Math.max(text.lastIndexOf(". ", from) + 2, text.indexOf(" ", from - 50) + 1);
  const to = text.length > from + length ? text.lastIndexOf(" ", from + length) : text.length;
  const nodes = [from ? "… " : ""];
  for (const m of found) {
    if (m.at < from || m.end > to) continue;
    nodes.push(text.slice(from, m.at), h("mark", {}, text.slice(m.at, m.end)));
    from = m.end;
  }
  nodes.push(text.slice(from, to), to < text.length ? " …" : "");
  return nodes;
}

/** The words of a text that match, folded (see fold), so that the page of the text can mark them. */
export const keysIn = ({ clauses, open }, text) =>
  [...new Set(marks(clauses, text, open).map((m) => fold(text.slice(m.at, m.end))))].slice(0, 8);
