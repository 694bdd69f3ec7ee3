// How accounts are stored: one leaf of figures for each account. The customer's name and the reader's notes have private
// leaves, which exports and links leave out unless the reader includes them.
//
//   rows/<rid>           {at, revenue, …, strategic, cls}
//   rows/<rid>/~name     the name
//   rows/<rid>/~notes    {notes, reason, bad}; bad: typed texts that are not figures, by input
//   audits/<uuid>        a saved audit
//   plan, ~example       what-if figures; whether the rows are the example
import { INPUTS } from './account.js';

const FLAGS = ['strategic', 'fix_tried'];

// newId returns a new id for a row.
export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(5)), (b) => b.toString(36).padStart(2, '0')).join('');

const num = (x) => (typeof x === 'number' && Number.isFinite(x) ? x : null);

// readRows returns the stored rows in order. Stored values may come from an import, so
// each one is checked.
export function readRows(leaves) {
  const rows = leaves.keys('rows/').filter((key) => !key.includes('~')).map((key) => {
    const kept = leaves.get(key);
    if (typeof kept !== 'object' || kept === null) return null;
    const notes = leaves.get(key + '/~notes') ?? {}, name = leaves.get(key + '/~name');
    const row = { rid: key.slice(5), at: num(kept.at) ?? 0, name: typeof name === 'string' ? name : '' };
    for (const input of INPUTS) if (num(kept[input]) !== null) row[input] = kept[input];
    for (const flag of FLAGS) if (kept[flag] === true) row[flag] = true;
    if (Array.isArray(kept.extra)) row.extra = kept.extra.map(num);
    if (typeof kept.id === 'string') row.id = kept.id;
    if (['smith', 'between', 'jones'].includes(kept.cls)) row.override = { cls: kept.cls, reason: typeof notes.reason === 'string' ? notes.reason : '' };
    if (typeof notes.notes === 'string') row.notes = notes.notes;
    const bad = Object.entries(notes.bad ?? {}).filter(([, text]) => typeof text === 'string');
    if (bad.length) row.bad = Object.fromEntries(bad);
    return row;
  });
  return rows.filter(Boolean).sort((a, b) => a.at - b.at || (a.rid < b.rid ? -1 : 1));
}

// writeRows stores rows, given the rows that were stored last. The same object in the
// same place has not changed.
export function writeRows(leaves, rows, last) {
  leaves.batch(() => {
    const before = new Map(last.map((row, i) => [row.rid, [row, i]]));
    rows.forEach((row, i) => {
      const [old, at] = before.get(row.rid) ?? [];
      before.delete(row.rid);
      if (old === row && at === i) return;
      const key = 'rows/' + row.rid, kept = { at: i };
      for (const input of INPUTS) if (num(row[input]) !== null) kept[input] = row[input];
      for (const flag of FLAGS) if (row[flag]) kept[flag] = true;
      if (row.extra?.some((x) => num(x) !== null)) kept.extra = Array.from(row.extra, num);
      if (row.id) kept.id = row.id;
      if (row.override) kept.cls = row.override.cls;
      leaves.set(key, kept);
      put(leaves, key + '/~name', row.name || undefined);
      const bad = Object.keys(row.bad ?? {}).length > 0 && { bad: row.bad };
      put(leaves, key + '/~notes', row.notes || row.override?.reason || bad ? { notes: row.notes ?? '', reason: row.override?.reason ?? '', ...bad } : undefined);
    });
    for (const rid of before.keys()) for (const key of ['', '/~name', '/~notes']) leaves.remove(`rows/${rid}${key}`);
  });
}

const put = (leaves, key, x) => (x === undefined ? leaves.remove(key) : leaves.set(key, x));
