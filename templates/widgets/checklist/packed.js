// What a learning platform stores of a checklist: the ticks of its last runs, and
// evidence that is a number. It stores no notes, which are words, and no lists for
// accounts, which name customers. The numbers: how many runs; per run the day of its
// start, the number of resets, and per item 0 (open), 1 (done on the same day as the done
// item before; for the first, the run's day), 2 (not applicable) or 3 + the days between;
// then how many values, and per value the item's index and its characters.

import { isDate } from "lib/dates.js";
import { counter, current, idOf } from "./runs.js";

const MOST = 2; // runs

const period = (leaves, repeat, date) => current(leaves, { repeat, account: "" }, date);

/** The runs that are stored: [{id, base, n, start}], the oldest first. */
function runs(leaves, repeat) {
  return leaves.keys("run/").filter((k) => k.endsWith("/start") && isDate(leaves.get(k))).map((k) => {
    const id = k.split("/")[1], start = leaves.get(k), { base } = period(leaves, repeat, start);
    const n = [...Array(counter(leaves, base).top + 1).keys()].find((i) => idOf(base, i) === id);
    return { id, start, n };
  }).filter((r) => r.n !== undefined).sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.n - b.n)).slice(-MOST);
}

function packRun(leaves, { id, start, n }, { items, apart, day, dateOf }) {
  let on = start;
  const states = items.map(({ id: item, rev }) => {
    const s = leaves.get(`run/${id}/@${item}/state`);
    if (!s || (s.rev ?? 1) < rev) return 0;
    if (s.state !== "done") return s.state === "na" ? 2 : 0;
    const was = on;
    on = s.at > 0 && s.at < 8e15 ? dateOf(s.at) : start;
    return on === was ? 1 : 3 + apart(was, on);
  });
  const values = items.flatMap(({ id: item }, i) => {
    const x = leaves.get(`run/${id}/@${item}/value`);
    return typeof x === "number" ? [i, ...signs(String(x))] : [];
  });
  return [day(start), n, ...states, values.length ? items.filter(({ id: item }) => typeof leaves.get(`run/${id}/@${item}/value`) === "number").length : 0, ...values];
}

const signs = (text) => [text.length, ...[...text].map((c) => c.charCodeAt(0))];

export const checklists = {
  pack(leaves, widget) {
    const list = runs(leaves, widget.repeat);
    return list.length ? [list.length, ...list.flatMap((r) => packRun(leaves, r, widget))] : [];
  },

  unpack(leaves, [n, ...rest], { items, repeat, dayOf, later, noon }) {
    let at = 0;
    for (; n > 0; n--) {
      const start = dayOf(rest[at++]), times = rest[at++], { base } = period(leaves, repeat, start), id = idOf(base, times);
      leaves.set(`run/${id}/start`, start);
      if (times) leaves.set(`count/${base}`, { n: times, top: times });
      let on = start;
      for (const { id: item, rev } of items) {
        const s = rest[at++];
        if (s > 2) on = later(on, s - 3);
        if (s > 0) leaves.set(`run/${id}/@${item}/state`, { state: s === 2 ? "na" : "done", at: noon(on), ...(rev > 1 && { rev }) });
      }
      for (let left = rest[at++] ?? 0; left > 0; left--) {
        const item = items[rest[at++]], length = rest[at++], text = String.fromCharCode(...rest.slice(at, (at += length)));
        if (item && Number.isFinite(Number(text))) leaves.set(`run/${id}/@${item.id}/value`, Number(text));
      }
    }
  },
};
