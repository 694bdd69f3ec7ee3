// The audit's words, in the page's language: the table "client_mix" of the theme's
// strings, which the page carries, and "client_mix_more", which more.js brings along.

import { pluralForms } from '../../client/lib/strings.js';

const lang = document.documentElement.lang || 'en';
const words = JSON.parse(document.getElementById('pb-config')?.textContent || '{}').widgets?.mix ?? {};
const form = pluralForms(lang);

// listOf gives words that are several, with commas between.
export const listOf = (key) => say(key).split(', ');

// say gives the words called key with {names} filled in; {n} picks the form of
// words that come in several.
export function say(key, params = {}) {
  let text = words[key] ?? window.playbook?.lib.page.config().widgets.mix_more?.[key] ?? key;
  if (Array.isArray(text)) text = form(text, params.n ?? 0);
  return text.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(params, name) ? String(params[name]) : all));
}
