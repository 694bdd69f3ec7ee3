// The interface's words in the page's language. A value is one text, or a list of
// plural forms in the order one, other (Russian and Polish: one, few, many).

/**
 * Makes t(key, …args) from a table {key: text | [forms]}. {1}, {2} are the
 * arguments; {n} is the first, which also chooses the form. Numbers are written as
 * the language writes them. A key that is missing shows itself.
 */
export function createStrings(table, locale) {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const form = (forms, n) => {
    const place = { one: 0, few: 1 }[plural.select(n)] ?? forms.length - 1;
    return forms[Math.min(place, forms.length - 1)];
  };
  return (key, ...args) => {
    const words = Object.hasOwn(table, key) ? table[key] : key;
    const text = Array.isArray(words) ? form(words, args[0]) : words;
    return text.replace(/\{(n|\d)\}/g, (all, place) => {
      const arg = args[place === "n" ? 0 : place - 1];
      return arg === undefined ? all : typeof arg === "number" ? number.format(arg) : arg;
    });
  };
}
