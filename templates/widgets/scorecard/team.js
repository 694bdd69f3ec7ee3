// What a scorecard about oneself may share: its score, and the statements that cost
// most points, each with its place on the scale. See client/team/share.js.

const HARD = 0.6; // of what a statement can cost

const numbers = (text) => (text ? text.split(" ").map(Number) : []);

window.playbook.shared.scorecard = (leaves, { share, items }) => {
  const points = numbers(share.points), weights = numbers(share.weights), reverse = new Set(share.reverse?.split(" "));
  const low = {};
  let sum = 0, known = 0, all = 0;
  items.forEach(({ id }, n) => {
    const a = leaves.get(`run/self/@${id}/answer`), v = a?.of === points.length ? points[a.i] : undefined;
    all += weights[n];
    if (v === undefined) return;
    const worth = reverse.has(id) ? 1 - v : v;
    known += weights[n];
    sum += weights[n] * worth;
    if ((share.bad ? worth : 1 - worth) >= HARD) low[id] = a.i;
  });
  return known > 0 && known >= 0.8 * all ? { result: { p: Math.round((100 * sum) / known), low } } : {};
};
