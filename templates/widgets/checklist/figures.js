// The figures of a checklist, from items and answers; no DOM here.
//
//   item    {id, w, required, evidence, na, rev}
//   answer  {state: "done" | "na", rev, proof}   proof: whether there is evidence
//
// Sums use unrounded weights; nothing here is rounded.

/** The state that counts: "na" only if the item allows it, and no answer to an earlier revision. */
export function stateOf(item, answer) {
  if (!answer || isOld(item, answer)) return "open";
  if (answer.state === "done") return "done";
  return answer.state === "na" && item.na ? "na" : "open";
}

/** Whether the answer was given to an earlier revision of the item. */
export const isOld = (item, answer) => answer?.state !== undefined && (answer.rev ?? 1) < item.rev;

/**
 * {done, applicable: counts; share: Σw(done) / Σw(applicable), null if nothing applicable has weight; lacking: ids of required
 * items that are not done or lack evidence; complete: every required item is done, with evidence if asked, and the share is
 * at least pass}.
 */
export function figures(items, answers, pass = 1) {
  let done = 0, applicable = 0, all = 0, gained = 0;
  const lacking = [];
  for (const item of items) {
    const answer = answers.get(item.id);
    const state = stateOf(item, answer);
    if (state === "na") continue;
    applicable++;
    all += item.w;
    if (state === "done") {
      done++;
      gained += item.w;
    }
    if (item.required && (state !== "done" || (item.evidence && !answer.proof))) lacking.push(item.id);
  }
  const share = all > 0 ? gained / all : null;
  // A tolerance of one in a thousand million for floating-point error.
  return { done, applicable, share, lacking, complete: share !== null && lacking.length === 0 && share >= pass - 1e-9 };
}
