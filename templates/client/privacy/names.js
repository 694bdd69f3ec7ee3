// Finds a name in a text. A text contains a name if it has all words of the name, whole
// and in order. Upper and lower case, accents, spaces and punctuation do not matter:
// "ACME  b.v." is found for "Acme BV", and "Mueller" for "Müller". "Acmeland" is not found
// for "Acme", and "a na" is not found for "Ana".
//
// A word that begins with the name and has a few letters more is a possible match, since
// it may be an inflected form ("Ивановым", "Kowalskiego"). The reader decides.

import { FOLD } from "../search/fold-table.js";

const HAN = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}"; // written without spaces
const WORD = new RegExp(`[${HAN}]\\p{M}*|(?:(?![${HAN}])[\\p{L}\\p{M}\\p{N}\\p{Cf}])+`, "gu");
const LONGER = 4; // an inflected form has at most so many letters more than the name
const SHORT = 4; // a name with fewer letters has no possible matches, only exact ones
const APART = 6; // in a name of at least so many letters, spaces between words do not matter

const letters = new Map(FOLD.split(" ").flatMap((pair) => {
  const [to, from] = pair.split(":");
  return [...from].map((c) => [c, to]);
}));
const two = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" }; // how people write them on a keyboard without these letters

const plain = (text) => [...text.normalize("NFKD").toLowerCase().replace(/[\p{M}\p{Cf}]+/gu, "")].map((c) => letters.get(c) ?? c).join("");

/** The two forms of a word that are compared: without accents, and with "ae" for "ä". */
const formsOf = (word) => {
  const composed = word.normalize("NFKC").toLowerCase().replace(/\p{Cf}+/gu, "");
  return [plain(composed), plain([...composed].map((c) => two[c] ?? c).join(""))];
};

const wordsOf = (text) => [...text.matchAll(WORD)].map((m) => ({ from: m.index, to: m.index + m[0].length, forms: formsOf(m[0]) })).filter((w) => w.forms[0] !== "");

const joined = (list, form) => list.map((w) => w.forms[form]).join("");

/** Prepares a name for a search: n, the number of its words; whole, both forms of the name without spaces. null if it has no letter and no digit. */
export function look(name) {
  const list = wordsOf(name);
  return list.length ? { n: list.length, whole: [joined(list, 0), joined(list, 1)] } : null;
}

/** Whether the words of list may match although the name has spaces at other places: "B.V." for "BV", "AcmeSouth" for "Acme South", but not "a na" for "Ana". */
const spacesMayDiffer = (list, sought) => list.length === sought.n || sought.whole[0].length >= APART || list.every((w) => w.to - w.from === 1);

const isWhole = (list, sought) => list.length > 0 && spacesMayDiffer(list, sought) && [0, 1].some((form) => joined(list, form) === sought.whole[form]);

/** Whether the whole text is the name. */
export const isName = (text, sought) => isWhole(wordsOf(text), sought);

/**
 * Where the name is in a text, in order: [{from, to, alike}]. alike marks a possible match:
 * its last word has more letters than the name.
 */
export function placesOf(text, sought) {
  const list = wordsOf(text), out = [], most = Math.max(...sought.whole.map((w) => w.length));
  for (let i = 0; i < list.length; i++) {
    const parts = ["", ""];
    for (let j = i; j < list.length && Math.min(parts[0].length, parts[1].length) <= most; j++) {
      parts[0] += list[j].forms[0];
      parts[1] += list[j].forms[1];
      const whole = isWhole(list.slice(i, j + 1), sought);
      const alike = !whole && [0, 1].some((form) => sought.whole[form].length >= SHORT && parts[form].startsWith(sought.whole[form]) && parts[form].length - sought.whole[form].length <= LONGER);
      // In a possible match the name must reach into the last word.
      if (!whole && !(alike && parts[0].length - list[j].forms[0].length < sought.whole[0].length)) continue;
      out.push({ from: list[i].from, to: list[j].to, alike });
      i = j;
      break;
    }
  }
  return out;
}

/** The text with words in place of the name. */
export const without = (text, places, words) => places.reduceRight((all, p) => all.slice(0, p.from) + words + all.slice(p.to), text);
