// The interface's words in the page's language. A value is a text, or a list of plural
// forms, in the order below, for whole numbers.

const ORDER = "zero one two few many other".split(" ");

/**
 * Returns form(forms, n), which chooses the plural form for a number, or the last one if the number has no form of
 * its own.
 */
export function pluralForms(locale) {
  const rules = new Intl.PluralRules(locale), has = rules.resolvedOptions().pluralCategories;
  const order = ORDER.filter((c) => has.includes(c));
  return (forms, n) => forms[order.indexOf(rules.select(n))] ?? forms.at(-1);
}

/**
 * Makes t(key, …args) from a table {key: text | [forms]}. {1} and {2} are the arguments; {n} is the first, which also chooses
 * the form. Numbers are written as in the language. If a key is missing, t returns the key.
 */
export function createStrings(table, locale) {
  const form = pluralForms(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, ...args) => {
    const words = Object.hasOwn(table, key) ? table[key] : key;
    const text = Array.isArray(words) ? form(words, args[0]) : words;
    return text.replace(/\{(n|\d)\}/g, (all, place) => {
      const arg = args[place === "n" ? 0 : place - 1];
      return arg === undefined ? all : typeof arg === "number" ? number.format(arg) : arg;
    });
  };
}
