// Numbers in the notation of a language. Reading follows the page's locale and never
// guesses: a text that only another locale can read is reported.

const SPACE = /[\s\u00a0\u202f\u2009]/g;
const MONEY = /\p{Sc}|\b(?:EUR|USD|GBP|PLN|RUB|CHF)\b|zł|руб\.?|(?<=\d\s?)р\.?(?!\p{L})/giu;

// Making a formatter costs as much as using it a hundred times.
const made = new Map();

function formatter(locale, options) {
  const key = locale + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.NumberFormat(locale, options));
  return made.get(key);
}

const signs = new Map();

/** A locale's decimal sign and group sign. Every kind of space becomes " ". */
export function separators(locale) {
  if (!signs.has(locale)) {
    const parts = formatter(locale).formatToParts(-12345678.5);
    const sign = (type) => (parts.find((p) => p.type === type)?.value ?? "").replace(SPACE, " ").replace("'", "’");
    signs.set(locale, { decimal: sign("decimal") || ".", group: sign("group") });
  }
  return signs.get(locale);
}

const escaped = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Digits in one locale as a plain decimal text, or null. Groups have three digits. */
function plain(text, { decimal, group }) {
  const d = escaped(decimal), g = escaped(group || "\u0000");
  const form = new RegExp(`^(?:\\d+|\\d{1,3}(?:${g}\\d{3})+)?(?:${d}\\d*)?$`);
  if (!/\d/.test(text) || !form.test(text)) return null;
  return text.replaceAll(group || "\u0000", "").replace(decimal, ".");
}

const OTHERS = [{ decimal: ".", group: "," }, { decimal: ",", group: "." }, { decimal: ",", group: " " }, { decimal: ".", group: " " }, { decimal: ".", group: "’" }];

/**
 * Reads a number: {value, percent} if it is one in this locale, else {why} with "empty", "ambiguous" (another locale can read
 * it) or "invalid". Currency and % are dropped; percent says that there was a %. "(1 234)" and "12-" are negative.
 */
export function parseNumber(text, locale) {
  let s = String(text).normalize("NFC").replace(SPACE, " ").replaceAll("'", "’").trim();
  if (s === "") return { why: "empty" };
  const percent = s.includes("%");
  s = s.replace(MONEY, " ").replace("%", " ").replace(/[\u2212\u2013]/g, "-").trim();
  let negative = false;
  const sign = /^\((.*)\)$/.exec(s) ?? /^-(.*)$/.exec(s) ?? /^(.*)-$/.exec(s);
  if (sign) {
    negative = true;
    s = sign[1].trim();
  } else s = s.replace(/^\+/, "").trim();
  const digits = plain(s, separators(locale));
  if (digits === null) return { why: OTHERS.some((o) => plain(s, o) !== null) ? "ambiguous" : "invalid" };
  const value = Number(digits);
  if (!Number.isFinite(value)) return { why: "invalid" };
  return { value: negative && value !== 0 ? -value : value, percent };
}

/**
 * Writes a number in a locale with a fixed number of decimals (default: up to three). Rounds half away from zero on the
 * shortest decimal text, so that 1.005 becomes 1.01. Never writes "-0". A value that is not finite is "–".
 */
export function formatNumber(value, locale, decimals, options = {}) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "–";
  const digits = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return formatter(locale, { roundingMode: "halfExpand", signDisplay: "negative", ...digits, ...options }).format(String(value));
}

/** Money in a currency such as "EUR", without cents unless decimals says so. */
export const formatMoney = (value, locale, currency, decimals = 0) => formatNumber(value, locale, decimals, { style: "currency", currency });

/** A share (0.155) as a percentage. */
export const formatPercent = (value, locale, decimals = 0) => formatNumber(value, locale, decimals, { style: "percent" });
