// What this device remembers of searching: the last queries, and those that found nothing. Storage may hold anything, or
// fail.

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

/** Remembers a query that led somewhere, or one that found nothing. */
export function remember(site, text, nothing) {
  const kept = recall(site);
  text = text.trim().slice(0, 100);
  if (nothing) kept.zero.set(text, (kept.zero.get(text) || 0) + 1);
  else kept.recent = [...new Set([text, ...kept.recent])];
  restore(site, kept);
}

/** Keeps what recall() gives. */
export function restore(site, kept) {
  try {
    localStorage.setItem(name(site), JSON.stringify({ recent: kept.recent.slice(0, RECENT), zero: [...kept.zero].slice(-ZERO) }));
  } catch {
    // then it is forgotten
  }
}
