// A reader's path through a tree; this module does not use the DOM.
//
//   graph   {root, ways: Map(node → [the nodes its choices lead to])}
//   path    [{id: root}, {id, by}, …]   by: the index of the choice in the node before,
//           from 0

const LONG = 500; // steps; beyond, a circle on the path is cut out

const isStep = (s) => typeof s === "object" && s !== null && typeof s.id === "string";

/**
 * The part of a stored path that the current tree still has. It begins at the root, and
 * every step is a choice of the step before. was: Map(earlier id → current id). Never empty.
 */
export function walk({ root, ways }, stored, was = new Map()) {
  const today = (id) => (ways.has(id) ? id : was.get(id));
  const out = [{ id: root }];
  if (!Array.isArray(stored) || !stored.every(isStep) || today(stored[0]?.id) !== root) return out;
  for (const step of stored.slice(1)) {
    const id = today(step.id), choices = ways.get(out.at(-1).id);
    const by = choices[step.by] === id ? step.by : choices.indexOf(id);
    if (by < 0) break;
    out.push({ id, by });
  }
  return out;
}

/** The path after a choice; the same path if the choice does not exist. */
export function choose({ ways }, path, by) {
  const id = ways.get(path.at(-1).id)[by];
  if (id === undefined) return path;
  const before = path.findIndex((s) => s.id === id);
  return path.length >= LONG && before >= 0 ? path.slice(0, before + 1) : [...path, { id, by }];
}

/** The path up to a step, counted from 0; the first step always stays. */
export const cut = (path, at) => path.slice(0, Math.max(1, at + 1));

/** Whether a path has come to an end. */
export const ended = ({ ways }, path) => ways.get(path.at(-1).id).length === 0;
