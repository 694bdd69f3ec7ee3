// The tokenizer and the folding of generator/search, with the same rules. testdata/words.txt there has test cases
// for both.
import { FOLD } from "./fold-table.js";

const RUN = /[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\u00ad]*/gu; // a soft hyphen is not part of its word
const MAX = 64;

const special = new Map(FOLD.split(" ").flatMap((entry) => {
  const [to, from] = entry.split(":");
  return [...from].map((letter) => [letter, to]);
}));

/** The key of a word in the index. Cyrillic and later letters stay as they are: й is a letter of its own. */
export const fold = (word) => word.toLowerCase().normalize("NFD").replace(/(?<![Ѐ-᷿])[\u0300-\u036f]/g, "").normalize()
  .replace(/[\u0300-\u036f]/g, "").replace(/[^\0-\x7f]/gu, (c) => special.get(c) ?? c);

/**
 * The words of a text in order: [{word, key, at, end}]. Joined words (e-mail → email) follow their parts, as
 * {word, key, at, end, parts}, where parts is the number of words before it that it replaces.
 */
export function words(text) {
  const out = [];
  const add = (word, at, end, parts) => {
    word = word.toLowerCase();
    if (word.length <= MAX) out.push({ word, key: fold(word), at, end, parts });
  };
  let joined = "", parts = 0, start = 0;
  for (const { 0: raw, index: at } of text.matchAll(RUN)) {
    const run = raw.replaceAll("\u00ad", "");
    const end = at + raw.length;
    const rest = text.slice(end, end + 4);
    if (!parts && /^(.|qu)['’][aeiouh]/.test(fold(run + rest))) continue; // l'offre gives offre
    if (!parts) start = at;
    add(run, at, end);
    joined += run;
    parts++;
    const plus = parts === 1 && run.length < 3 && /^[+#]{1,2}(?![+#\p{L}\p{N}\p{M}])/u.exec(rest);
    if (plus) {
      add(joined + plus[0], start, end + plus[0].length, 1);
    } else if (/^['’_&‐‑-][\p{L}\p{N}\p{M}]/u.test(rest)) {
      continue;
    } else if (/^\d[.,]\d/.test(run.at(-1) + rest)) {
      joined += ".";
      continue;
    } else if (parts > 1 && parts < 4) {
      add(joined, start, end, parts);
    }
    joined = "";
    parts = 0;
  }
  return out;
}
