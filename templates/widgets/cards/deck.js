// Practicing a deck of cards; no DOM here. Boxes and days are those of lib/leitner.js.
//
//   card   {id, box, due, …}   as from replay() there: a new card has box 0 and due null

import { BOXES, pick, replay } from "lib/leitner.js";

const PAGE = 8; // cards cut out of one sheet
const ACROSS = 2; // of them side by side

/** The state of a card after its reviews: replay(), and whether it is due today. */
export function stand(log, rev, today) {
  const state = replay(log, rev);
  return { ...state, ask: state.due === null || state.due <= today };
}

/** The cards of a tag ("" for all), as they are ordered. cards: [{tags, …}]. */
export const tagged = (cards, tag) => (tag === "" ? cards : cards.filter((c) => c.tags.includes(tag)));

/**
 * The ids of a round, in order: the cards that are due, the longest overdue first; with
 * all, every card. The same day gives the same order.
 */
export function round(cards, { today, all = false }) {
  const items = cards.map(({ id, due }) => ({ id, key: id, due: all ? null : due }));
  return pick(items, { today, most: Infinity }).map((c) => c.id);
}

/**
 * {boxes: [new, in box 1, … in box 5], next: {on, n} or null}: the number of cards in
 * each box, and the first day after today with due cards, and how many.
 */
export function spread(cards, today) {
  const boxes = new Array(BOXES.length + 1).fill(0);
  for (const c of cards) boxes[c.box]++;
  const later = cards.map((c) => c.due).filter((d) => d !== null && d > today).sort();
  return { boxes, next: later.length ? { on: later[0], n: later.filter((d) => d === later[0]).length } : null };
}

/** The place before or after another of n, going round. */
export const step = (at, by, n) => (n ? (((at + by) % n) + n) % n : 0);

/**
 * The sheets for cutting out a deck. Each has at most eight fronts, row by row, and the backs in the order for paper that is
 * turned on its long edge: each row reversed, null for an empty place.
 */
export function sheets(cards) {
  const out = [];
  for (let i = 0; i < cards.length; i += PAGE) {
    const fronts = cards.slice(i, i + PAGE), backs = [];
    for (let row = 0; row < fronts.length; row += ACROSS) {
      for (let col = ACROSS - 1; col >= 0; col--) backs.push(fronts[row + col] ?? null);
    }
    out.push({ fronts, backs });
  }
  return out;
}
