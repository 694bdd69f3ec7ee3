import { createStrings } from "lib/strings.js";
import { formatDate } from "lib/dates.js";
import { equal } from "./kit.js";

const say = (lang, forms, ...numbers) => numbers.map((n) => createStrings({ n: forms }, lang)("n", n).replace(/[^\p{L}]/gu, ""));

// As many forms as the language has for whole numbers, in the order zero, one, two, few, many, other.
export function pluralForms() {
  equal(say("en", ["one", "other"], 0, 1, 2, 1.5), ["other", "one", "other", "other"]);
  equal(say("fr", ["one", "other"], 0, 1, 1.5, 2, 1e6), ["one", "one", "one", "other", "other"]);
  equal(say("pl", ["one", "few", "many"], 0, 1, 2, 5, 22, 1.5), ["many", "one", "few", "many", "few", "many"]);
  equal(say("ru", ["one", "few", "many"], 1, 3, 11, 21, 1.5), ["one", "few", "many", "one", "many"]);
  equal(say("cs", ["one", "few", "other"], 1, 2, 5), ["one", "few", "other"]);
  equal(say("lt", ["one", "few", "other"], 1, 2, 10, 11, 21), ["one", "few", "other", "other", "one"]);
  equal(say("sl", ["one", "two", "few", "other"], 1, 2, 3, 5), ["one", "two", "few", "other"]);
  equal(say("ar", ["zero", "one", "two", "few", "many", "other"], 0, 1, 2, 3, 11, 100), ["zero", "one", "two", "few", "many", "other"]);
  equal(say("lv", ["zero", "one", "other"], 0, 1, 2, 10, 21), ["zero", "one", "other", "zero", "one"]);
  equal(say("ja", ["other"], 0, 1, 2), ["other", "other", "other"]);
}

// Without the words of a page's language a date is as the browser has it.
export function dates() {
  equal([formatDate("2026-11-01", "fr"), formatDate("2026-11-03", "fr", { day: "numeric", month: "long" })], ["1 novembre 2026", "3 novembre"]);
  // The months are those of the strings files.
  const months = (lang) => [3, 8].map((m) => formatDate(`2026-0${m}-02`, lang).split(/\s/)[1]);
  equal(["en-GB", "nl", "de", "ru", "pl", "fr"].map(months), [["March", "August"], ["maart", "augustus"], ["März", "August"], ["марта", "августа"], ["marca", "sierpnia"], ["mars", "août"]]);
}
