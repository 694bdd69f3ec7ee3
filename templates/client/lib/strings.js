// The interface's words in the page's language. A value is one text, or a list of plural
// forms: those that whole numbers have in the language, in the order below.

const ORDER = "zero one two few many other".split(" ");

/** Makes form(forms, n), which chooses the plural form for a number; the last where a number has none of its own. */
export function pluralForms(locale) {
  const rules = new Intl.PluralRules(locale), has = rules.resolvedOptions().pluralCategories;
  const order = ORDER.filter((c) => has.includes(c));
  return (forms, n) => forms[order.indexOf(rules.select(n))] ?? forms.at(-1);
}

/**
 * Makes t(key, …args) from a table {key: text | [forms]}. {1}, {2} are the
 * arguments; {n} is the first, which also chooses the form. Numbers are written as
 * the language writes them. A key that is missing shows itself.
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
