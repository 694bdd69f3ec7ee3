// What this device remembers about searching: the last queries, and queries without results. Storage may hold
// anything, or fail.

const RECENT = 6, ZERO = 200;
const name = (site) => `playbook:${site}:search`;

/** {recent: [text], zero: Map of text to times} */
export function recall(site) {
  try {
    const { recent, zero } = JSON.parse(localStorage.getItem(name(site)));
    return { recent: [...recent], zero: new Map(zero) };
  } catch {
    return { recent: [], zero: new Map() };
  }
}

/** Remembers a query, as one with or without results. */
export function remember(site, text, nothing) {
  const kept = recall(site);
  text = text.trim().slice(0, 100);
  if (nothing) kept.zero.set(text, (kept.zero.get(text) || 0) + 1);
  else kept.recent = [...new Set([text, ...kept.recent])];
  restore(site, kept);
}

/** Stores a value that recall() returned. */
export function restore(site, kept) {
  try {
    localStorage.setItem(name(site), JSON.stringify({ recent: kept.recent.slice(0, RECENT), zero: [...kept.zero].slice(-ZERO) }));
  } catch {
    // storage has failed: the query is not remembered
  }
}
