// Whether a text says a name. A name is a row of words; it is said where those words
// stand one after another as whole words, whatever their case, their accents and what is
// between them: "ACME  b.v." says "Acme BV", "Mueller" says "Müller", "Acmeland" does not
// say "Acme", nor "a na" "Ana". A word that only begins with the name, as an inflected one does ("Ивановым",
// "Kowalskiego"), is alike, which is for the reader to judge.

import { FOLD } from "../search/fold-table.js";

const HAN = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}"; // written without spaces
const WORD = new RegExp(`[${HAN}]\\p{M}*|(?:(?![${HAN}])[\\p{L}\\p{M}\\p{N}\\p{Cf}])+`, "gu");
const LONGER = 4; // letters by which an inflected word may be longer
const SHORT = 4; // letters below which a beginning says nothing
const APART = 6; // letters from which words written apart are the same as written together

const letters = new Map(FOLD.split(" ").flatMap((pair) => {
  const [to, from] = pair.split(":");
  return [...from].map((c) => [c, to]);
}));
const two = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" }; // as they are written where there is no such key

const plain = (text) => [...text.normalize("NFKD").toLowerCase().replace(/[\p{M}\p{Cf}]+/gu, "")].map((c) => letters.get(c) ?? c).join("");

/** A word in the forms in which it is compared: without accents, and with two letters for one. */
const formsOf = (word) => {
  const composed = word.normalize("NFKC").toLowerCase().replace(/\p{Cf}+/gu, "");
  return [plain(composed), plain([...composed].map((c) => two[c] ?? c).join(""))];
};

const wordsOf = (text) => [...text.matchAll(WORD)].map((m) => ({ from: m.index, to: m.index + m[0].length, forms: formsOf(m[0]) })).filter((w) => w.forms[0] !== "");

const joined = (list, form) => list.map((w) => w.forms[form]).join("");

/** What a name is to be looked for by; null where it has no letter and no digit. */
export function look(name) {
  const list = wordsOf(name);
  return list.length ? { n: list.length, whole: [joined(list, 0), joined(list, 1)] } : null;
}

/** Whether words may stand for one another however they are divided: "B.V." for "BV", "AcmeSouth" for "Acme South", but not "a na" for "Ana". */
const divides = (list, sought) => list.length === sought.n || sought.whole[0].length >= APART || list.every((w) => w.to - w.from === 1);

const isWhole = (list, sought) => list.length > 0 && divides(list, sought) && [0, 1].some((form) => joined(list, form) === sought.whole[form]);

/** Whether a text is the name and nothing else. */
export const isName = (text, sought) => isWhole(wordsOf(text), sought);

/**
 * Where a text says the name: [{from, to, alike}], one after another; alike: the last word
 * goes on after the name.
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
      // Of a longer word only its end may be beyond the name.
      if (!whole && !(alike && parts[0].length - list[j].forms[0].length < sought.whole[0].length)) continue;
      out.push({ from: list[i].from, to: list[j].to, alike });
      i = j;
      break;
    }
  }
  return out;
}

/** The text with other words where it says the name. */
export const without = (text, places, words) => places.reduceRight((all, p) => all.slice(0, p.from) + words + all.slice(p.to), text);
