// The interface's words in the page's language, from the page's
// <script type="application/json" data-pb-strings> blocks: {key: "text"}, or
// {key: {one: "{n} note", other: "{n} notes"}} where a number decides the form.

/**
 * Reads every block of a document: t(key, {n, …}) gives the words. A key that is
 * missing shows itself. {n} is written as the language writes numbers.
 */
export function createStrings(root = document) {
  const locale = document.documentElement.lang || "en";
  const words = new Map();
  for (const block of root.querySelectorAll('script[type="application/json"][data-pb-strings]')) {
    for (const [key, value] of Object.entries(JSON.parse(block.textContent))) words.set(key, value);
  }
  const plural = new Intl.PluralRules(locale);
  const write = (v) => (typeof v === "number" ? new Intl.NumberFormat(locale).format(v) : String(v));
  return (key, params = {}) => {
    let text = words.get(key) ?? key;
    if (typeof text === "object") text = text[plural.select(params.n ?? 0)] ?? text.other ?? key;
    return text.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(params, name) ? write(params[name]) : all));
  };
}
