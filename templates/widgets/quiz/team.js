// What a quiz may share of its attempts: the best result, their number, and the
// questions answered wrong in the last one. See client/team/share.js.

window.playbook.shared.quiz = (leaves) => {
  const ends = leaves.keys("try/").filter((key) => key.endsWith("/end")).map((key) => leaves.get(key))
    .filter((e) => typeof e?.share === "number" && e.share >= 0 && e.share <= 1 && typeof e.at === "number").sort((a, b) => a.at - b.at);
  if (!ends.length) return {};
  const low = ends.at(-1).low;
  return { result: { p: Math.round(100 * Math.max(...ends.map((e) => e.share))), n: ends.length, low: Object.fromEntries((Array.isArray(low) ? low : []).map((id) => [id, 0])) } };
};
