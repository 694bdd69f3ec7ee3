// Runs other than the current one: resets, earlier runs, accounts; no DOM here. Functions of
// checklist.js come from there (parts), so that no page loads them twice.

import { names } from "lib/names.js";
import { locale } from "lib/page.js";
import { parts } from "./parts.js";

const { counter, idOf } = parts();

/** Opens the next run of a base; returns a function that undoes it. */
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

/** The accounts with a name, by name: [{id, name}]. */
export const accounts = (leaves) => names(leaves, "account", locale());
