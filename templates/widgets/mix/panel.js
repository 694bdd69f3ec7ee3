// The panel below a row: the reasons for the account's class, the figures behind it,
// and the inputs for which the table has no room.
import { h } from '../../client/lib/dom.js';
import { INPUTS } from './account.js';
import { say } from './words.js';
import { PLAIN } from './table.js';

const MORE = INPUTS.filter((key) => !PLAIN.includes(key));
const JUDGED = ['smith', 'between', 'jones'];
const WHY = ['value', 'jones_if', 'smith_if', 'weight', 'vote'];

// fillPanel draws row's panel into cell. grid writes the figures, change(over) changes
// values of the row, remove() removes the account.
export function fillPanel(cell, row, { settings, format, grid, change, remove }) {
  const busy = cell.contains(document.activeElement);
  if (cell.dataset.for && busy) {
    cell.querySelector('[data-slot=why]').replaceWith(why(row, settings, format));
    cell.querySelector('[data-slot=sum]').replaceWith(sums(row, format));
    for (const input of cell.querySelectorAll('.inputs input')) mark(input, row, grid);
    return;
  }
  cell.dataset.for = row.rid;
  cell.replaceChildren(h('div', { class: 'why' }, why(row, settings, format), sums(row, format), more(row, grid), judgement(row, change, remove)));
}

function threshold({ op, at }, format) {
  return `${{ '>=': '≥', '<=': '≤', '==': '=' }[op] ?? op} ${format.exact(at)}`;
}

function why(row, settings, format) {
  const vote = (v) => (v === null ? say('unanswered') : v > 0 ? say('jones') : v < 0 ? say('smith') : say('neither'));
  const cls = (v) => (v > 0 ? 'jones' : v < 0 ? 'smith' : v === 0 ? 'mid' : 'pros');
  return h('section', { 'data-slot': 'why' },
    h('h5', {}, say('why', { cls: say(row.cls) })),
    h('p', {}, verdict(row, settings, format)),
    h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, ['signal', ...WHY].map((key, i) => h('th', { scope: 'col', class: i && i < 5 && 'num' }, say(key))))),
      h('tbody', {}, row.why.map((w, i) => {
        const { jones, smith } = settings.signals[i];
        const cells = [w.value === Infinity ? '∞' : format.decimal(w.value), threshold(jones, format), threshold(smith, format), format.exact(w.weight), h('span', { class: 'chip ' + cls(w.vote) }, vote(w.vote))];
        return h('tr', {}, h('th', { scope: 'row' }, say('signal_' + w.id)), cells.map((cell, k) => h('td', { class: k < 4 && 'num', 'data-l': say(WHY[k]) }, cell)));
      }))));
}

function verdict(row, s, format) {
  const parts = { score: row.score === null ? '–' : format.signedScore(row.score), coverage: format.percent(row.coverage * 100), jones: format.signedScore(s.classes.jones), smith: format.signedScore(s.classes.smith), least: format.percent(s.coverage * 100) };
  const words = say(JUDGED.includes(row.voted) ? 'verdict_voted' : 'verdict_' + row.voted, parts);
  return row.override && row.cls !== 'open' ? `${say('overridden', { cls: say(row.voted), reason: row.override.reason || '–' })} ${words}` : words;
}

const SUMS = ['net_revenue', 'gross_profit', 'cost_to_serve', 'carry', 'net_profit', 'hours', 'profit_per_hour', 'cts_ratio', 'net_margin', 'price_leak', 'headroom', 'opportunity_cost'];

function sums(row, format) {
  const value = (key) => {
    if (key === 'cts_ratio' && row.counted && row[key] === null) return say('no_gross_profit');
    if (key === 'cts_ratio' || key === 'net_margin') return format.percent(row[key] === null ? null : row[key] * 100);
    return format.whole(row[key]);
  };
  return h('section', { 'data-slot': 'sum' }, h('h5', {}, say('figures')),
    h('dl', { class: 'sums' }, SUMS.map((key) => h('div', {}, h('dt', {}, say(key)), h('dd', {}, value(key),
      key === 'opportunity_cost' && row.opportunity_upper > 0 && h('small', {}, ' ' + say('at_most', { value: format.whole(row.opportunity_upper) })))))),
    row.flags.length > 0 && h('ul', { class: 'flags' }, row.flags.map((flag) => h('li', {}, say(flag)))));
}

// more are the inputs that the table shows only with all columns. They are fields of
// the grid, which handles their changes.
function more(row, grid) {
  if (grid.wide) return null;
  const field = (key) => {
    const own = grid.owner.rowOf(row.rid), value = own[key] ?? null;
    const input = h('input', { 'data-rid': row.rid, 'data-key': key, inputmode: 'decimal', autocomplete: 'off' });
    input.value = own.bad?.[key] ?? (value === null ? '' : grid.owner.format.exact(value));
    const label = h('label', {}, h('span', {}, say(key), say(key + '_help') !== key + '_help' && h('small', {}, say(key + '_help'))), input);
    mark(input, row, grid);
    return label;
  };
  return h('section', { class: 'inputs' }, h('h5', {}, say('more_figures')), MORE.map(field));
}

// mark shows at a field whether its text is not a figure, and why.
function mark(input, row, grid) {
  const { key } = input.dataset, bad = grid.owner.rowOf(row.rid).bad?.[key];
  input.ariaInvalid = bad ? 'true' : null;
  grid.why(input, bad ? grid.fault(key, bad) : '');
}

function judgement(row, change, remove) {
  const tick = (key) => h('label', { class: 'tick' }, h('input', { type: 'checkbox', checked: Boolean(row[key]), onchange: (e) => change({ [key]: e.target.checked }) }), say(key));
  const reason = h('input', { type: 'text', value: row.override?.reason ?? '', maxlength: 300, onchange: (e) => row.override && change({ override: { cls: row.override.cls, reason: e.target.value } }) });
  const pick = h('select', { onchange: (e) => change({ override: e.target.value ? { cls: e.target.value, reason: reason.value } : null }) },
    h('option', { value: '' }, say('by_vote')), JUDGED.map((cls) => h('option', { value: cls, selected: row.override?.cls === cls }, say(cls))));
  const notes = h('textarea', { rows: 2, maxlength: 2000, onchange: (e) => change({ notes: e.target.value }) });
  notes.value = row.notes ?? '';
  return h('section', { class: 'judge' }, h('h5', {}, say('your_view')),
    h('label', {}, h('span', {}, say('override')), pick), h('label', {}, h('span', {}, say('reason')), reason),
    tick('strategic'), tick('fix_tried'), h('label', {}, h('span', {}, say('notes')), notes),
    h('button', { type: 'button', class: 'btn', onclick: remove }, say('remove')));
}
