// Saved audits by date, each compared with the one before.
import { h } from '../../client/lib/dom.js';
import { say } from './words.js';

const share = (kept, cls, key, all) => (kept[all] > 0 ? ((kept.classes[cls]?.[key] ?? 0) / kept[all]) * 100 : null);

// Columns: label, value in a saved audit, format.
const COLUMNS = [
  ['accounts', (a) => a.n, (f) => f.whole],
  ['net_profit', (a) => a.net_profit, (f) => f.whole],
  ['hours', (a) => a.hours, (f) => f.whole],
  ['hour_earns', (a) => a.hour, (f) => f.whole],
  ['smith_hours', (a) => share(a, 'smith', 'hours', 'hours'), (f) => f.percent],
  ['jones_hours', (a) => share(a, 'jones', 'hours', 'hours'), (f) => f.percent],
  ['jones_rate', (a) => a.benchmark, (f) => f.whole],
];

// history draws the saved audits, oldest first, with the change since the last.
export function history(el, kept, f, remove) {
  const line = (audit, i) => h('tr', {}, h('th', { scope: 'row' }, f.date(audit.x.date)), COLUMNS.map(([, value, format]) => {
    const now = value(audit.x), was = i ? value(kept[i - 1].x) : null;
    const change = typeof now === 'number' && typeof was === 'number' && now !== was;
    return h('td', { class: 'num' }, format(f)(now), change && h('small', {}, ` ${f.signed(now - was)}`));
  }), h('td', {}, h('button', { type: 'button', class: 'btn bare icon', 'aria-label': say('forget', { date: f.date(audit.x.date) }), onclick: () => remove(audit.id) }, '×')));
  el.replaceChildren(...(kept.length ? [h('div', { class: 'scroll' }, h('table', { class: 'plain' }, h('caption', { class: 'sr' }, say('history')),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, say('date')), COLUMNS.map(([key]) => h('th', { scope: 'col', class: 'num' }, say(key))), h('td'))),
    h('tbody', {}, kept.map(line))))] : [h('p', { class: 'quiet' }, say('history_empty'))]));
}
