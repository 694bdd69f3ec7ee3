// The audit's words in the page's language: the table "client_mix" of the theme's
// strings, which is in the page, and "client_mix_more", which more.js contains.

import { pluralForms } from '../../client/lib/strings.js';

const lang = document.documentElement.lang || 'en';
const words = JSON.parse(document.getElementById('pb-config')?.textContent || '{}').widgets?.mix ?? {};
const form = pluralForms(lang);

// listOf returns a list of words, which the strings separate with commas.
export const listOf = (key) => say(key).split(', ');

// say returns the words under key with {names} filled in; {n} chooses the plural form.
export function say(key, params = {}) {
  let text = words[key] ?? window.playbook?.lib.page.config().widgets.mix_more?.[key] ?? key;
  if (Array.isArray(text)) text = form(text, params.n ?? 0);
  return text.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(params, name) ? String(params[name]) : all));
}
