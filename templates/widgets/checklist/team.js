// What a checklist may share: the notes of the latest run. A list for accounts shares
// nothing. See client/team/share.js.

window.playbook.shared.checklist = (leaves) => {
  const runs = leaves.keys("run/").filter((key) => key.endsWith("/start")).map((key) => [String(leaves.get(key)), key.split("/")[1]]).sort();
  const from = `run/${runs.at(-1)?.[1]}/@`, answer = {};
  for (const key of leaves.keys(from)) {
    const [item, part] = key.slice(from.length).split("/"), x = leaves.get(key);
    if ((part === "note" || part === "value") && x !== "" && x !== undefined) answer[item] = String(x);
  }
  return Object.keys(answer).length ? { answer } : {};
};
