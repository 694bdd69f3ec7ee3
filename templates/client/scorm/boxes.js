// When questions and cards are asked again, as numbers: for each item the box, the days
// between its move into the box and that of the item before (for the first item, the
// lesson's day), and the days until it was last asked. When unpacked, a log with the
// same result (lib/leitner.js) replaces the real one.

import { BOXES, replay, reviews } from "lib/leitner.js";
import { addDays, daysBetween } from "lib/dates.js";

export function pack(leaves, { items, apart, start }) {
  let before = start;
  const numbers = items.map(({ id, rev }) => {
    const { box, due, last } = replay(reviews(leaves, id), rev);
    if (!box) return [0];
    const came = addDays(due, -BOXES[box - 1]);
    const since = apart(before, came);
    before = came;
    return [box, since, Math.max(0, daysBetween(came, last))];
  }).flat();
  return numbers.some((n) => n > 0) ? numbers : [];
}

export function unpack(leaves, numbers, { items, later, noon, start }) {
  let at = 0, before = start;
  for (const { id, rev } of items) {
    const box = Math.min(numbers[at++] ?? 0, BOXES.length);
    if (!box) continue;
    let on = (before = later(before, numbers[at++]));
    const last = numbers[at++], days = last > 0 ? [addDays(on, last)] : [];
    // A reader who did not know it the first time started in box 1, one who did in box
    // 2.
    for (let b = box; b >= Math.min(box, 2); b--) {
      days.unshift(on);
      on = addDays(on, -(BOXES[b - 2] ?? 0));
    }
    days.forEach((date, i) => leaves.set(`srs/@${id}/p${i}`, { at: noon(date) + i, on: date, right: box > 1 || i > 0, ...(rev > 1 && { rev }) }));
  }
}
