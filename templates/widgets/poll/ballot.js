// What votes amount to, without a page.
//
//   vote   {id, o, at}     id a uuid, o an option's id, at epoch ms
//   hands  Map(option → count)

// The last moment a date can have, epoch ms (ECMAScript 21.4.1.1); beyond it a vote is none.
const LAST = 8.64e15;

/** Votes in the order they were cast; of the same moment, by id, so that every device agrees. */
export const ordered = (votes) => votes.filter((v) => Number.isFinite(v.at) && v.at >= 0 && v.at < LAST).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/**
 * {now, moves: [{from, to, at}]}: the vote that counts, null without one, and every
 * change of mind in order. A vote for what one voted for already is no change.
 */
export function stand(votes) {
  let now = null;
  const moves = [];
  for (const v of ordered(votes)) {
    if (v.o === now) continue;
    if (now !== null) moves.push({ from: now, to: v.o, at: v.at });
    now = v.o;
  }
  return { now, moves };
}

const MOST = 9999; // hands

/** The counts with one hand more or less for an option; never below none. */
export function raise(hands, option, by) {
  const out = new Map(hands);
  out.set(option, Math.min(MOST, Math.max(0, (hands.get(option) ?? 0) + by)));
  return out;
}

/** All hands. */
export const total = (hands) => [...hands.values()].reduce((sum, n) => sum + n, 0);

/** The option a key counts for: "1" the first; undefined for other keys. */
export const optionOf = (key, options) => (/^[1-9]$/.test(key) ? options[Number(key) - 1] : undefined);
