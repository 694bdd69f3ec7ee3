// Search: the answer to playbook.search(text, {limit}), and the dialog. Loaded on first use.
import { createDialog } from "./dialog.js";
import { search } from "./query.js";
import { openIndex, receive } from "./shards.js";

playbook.shard = receive;

// The only place that knows how a page says where its index is: in its block, lang and search: {index: address of the root file below
// the site's root, others: [{lang, name, index, home}]}, the same for the other languages.
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

// Gives what use makes of a site's index. Where the root was a cache's and the rest is of another day, the root is loaded past
// the cache and use begins again, once.
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
 * Searches the page's language as query.js does. chosen, a Map of facet name to a Set of values, filters; the answer's facets()
 * promises [[value, label, lessons]] for each facet, nameOf(lang) names a language, and others say what the other languages have when there is
 * little here.
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
 * playbook.search(text, {limit}) → Promise<{results: [{url, id, title, heading, …}], total}>. Results are lessons, best first;
 * url is relative to the site's root, id the anchor of the best passage, "" being the top.
 */
playbook.search = async (text, { limit = 10 } = {}) => {
  const { results, total } = await using(settings(), (ix) => search(ix, String(text), { limit }));
  return { results: results.map(({ text, ...result }) => result), total };
};

let dialog;
// text is called when the dialog is there: what was typed until then, or undefined.
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
