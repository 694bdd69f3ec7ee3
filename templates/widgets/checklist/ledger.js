// Runs beside the one in use: resets, earlier runs, accounts. Nothing here touches the
// page. What checklist.js has already comes from it (parts), so that no page loads it twice.

import { parts } from "./parts.js";

const { counter, idOf } = parts();

/** Opens the next run of a base; gives the function that takes it back. */
export function reset(leaves, { base }) {
  const { n, top } = counter(leaves, base);
  leaves.set(`count/${base}`, { n: top + 1, top: top + 1 });
  return () => {
    leaves.set(`count/${base}`, { n, top: Math.max(counter(leaves, base).top, top + 1) });
    leaves.remove(`run/${idOf(base, n)}/end`);
  };
}

/** Every run that has an answer, a note or an end, newest first by its start or end. */
export function runs(leaves) {
  const found = new Map();
  for (const key of leaves.keys("run/")) {
    const [, id, part] = key.split("/");
    if (!found.has(id)) found.set(id, { id, account: id.includes("_") ? id.slice(0, id.indexOf("_")) : "" });
    const r = found.get(id);
    if (part === "start" || part === "end") r[part] = leaves.get(key);
  }
  const when = (r) => String(r.start ?? r.end?.on ?? "");
  return [...found.values()].sort((a, b) => (when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : a.id < b.id ? 1 : -1));
}

/** An account's id: the same for the same name on every device, saying little of the name (FNV-1a, 64 bits in two halves). */
export function accountId(name) {
  let a = 0x811c9dc5, b = 0x9747b28c;
  for (const c of name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase()) {
    a = Math.imul(a ^ c.codePointAt(0), 0x01000193);
    b = Math.imul(b ^ c.codePointAt(0), 0x01000193) ^ (a >>> 15);
  }
  return (a >>> 0).toString(36).padStart(7, "0") + (b >>> 0).toString(36).padStart(7, "0");
}

/** The accounts with a name, by name: [{id, name}]. */
export function accounts(leaves, locale) {
  return leaves.keys("account/").map((key) => ({ id: key.split("/")[1], name: leaves.get(key) }))
    .filter((a) => typeof a.name === "string" && a.name.trim() !== "")
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}
