// The items of a day: those of finished lessons that are due or new, at most MOST per
// day, including those already asked today.

import { store } from "../lib/book.js";
import { today } from "../lib/dates.js";
import { MOST, pick, replay, reviews } from "../lib/leitner.js";

/** items [{uid, widget, item, rev, …}] → {list: today's, asked: how many were asked today, next: the first later day, null}. */
export function daily(items, date = today()) {
  const all = items.map((i) => ({ ...i, key: `${i.uid} ${i.widget} ${i.item}`, ...replay(reviews(store().lesson(i.uid).widget(i.widget), i.item), i.rev) }));
  const asked = all.filter((i) => i.last === date).length;
  const list = pick(all.filter((i) => i.last !== date), { today: date, most: Math.max(0, MOST - asked) });
  const later = all.filter((i) => i.due !== null && i.due > date).map((i) => i.due).sort();
  return { list, asked, next: later[0] ?? null };
}

/** About how many minutes n questions take. */
export const minutesFor = (n) => Math.max(1, Math.ceil(n / 2));
