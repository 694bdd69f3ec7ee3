import { formatMoney, formatNumber, formatPercent, parseNumber } from "lib/number.js";
import { chance, equal } from "./kit.js";

const vectors = async () => (await fetch("numbers.json")).json();

export async function parsesTheVectors() {
  for (const [locale, text, value, percent = false] of (await vectors()).parse) {
    equal(parseNumber(text, locale), { value, percent }, `${locale} ${text}`);
  }
}

export async function marksWhatIsNotOfTheLocale() {
  for (const [locale, text, why] of (await vectors()).marked) equal(parseNumber(text, locale), { why }, `${locale} ${text}`);
}

export async function formatsTheVectors() {
  for (const [locale, value, decimals, want] of (await vectors()).format) {
    equal(formatNumber(value, locale, decimals), want, `${locale} ${value}`);
  }
}

export function readsWhatItWrites() {
  const r = chance(3);
  for (let i = 0; i < 10000; i++) {
    const locale = r.pick(["en", "nl", "de", "pl", "ru"]);
    const value = Math.round((r.next() - 0.5) * 10 ** r.below(12)) / 100;
    equal(parseNumber(formatNumber(value, locale, 2), locale).value, value === 0 ? 0 : value, `${locale} ${value}`);
    equal(parseNumber(formatMoney(value, locale, "EUR", 2), locale).value, value === 0 ? 0 : value, `${locale} ${formatMoney(value, locale, "EUR", 2)}`);
  }
}

export function whatIsNoNumberIsADash() {
  equal([NaN, Infinity, undefined, null, "5"].map((v) => formatNumber(v, "en")), ["–", "–", "–", "–", "–"]);
  equal(formatPercent(0.155, "nl", 1), "15,5%");
}
