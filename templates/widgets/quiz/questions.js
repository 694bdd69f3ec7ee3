// A quiz's questions from its HTML, and the answers its controls hold. An answer names
// options, steps and pairs by their place; the marks stored beside it say which they
// were, so that it follows them when the author moves them.

import { seedOf } from "lib/leitner.js";

/** A short mark of an element's words. */
const mark = (el) => seedOf(el.textContent.normalize("NFC").replace(/\s+/g, " ").trim()).toString(36);

const readers = {
  single: (key) => options(key),
  multi: (key) => options(key),
  order: (key) => places(key.querySelectorAll(":scope > ol > li")),
  match: (key) => places(key.querySelectorAll(":scope > ul > li")),
  number(key) {
    const p = key.querySelector("[data-value]");
    return { value: Number(p.dataset.value), tol: Number(p.dataset.tol), share: p.hasAttribute("data-share") };
  },
  text: (key) => ({ words: [...key.querySelectorAll("[data-word]")].map((b) => b.textContent) }),
};

const places = (list) => ({ of: list.length, marks: [...list].map(mark) });

function options(key) {
  const all = [...key.querySelectorAll(":scope > ul > li")];
  return { of: all.length, marks: all.map((li) => mark(li.querySelector(":scope > span"))), right: all.flatMap((li, i) => (li.hasAttribute("data-right") ? [i] : [])) };
}

/** Every question with its key (see grade.js) and its elements. */
export function readQuestions(el) {
  return [...el.querySelectorAll(".qs > li")].map((li) => {
    const key = li.querySelector(".key > div"), { item: id, type, rev } = li.dataset;
    return {
      id, type, rev: Number(rev) || 1, strict: li.hasAttribute("data-strict"), marks: [], ...readers[type](key),
      li, key: li.querySelector(".key"), fields: [...li.querySelectorAll("fieldset :is(input, select)")],
      labels: [...li.querySelectorAll(".picks > label, .places > li")], text: li.querySelector("[data-slot=text]").textContent.trim(),
    };
  });
}

/** The answer the controls hold, as grade.js has it. */
export function readAnswer({ type, fields, of }) {
  if (type === "number" || type === "text") return fields[0].value.trim();
  if (type === "single") return Number(fields.find((f) => f.checked)?.value ?? NaN);
  if (type === "multi") return fields.filter((f) => f.checked).map((f) => Number(f.value)).sort((a, b) => a - b);
  const places = new Array(of).fill(null);
  for (const f of fields) places[Number(f.dataset.of)] = f.value === "" ? null : Number(f.value);
  return places;
}

/** Puts an answer into the controls; undefined empties them. */
export function writeAnswer(q, x) {
  const { type, fields } = q;
  for (const f of fields) {
    if (type === "single") f.checked = Number(f.value) === x;
    else if (type === "multi") f.checked = Array.isArray(x) && x.includes(Number(f.value));
    else if (f.localName === "select") f.value = Number.isInteger(x?.[f.dataset.of]) ? String(x[f.dataset.of]) : "";
    else {
      const text = typeof x === "string" ? x : "";
      // What is being typed stays, whatever another tab does.
      if (f !== document.activeElement || f.value === (q.shown ?? "")) f.value = text;
      q.shown = text;
    }
  }
}

/**
 * A stored answer {x, k} in the places of today: what was chosen is found again by its
 * mark; among as many as before, the reworded keep the places that are left. undefined
 * where the answer does not fit the question any more: it is asked again.
 */
export function carry({ type, of, marks }, { x, k }) {
  if (type === "number" || type === "text") return typeof x === "string" ? x : undefined;
  const move = mover(marks, k);
  if (type === "single") return Number.isInteger(x) ? move(x) : undefined;
  if (!Array.isArray(x)) return undefined;
  if (type === "multi") return x.every((i) => move(i) !== undefined) ? x.map(move) : undefined;
  if (Array.isArray(k) && k.length !== of) return undefined;
  const out = new Array(of).fill(null);
  // The left side of a pair, or the step, moves; so does the right side of a pair, not the number of a step's place.
  x.slice(0, of).forEach((y, i) => { out[move(i)] = type === "match" && Number.isInteger(y) ? move(y) ?? null : y; });
  return out;
}

/** From a place among the marks of then to the place among those of now, undefined if it is gone. */
function mover(marks, k) {
  if (!Array.isArray(k) || k.join() === marks.join()) return (i) => i;
  const to = k.map((m) => marks.indexOf(m));
  const left = marks.map((_, i) => i).filter((i) => !to.includes(i));
  const moved = to.map((i) => (i >= 0 ? i : k.length === marks.length ? left.shift() : undefined));
  return (i) => moved[i];
}
