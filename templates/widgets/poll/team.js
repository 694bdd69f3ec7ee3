// What a poll may tell: the vote as it stands now. See client/team/share.js.

window.playbook.shared.poll = (leaves) => {
  const votes = leaves.keys("vote/@").map((key) => [leaves.get(key)?.at, key.split("/")]).filter(([at]) => typeof at === "number").sort(([a, x], [b, y]) => a - b || (x[2] < y[2] ? -1 : 1));
  const now = votes.at(-1)?.[1][1].slice(1);
  return now ? { answer: { [now]: "" } } : {};
};
