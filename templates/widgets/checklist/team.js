// What a checklist may tell: the notes of the run that was begun last. A list kept for
// accounts tells nothing. See client/team/share.js.

window.playbook.shared.checklist = (leaves) => {
  const runs = leaves.keys("run/").filter((key) => key.endsWith("/start")).map((key) => [String(leaves.get(key)), key.split("/")[1]]).sort();
  const from = `run/${runs.at(-1)?.[1]}/@`, answer = {};
  for (const key of leaves.keys(from)) {
    const [item, part] = key.slice(from.length).split("/"), x = leaves.get(key);
    if ((part === "note" || part === "value") && x !== "" && x !== undefined) answer[item] = String(x);
  }
  return Object.keys(answer).length ? { answer } : {};
};
