// What a learning platform stores of a scorecard about oneself: the answers and the last
// saved results. Scorecards about accounts and deals name customers and are left out.
// The numbers: the length of the scale; per item 0 (none), 1 ("don't know") or the index
// + 2; how many results; per result the day, score and coverage in hundredths, and per
// item 0 (the same as the present answer) or that number + 1.

import { isDate } from "lib/dates.js";

const MOST = 4; // results
const MOST_WORDS = 99; // of a scale

const code = (i, of) => (Number.isInteger(i) && i >= -1 && i < of ? i + 2 : 0);

export const scorecards = {
  pack(leaves, { items, day }) {
    const given = items.map(({ id, rev }) => {
      const a = leaves.get(`run/self/@${id}/answer`);
      return a && (a.rev ?? 1) >= rev ? a : undefined;
    });
    const from = "run/self/on/";
    const kept = leaves.keys(from).filter((k) => isDate(k.slice(from.length)) && typeof leaves.get(k)?.score === "number").slice(-MOST);
    const of = given.find(Boolean)?.of ?? (kept.length ? MOST_WORDS : 0), now = given.map((a) => (a ? code(a.i, of) : 0));
    if (!of) return [];
    return [of, ...now, kept.length, ...kept.flatMap((k) => {
      const { score, coverage, a } = leaves.get(k), then = items.map(({ id }) => code(a?.[id], MOST_WORDS));
      return [day(k.slice(from.length)), Math.round(score * 100), Math.round((coverage ?? 1) * 100), ...then.map((n, i) => (n === now[i] ? 0 : n + 1))];
    })];
  },

  unpack(leaves, [of, ...rest], { items, dayOf, noon, today }) {
    let at = 0;
    const now = rest.slice(0, items.length);
    for (const { id, rev } of items) {
      const n = rest[at++];
      if (n > 0) leaves.set(`run/self/@${id}/answer`, { i: n - 2, of, at: noon(today), ...(rev > 1 && { rev }) });
    }
    for (let left = rest[at++] ?? 0; left > 0; left--) {
      const date = dayOf(rest[at++]), score = rest[at++] / 100, coverage = rest[at++] / 100;
      const a = Object.fromEntries(items.map(({ id }, i) => [id, (rest[at++] || now[i] + 1) - 1]).filter(([, n]) => n > 0).map(([id, n]) => [id, n - 2]));
      if (score <= 100) leaves.set(`run/self/on/${date}`, { score, coverage, a });
    }
  },
};
