// Plants a name in every field that is declared to be able to name somebody, in the
// records of the pages example-<kind>.html, of another profile, of what cannot be read
// and of what was searched for. Gives how many fields that were.
(declared, ids, item, name) => {
  const fill = (key) => key.replace(/<item>/g, item).replace(/<(\w+)>/g, (_, what) => "p" + what);
  const value = (keep, spelt) => {
    const text = keep.names === "whole" || keep.names === "reader" ? spelt : `Rang ${spelt} about the pump.`;
    return keep.in ? Object.fromEntries(keep.in.map((field) => [field, keep.fields?.includes(field) && field === "bad" ? { revenue: text } : text])) : text;
  };
  let n = 0;
  const record = (place, id) => {
    const leaves = {}, text = { s: { z: 1700000000000 } };
    for (const keep of declared[place]) {
      if (!keep.names || keep.names === "record") continue;
      for (const key of keep.keys) {
        n++;
        const x = value(keep, n % 2 ? name : name.toUpperCase().replace(" ", "\u00a0 "));
        leaves[fill(key)] = { x, t: 1700000000000, d: "z", ...(typeof x === "string" && keep.names === "text" && text) };
      }
    }
    // What is shown needs more than a name.
    if (place === "followup") leaves["lead/pid/added"] = { x: "2026-03-02", t: 1700000000000, d: "z" };
    return { [id]: leaves };
  };
  const keep = (profile, uid, w, v = 1) => localStorage.setItem(`playbook:test:${profile}:${uid}`, JSON.stringify({ v, w, orphans: {} }));
  for (const [kind, id] of Object.entries(ids)) keep("me", "example-" + kind, { ...record(kind, id), ...record("lesson", "_page") });
  keep("me", "_settings", record("settings", "_page"));
  keep("Ann", "example-followup", record("followup", ids.followup));
  keep("me", "from-the-future", { w: { role: { x: `the ${name} account`, t: 1, d: "z" } } }, 9);
  localStorage.setItem("playbook:test:me:gone", JSON.stringify({ v: 1, w: {}, orphans: record("journal", "old") }));
  localStorage.setItem("playbook:test:me:torn:broken:1", `{"v":1,"w":{"x":"${name}`);
  localStorage.setItem("playbook:test:search", JSON.stringify({ recent: [`${name} pump`, "pump"], zero: [[name, 2], ["door", 1]] }));
  return n;
}
