// What answers are worth, without a page.
//
//   question  {id, type, strict, …}, and by its type
//     single, multi   right: [place of each right option], of: options in all
//     order           of: steps in all; the step written i-th belongs in place i
//     match           of: pairs in all; the left side i belongs to the right side i
//     number          value, tol, share: tol is a share of the value
//     text            words: [what is right]
//   answer    single: place · multi: [places] · order, match: [place or null for
//             each] · number, text: what was typed
//
// A question is worth 0 to 1 point. Nothing here is rounded.

import { dice } from "lib/leitner.js";
import { parseNumber } from "lib/number.js";

const TINY = 1e-9; // forgives what binary fractions cannot say

/**
 * A typed text as it is compared: single spaces, without case ("ß" is "ss"), double
 * quotation marks and invisible signs, with one kind of apostrophe, of dash and of dots,
 * for keyboards and phones write them in more than one way.
 */
export const fold = (text) => String(text).replace(/[´`‘’ʼ]/g, "'").normalize("NFKC").replace(/[\p{Cf}\p{Pi}\p{Pf}"„]/gu, "")
  .replace(/[\p{Pd}−]/gu, "-").trim().replace(/\s+/g, " ").toUpperCase().toLowerCase();

/** Whether there is an answer at all. */
export function given(answer) {
  if (Array.isArray(answer)) return answer.some((x) => x !== null);
  return typeof answer === "string" ? answer.trim() !== "" : Number.isInteger(answer);
}

/** Why a typed number cannot be graded: "ambiguous", "invalid", or undefined. */
export function unreadable(question, answer, locale) {
  return question.type === "number" && given(answer) ? parseNumber(answer, locale).why : undefined;
}

/**
 * The points for an answer; no answer is 0. Several options: (right − wrong) of all
 * right ones, at least 0. An order or pairs: the share that is in its place. Strict:
 * 1 or 0.
 */
export function grade(question, answer, locale) {
  if (!given(answer)) return 0;
  const points = graders[question.type](question, answer, locale);
  return question.strict && points < 1 - TINY ? 0 : points;
}

const inPlace = ({ of }, answer) => (Array.isArray(answer) ? answer.slice(0, of).filter((x, i) => x === i).length / of : 0);

const graders = {
  single: ({ right }, answer) => (right.includes(answer) ? 1 : 0),
  multi({ right, of, strict }, answer) {
    const chosen = new Set(Array.isArray(answer) ? answer.filter((i) => Number.isInteger(i) && i >= 0 && i < of) : []);
    const good = right.filter((i) => chosen.has(i)).length, bad = chosen.size - good;
    if (strict) return good === right.length && bad === 0 ? 1 : 0;
    return Math.max(0, (good - bad) / right.length);
  },
  order: inPlace,
  match: inPlace,
  number({ value, tol, share }, answer, locale) {
    const read = parseNumber(answer, locale).value;
    if (read === undefined) return 0;
    const room = share ? tol * Math.abs(value) : tol;
    return Math.abs(read - value) <= room + TINY * Math.max(1, Math.abs(value)) ? 1 : 0;
  },
  text: ({ words }, answer) => (words.some((w) => fold(w) === fold(answer)) ? 1 : 0),
};

/**
 * {points, of, share, passed, low: ids of what was not all right} of an attempt at the questions that were asked; what
 * was skipped is 0. answers: Map(id → answer).
 */
export function tally(questions, answers, pass, locale) {
  const each = questions.map((q) => [q.id, grade(q, answers.get(q.id), locale)]), points = each.reduce((sum, [, x]) => sum + x, 0);
  const share = questions.length ? points / questions.length : 0;
  return { points, of: questions.length, share, passed: questions.length > 0 && share >= pass - TINY, low: each.filter(([, x]) => x < 1).map(([id]) => id) };
}

/** The best share of finished attempts, null without one. */
export const best = (attempts) => attempts.reduce((top, a) => (top === null || a.share > top ? a.share : top), null);

/** A list in an order that depends on the seed alone (Fisher and Yates). */
export function shuffle(list, seed) {
  const out = [...list], next = dice(seed);
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** The ids an attempt asks, in order: n of them (0: all), shuffled or as written. */
export function asked(ids, seed, { draw, mixed }) {
  const chosen = draw > 0 && draw < ids.length ? new Set(shuffle(ids, seed).slice(0, draw)) : new Set(ids);
  const list = ids.filter((id) => chosen.has(id));
  return mixed ? shuffle(list, seed ^ 0x9e3779b9) : list;
}
