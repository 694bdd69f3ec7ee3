// Search: the answer to playbook.search(text, {limit}), and the dialog. Loaded on first use.
import { createDialog } from "./dialog.js";
import { search } from "./query.js";
import { openIndex, receive } from "./shards.js";

playbook.shard = receive;

// Where the index is, from the page's settings block: lang and search: {index: address of the root file below the
// site's root, others: [{lang, name, index, home}]}. others has the same for the other languages. Only this
// function knows.
function settings() {
  const { root, config } = playbook.lib.page, { lang, search: { index, others = [] } } = config();
  const at = (site) => ({ ...site, url: root() + site.index });
  return { ...at({ lang, index }), others: others.map(at) };
}

function load(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = playbook.lib.page.scriptURL(path);
    script.onload = () => resolve(script.remove());
    script.onerror = () => reject(Error(path, script.remove()));
    document.head.append(script);
  });
}

const opened = new Map();
function index({ lang, url }, fresh) {
  let opening = opened.get(lang);
  if (!opening) {
    opened.set(lang, opening = openIndex(lang, fresh ? `${url}?${Date.now()}` : url, load));
    opening.catch(() => opened.delete(lang));
  }
  return opening;
}

// Calls use with a site's index and returns its result. If the root came from a cache and does not fit the other
// files, loads the root again past the cache and retries once.
async function using(site, use) {
  const opening = index(site);
  try {
    return await use(await opening);
  } catch (e) {
    if (!e.old) throw e;
    if (opened.get(site.lang) === opening) opened.delete(site.lang);
    return use(await index(site, true));
  }
}

/**
 * Searches in the page's language, see query.js. chosen, a Map of facet name to a Set of values, filters the results. In the
 * answer, facets() is a promise of [[value, label, lessons]] for each facet, nameOf(lang) is the name of a language, and
 * others has results in other languages if there are few in this one.
 */
const ask = (text, options) => using(settings(), (ix) => askIn(ix, text, options));

async function askIn(ix, text, { limit, chosen }) {
  const sets = [...chosen.values()];
  const wanted = sets.some((set) => set.size) && (await ix.facets()).map((values, f) => sets[f]?.size && values.filter(([v]) => sets[f].has(v)));
  const fits = (lesson, but) => !wanted || wanted.every((values, f) => f === but || !values || values.some((v) => v[2].has(lesson)));
  const answer = await search(ix, text, { limit, filter: (lesson) => fits(lesson) });
  answer.facets = async () => (await ix.facets()).slice(0, sets.length).map((values, f) =>
    values.map(([value, label, set]) => [value, label, answer.lessons.filter((l) => set.has(l) && fits(l, f)).length]).filter((v) => v[2]));
  answer.nameOf = (lang) => settings().others.find((other) => other.lang === lang)?.name || lang;
  if (answer.total < 3) {
    answer.others = [];
    for (const other of settings().others) {
      const { total } = await using(other, (ix) => search(ix, text, { limit: 0 })).catch(() => ({ total: 0 }));
      if (total) answer.others.push({ ...other, total });
    }
  }
  return answer;
}

/**
 * playbook.search(text, {limit}) → Promise<{results: [{url, id, title, heading, …}], total}>. Results are lessons, best first.
 * url is relative to the site's root; id is the anchor of the best passage, "" for the top of the page.
 */
playbook.search = async (text, { limit = 10 } = {}) => {
  const { results, total } = await using(settings(), (ix) => search(ix, String(text), { limit }));
  return { results: results.map(({ text, ...result }) => result), total };
};

let dialog;
// text is called when the dialog is open. It returns what was typed until then, or
// undefined.
async function open(text) {
  try {
    dialog ??= createDialog(ask, await using(settings(), (ix) => ix.words));
  } finally {
    text = text();
  }
  dialog(text);
}
document.addEventListener("pb-search-open", (e) => e.opened = open(e.detail));
if (document.querySelector("[data-pb-page=search]")) open(() => new URLSearchParams(location.search).get("q"));
