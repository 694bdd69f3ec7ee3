// The path a reader takes through a tree, without a page.
//
//   graph   {root, ways: Map(node → [the nodes its choices lead to])}
//   path    [{id: root}, {id, by}, …]   by: the place of the choice that led there,
//           from 0, among those of the node before

const LONG = 500; // steps; beyond, a circle on the path is cut out

const isStep = (s) => typeof s === "object" && s !== null && typeof s.id === "string";

/**
 * A stored path as far as today's tree has it: it begins at the root, and every step
 * is a choice of the one before. was: Map(earlier id → today's). Never empty.
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

/** The path after a choice; the same one when there is no such choice. */
export function choose({ ways }, path, by) {
  const id = ways.get(path.at(-1).id)[by];
  if (id === undefined) return path;
  const before = path.findIndex((s) => s.id === id);
  return path.length >= LONG && before >= 0 ? path.slice(0, before + 1) : [...path, { id, by }];
}

/** The path cut back to a step, from 0; the beginning always stays. */
export const cut = (path, at) => path.slice(0, Math.max(1, at + 1));

/** Whether a path has come to an end. */
export const ended = ({ ways }, path) => ways.get(path.at(-1).id).length === 0;
