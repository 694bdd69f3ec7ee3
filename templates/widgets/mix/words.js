// The audit's words, in the page's language: the table "client_mix" of the theme's
// strings, which the page carries, and "client_mix_more", which more.js brings along.

const lang = document.documentElement.lang || 'en';
const words = JSON.parse(document.getElementById('pb-config')?.textContent || '{}').widgets?.mix ?? {};
const plural = new Intl.PluralRules(lang);
const ORDER = plural.resolvedOptions().pluralCategories.filter((c) => c !== 'other').length > 1 ? ['one', 'few', 'many'] : ['one', 'other'];

// say gives the words called key with {names} filled in; {n} picks the form of
// words that come in several.
export function say(key, params = {}) {
  let text = words[key] ?? window.playbook?.lib.page.config().widgets.mix_more?.[key] ?? key;
  if (Array.isArray(text)) text = text[Math.max(0, ORDER.indexOf(plural.select(params.n ?? 0)))] ?? text.at(-1);
  return text.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(params, name) ? String(params[name]) : all));
}
