// A quiz's questions from its HTML, and the answers its controls hold.

const readers = {
  single: (key) => options(key),
  multi: (key) => options(key),
  order: (key) => ({ of: key.querySelectorAll("ol > li").length }),
  match: (key) => ({ of: key.querySelectorAll("ul > li").length }),
  number(key) {
    const p = key.querySelector("[data-value]");
    return { value: Number(p.dataset.value), tol: Number(p.dataset.tol), share: p.hasAttribute("data-share") };
  },
  text: (key) => ({ words: [...key.querySelectorAll("[data-word]")].map((b) => b.textContent) }),
};

function options(key) {
  const all = [...key.querySelectorAll("ul > li")];
  return { of: all.length, right: all.flatMap((li, i) => (li.hasAttribute("data-right") ? [i] : [])) };
}

/** Every question with its key (see grade.js) and its elements. */
export function readQuestions(el) {
  return [...el.querySelectorAll(".qs > li")].map((li) => {
    const key = li.querySelector(".key > div"), { item: id, type, rev } = li.dataset;
    return {
      id, type, rev: Number(rev) || 1, strict: li.hasAttribute("data-strict"), ...readers[type](key),
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
export function writeAnswer({ type, fields }, x) {
  for (const f of fields) {
    if (type === "single") f.checked = Number(f.value) === x;
    else if (type === "multi") f.checked = Array.isArray(x) && x.includes(Number(f.value));
    else if (f.localName === "select") f.value = Number.isInteger(x?.[f.dataset.of]) ? String(x[f.dataset.of]) : "";
    else if (f !== document.activeElement || x !== undefined) f.value = typeof x === "string" ? x : "";
  }
}
