// What a learning platform keeps of a quiz: the last finished attempt and the one in use
// with their answers, of others the result; and when questions are asked again. The
// numbers: how many attempts; per attempt whether it is in use (0), finished with
// answers (1) or without (2); if it is finished the day, how many were asked (0 for all,
// else + 1), the points that were missed (doubled, or in parts of 2520 doubled plus 1),
// whether it passed (0) or not (1); with answers the seed, and per question 0 (none), 1 and a text's signs, 2 and places after their
// number, or the place + 3; of an attempt in use also whether each answer was checked.

import { isDate } from "lib/dates.js";
import { pack as packBoxes, unpack as unpackBoxes } from "../../client/scorm/boxes.js";

const MOST = 12; // attempts
const LONGEST = 60; // signs of a typed answer
const PARTS = 2520; // every share of up to ten parts is whole

export const repetition = { pack: packBoxes, unpack: unpackBoxes };

/** All attempts [{id, seed, at, end}], the oldest first. */
function attempts(leaves) {
  return leaves.keys("try/").filter((k) => k.endsWith("/start")).map((k) => {
    const id = k.split("/")[1], { seed, at } = leaves.get(k);
    return { id, seed, at, end: leaves.get(`try/${id}/end`) };
  }).filter((a) => Number.isInteger(a.seed) && a.seed >= 0 && a.at >= 0).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

const isOver = (a) => typeof a.end?.share === "number" && isDate(a.end.on);

/** {share, passed} of the best finished attempt; undefined before there is one. */
export function result(leaves) {
  const ends = attempts(leaves).filter(isOver).map((a) => a.end);
  return ends.length ? { share: Math.max(...ends.map((e) => e.share)), passed: ends.some((e) => e.passed === true) } : undefined;
}

function packAnswer(answer, rev) {
  if (!answer || (answer.rev ?? 1) < rev) return [0];
  const { x } = answer;
  if (typeof x === "string") return [1, Math.min(x.length, LONGEST), ...[...Array(Math.min(x.length, LONGEST)).keys()].map((i) => x.charCodeAt(i))];
  if (Array.isArray(x)) return [2, x.length, ...x.map((i) => (i === null ? 0 : i + 1))];
  return Number.isInteger(x) ? [3 + x] : [0];
}

function packPoints(points) {
  return Number.isInteger(points) ? 2 * points : 2 * Math.round(points * PARTS) + 1;
}

function packAttempt(leaves, a, whole, { items, day }) {
  const over = isOver(a);
  const head = [over ? (whole ? 1 : 2) : 0, ...(over ? [day(a.end.on), a.end.of === items.length ? 0 : a.end.of + 1, packPoints(a.end.of - a.end.points), a.end.passed ? 0 : 1] : [])];
  if (!whole) return head;
  const checked = over ? [] : items.map(({ id }) => (leaves.get(`try/${a.id}/@${id}/shown`) === true ? 1 : 0));
  return [...head, a.seed % 2 ** 29, ...items.flatMap(({ id, rev }) => packAnswer(leaves.get(`try/${a.id}/@${id}/answer`), rev)), ...checked];
}

/** Reads one answer: [the leaf, the place after it]. */
function unpackAnswer(numbers, at) {
  const code = numbers[at++];
  if (!code) return [undefined, at];
  if (code >= 3) return [code - 3, at];
  const n = numbers[at++], list = numbers.slice(at, at + n);
  return [code === 1 ? String.fromCharCode(...list) : list.map((i) => (i === 0 ? null : i - 1)), at + n];
}

export const answers = {
  pack(leaves, widget) {
    const all = attempts(leaves).slice(-MOST), over = all.filter(isOver);
    const whole = (a) => a === over.at(-1) || !isOver(a);
    return all.length ? [all.length, ...all.flatMap((a) => packAttempt(leaves, a, whole(a), widget))] : [];
  },

  unpack(leaves, [n, ...rest], { items, dayOf, noon, today }) {
    let at = 0;
    for (let i = 0; i < n; i++) {
      const id = "p" + i, kind = rest[at++], on = kind ? dayOf(rest[at++]) : today;
      if (kind) {
        const asked = rest[at++], of = asked ? asked - 1 : items.length, p = rest[at++], points = of - (p % 2 ? (p - 1) / 2 / PARTS : p / 2), passed = rest[at++] === 0;
        leaves.set(`try/${id}/end`, { at: noon(on) + 2 * i + 1, on, points, of, share: of ? points / of : 0, passed });
      }
      leaves.set(`try/${id}/start`, { seed: kind === 2 ? 0 : rest[at++], at: noon(on) + 2 * i });
      if (kind === 2) continue;
      for (const { id: item, rev } of items) {
        const [x, next] = unpackAnswer(rest, at);
        at = next;
        if (x !== undefined) leaves.set(`try/${id}/@${item}/answer`, { x, ...(rev > 1 && { rev }) });
      }
      if (!kind) for (const { id: item } of items) if (rest[at++] === 1) leaves.set(`try/${id}/@${item}/shown`, true);
    }
  },
};
