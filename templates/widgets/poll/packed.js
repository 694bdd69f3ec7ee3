// What a learning platform keeps of a poll: the last votes. The numbers: how many, then
// the place of each option and the day.

import { ordered } from "./ballot.js";

const MOST = 6; // votes

export const answers = {
  pack(leaves, { items, day, dateOf }) {
    const places = new Map(items.map((it, i) => [it.id, i]));
    const votes = leaves.keys("vote/@").map((key) => {
      const [, o, id] = key.split("/");
      return { id, o: o.slice(1), at: leaves.get(key)?.at };
    }).filter((v) => places.has(v.o));
    const last = ordered(votes).slice(-MOST);
    return last.length ? [last.length, ...last.flatMap((v) => [places.get(v.o), day(dateOf(v.at))])] : [];
  },

  unpack(leaves, [n, ...rest], { items, dayOf, noon }) {
    for (let i = 0; i < n; i++) {
      const item = items[rest[2 * i]];
      if (item) leaves.set(`vote/@${item.id}/p${i}`, { at: noon(dayOf(rest[2 * i + 1])) + i });
    }
  },
};
