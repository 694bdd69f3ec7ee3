// A team: progress files of several people with a manager's additions, merged. It does the same as
// generator/team/merge.go: merging is commutative, associative and idempotent.
//
//   files     {id: progress file}: for each person, device and part the latest. The same text with two signatures is two
//             files, because we do not know which one is forged.
//   keys      {person: {public key: time of the first file}}
//   same      {"a b": {at, join}}: two persons that are the same
//   comments  {id: comment}; signs {id: sign-off}

import { canonical, dict } from "../lib/merge.js";
import { sealed, sumOf } from "./canon.js";
import { VERSION, admit } from "./format.js";

export const emptyTeam = (site) => ({ site, files: new Map(), keys: dict(), same: dict(), comments: dict(), signs: dict() });

function addKey(team, person, key, at) {
  const keys = (team.keys[person] ??= dict());
  keys[key] = Math.min(keys[key] ?? Infinity, at);
}

/** The id of a file: its sum, its key and its signature. */
export const idOf = (doc) => doc.sum + (doc.key ?? "") + (doc.sig ?? "");

/** Adds a progress file. The caller calls reduce() afterwards. */
export function addFile(team, doc, newer = false) {
  team.files.set(idOf(doc), { doc, newer });
  if (doc.key) addKey(team, doc.person, doc.key, doc.at);
}

function later(into, from) {
  for (const id in from) {
    const old = into[id], x = from[id];
    if (!old || x.at > old.at || (x.at === old.at && canonical(x) > canonical(old))) into[id] = x;
  }
}

/** Merges another team into a team. */
export function merge(team, other) {
  for (const [id, file] of other.files) team.files.set(id, file);
  for (const person in other.keys) for (const key in other.keys[person]) addKey(team, person, key, other.keys[person][key]);
  for (const pair in other.same) {
    const old = team.same[pair], x = other.same[pair];
    if (!old || x.at > old.at || (x.at === old.at && x.join)) team.same[pair] = x;
  }
  later(team.comments, other.comments);
  later(team.signs, other.signs);
  return reduce(team);
}

/**
 * A file's parts. The latest file counts for each part separately, so a later file with fewer
 * parts does not remove an earlier part.
 */
const PARTS = [() => true, (d) => d.results, (d) => d.answers, (d) => d.extra];

/** The latest files: {person: {device: [a file for each part]}}. */
export function newest(team) {
  const best = dict();
  for (const file of team.files.values()) {
    const { doc } = file, parts = ((best[doc.person] ??= dict())[doc.device] ??= []);
    PARTS.forEach((has, i) => {
      const old = parts[i]?.doc;
      if (has(doc) && (!old || doc.at > old.at || (doc.at === old.at && idOf(doc) > idOf(old)))) parts[i] = file;
    });
  }
  return best;
}

/** Drops the files whose every part is in a later file. */
export function reduce(team) {
  const sums = new Set();
  for (const devices of Object.values(newest(team))) {
    for (const parts of Object.values(devices)) for (const file of parts) if (file) sums.add(file.doc.sum);
  }
  team.files = new Map([...team.files].filter(([, { doc }]) => sums.has(doc.sum)));
  return team;
}

/** The team file's document: the same for the same content, whatever the order of merging. */
export function teamDoc(team) {
  const by = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const files = [...team.files.values()].map((f) => f.doc).sort((a, b) => by(a.person, b.person) || by(a.device, b.device) || a.at - b.at || by(idOf(a), idOf(b)));
  const { site, keys, same, comments, signs } = team;
  return sealed({ format: "playbook-team", v: VERSION, site, files, keys, same, comments, signs });
}

/** A team from a document: {team}, or {error, about}. */
export function teamOf({ doc, kind, newer }, date) {
  const team = emptyTeam(doc.site);
  if (kind === "progress") {
    addFile(team, doc, newer);
    return { team };
  }
  for (const x of doc.files) {
    const one = admit(x, doc.site, date);
    if (one.error || one.kind !== "progress") return { error: one.error ?? "damaged", about: one.about };
    addFile(team, one.doc, one.newer);
  }
  for (const person in doc.keys) for (const key in doc.keys[person]) addKey(team, person, key, doc.keys[person][key]);
  if (Object.values(doc.signs).some((s) => s.sum !== sumOf(s) || s.site !== doc.site)) return { error: "altered" };
  Object.assign(team, { same: doc.same, comments: doc.comments, signs: doc.signs });
  return { team: reduce(team) };
}

/** Maps each person to the one that represents the group of joined persons. */
export function persons(team) {
  const of = dict();
  for (const { doc } of team.files.values()) of[doc.person] = doc.person;
  const root = (p) => (of[p] === p ? p : root(of[p]));
  for (const pair of Object.keys(team.same).sort()) {
    const [a, b] = pair.split(" ");
    if (!team.same[pair].join || !of[a] || !of[b]) continue;
    const [x, y] = [root(a), root(b)].sort();
    of[y] = x;
  }
  for (const p in of) of[p] = root(p);
  return of;
}
