// The what-if panel: which accounts to move, how, and the result. Each figure has a
// slider and a field for the same number.
import { h } from '../../client/lib/dom.js';
import { parseNumber } from '../../client/lib/number.js';
import { byNewAccounts, pay, whatIf } from './whatif.js';
import { say } from './words.js';

// WAYS are the kinds of move with the first values of their figures.
const WAYS = {
  reassign: ({ move }, visits) => {
    const keep = Math.min(move.keep, visits);
    return { keep, takeover: Math.round((visits - keep) * move.takeover * 10) / 10, rate: move.rate, retention: move.retention, fee: 0 };
  },
  refer: ({ move }) => ({ keep: 0, takeover: 0, rate: move.rate, retention: 0, fee: move.fee }),
  letgo: ({ move }) => ({ keep: 0, takeover: 0, rate: move.rate, retention: 0, fee: 0 }),
};

const FIELDS = [
  // key, whether it is a share shown as %, its largest value on the slider
  ['keep', false, (row) => Math.max(row.visit_hours ?? 0, 1)],
  ['takeover', false, (row) => Math.max(row.visit_hours ?? 0, 1)],
  ['rate', false, (row, s) => Math.max(s.rates.visit, s.rates.inside, s.rates.service) * 1.5],
  ['retention', true, () => 1],
  ['fee', true, () => 0.2],
];
const SHARED = [['realisation', true, () => 1]];
const PAY = [['commission', true, () => 0.3], ['split', true, () => 1]];
const WIN = [['win', false, () => 200], ['ramp', true, () => 1]];

// isMove checks a stored value, which may come from an import.
const isMove = (entry) => Array.isArray(entry) && typeof entry[0] === 'string' && Object.hasOwn(WAYS, entry[1]?.way)
  && FIELDS.every(([key]) => Number.isFinite(entry[1][key]));

export class Plan {
  // saved is {moves: [[rid, {way, …}]], common: {…}}; save(saved) stores it.
  constructor({ settings, format, prefix, saved, save, announce }) {
    Object.assign(this, { settings, format, prefix, save, announce });
    this.moves = new Map(Array.isArray(saved?.moves) ? saved.moves.filter(isMove) : []);
    this.common = { realisation: settings.realisation, ...settings.move };
    for (const key in this.common) if (Number.isFinite(saved?.common?.[key])) this.common[key] = saved.common[key];
    this.account = h('select', { onchange: () => this.choose(this.account.value) });
    this.way = h('select', { onchange: () => this.turn(this.way.value) }, Object.keys(WAYS).map((way) => h('option', { value: way }, say('way_' + way))));
    this.chosen = h('ul', { class: 'chosen' });
    this.fields = h('div');
    this.controls = new Map();
    this.sum = h('div', { class: 'sumup', 'aria-live': 'off' });
    const shared = h('div', {}, SHARED.map((field) => this.field(field, this.common)));
    const group = (title, list) => h('details', {}, h('summary', {}, say(title)), list.map((field) => this.field(field, this.common)), h('p', { 'data-slot': title }));
    this.el = h('div', { class: 'what' },
      h('div', {}, h('div', { class: 'pick' }, h('label', {}, h('span', {}, say('whatif_account')), this.account), h('label', {}, h('span', {}, say('whatif_way')), this.way)),
        this.chosen, this.fields, shared, group('pay_view', PAY), group('win_view', WIN)),
      this.sum);
  }

  // show updates the panel to a result. It begins with the first account that is
  // suggested for a move.
  show(result) {
    this.result = result;
    const open = result.rows.filter((row) => row.counted);
    for (const rid of this.moves.keys()) if (!open.some((row) => row.rid === rid)) this.moves.delete(rid);
    const order = ['smith', 'between', 'unclear', 'prospect', 'jones', 'credit'];
    open.sort((a, b) => order.indexOf(a.cls) - order.indexOf(b.cls) || (b.opportunity_cost ?? 0) - (a.opportunity_cost ?? 0));
    const key = open.map((row) => row.rid + row.name).join('|');
    if (key !== this.listed) {
      this.listed = key;
      this.account.replaceChildren(...open.map((row) => h('option', { value: row.rid }, `${row.name} (${say(row.cls)})`)));
    }
    if (!open.some((row) => row.rid === this.current)) this.current = this.moves.keys().next().value ?? open[0]?.rid;
    if (this.current === undefined) return;
    if (!this.moves.size) this.moves.set(this.current, this.start('reassign', this.current));
    this.account.value = this.current;
    this.draw();
  }

  row(rid) {
    return this.result.rows.find((row) => row.rid === rid);
  }

  start(way, rid) {
    return { way, ...WAYS[way](this.settings, this.row(rid).visit_hours ?? 0) };
  }

  choose(rid) {
    this.current = rid;
    if (!this.moves.has(rid)) this.moves.set(rid, this.start('reassign', rid));
    this.draw();
    this.keep();
  }

  turn(way) {
    this.moves.set(this.current, this.start(way, this.current));
    this.draw();
    this.keep();
  }

  drop(rid) {
    this.moves.delete(rid);
    if (this.current === rid) this.current = this.moves.keys().next().value ?? rid;
    if (!this.moves.size) this.moves.set(this.current, this.start('reassign', this.current));
    this.account.value = this.current;
    this.draw();
    this.keep();
  }

  // draw draws the fields of the chosen account.
  draw() {
    const move = this.moves.get(this.current);
    if (!move) return;
    const row = this.row(this.current);
    this.way.value = move.way;
    const shape = `${this.current} ${move.way}`;
    if (this.drawn !== shape) {
      this.drawn = shape;
      this.fields.replaceChildren(...FIELDS.filter(([key]) => key !== 'fee' || move.way === 'refer').map((field) => this.field(field, move, row)));
    }
    this.reckon();
  }

  // field is a slider and a text field for values[key].
  field([key, share, high], values, row) {
    const { format } = this;
    const by = share ? 100 : 1;
    const most = high(row ?? {}, this.settings) * by;
    const shown = (x) => format.exact(Math.round(x * by * 100) / 100);
    const id = `${this.prefix}-${row ? 'a' : 'c'}-${key}`;
    const range = h('input', { type: 'range', id, min: 0, max: most, step: 'any' });
    const typed = h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', 'aria-label': say('typed', { what: say('w_' + key, { symbol: format.symbol }) }) });
    const set = (x, from) => {
      values[key] = x / by;
      if (from !== range) range.value = x;
      if (from !== typed) typed.value = shown(x / by);
      this.reckon();
    };
    range.addEventListener('input', () => set(Math.round(Number(range.value) * (most > 20 ? 1 : 10)) / (most > 20 ? 1 : 10), range));
    range.addEventListener('change', () => this.keep());
    typed.addEventListener('change', () => {
      const { value, why } = parseNumber(typed.value, format.locale);
      const ok = !why && value >= 0 && (!share || value <= 100) && value <= 1e6;
      typed.ariaInvalid = ok ? null : 'true';
      if (!ok) {
        this.announce(say('cell_number', { text: typed.value }));
        return;
      }
      set(value, typed);
      this.keep();
    });
    range.value = values[key] * by;
    typed.value = shown(values[key]);
    return h('div', { class: 'f' }, h('label', { for: id }, say('w_' + key, { symbol: format.symbol })), range, typed);
  }

  keep() {
    this.save({ moves: [...this.moves], common: this.common });
    this.announce(say('whatif_says', { net: this.format.signedMoney(this.outcome.net) }));
  }

  // list lists the moves with their figures, for paper, which has no sliders.
  list() {
    const { format: f } = this;
    const words = ([rid, { way, keep, takeover, rate, retention }]) => `${this.row(rid).name}: ${say('way_' + way)}. `
      + say('move_figures', { keep: f.exact(keep), takeover: f.exact(takeover), rate: f.money(rate), retention: f.percent(retention * 100) });
    this.chosen.replaceChildren(...[...this.moves].filter(([rid]) => this.row(rid)).map((entry) => h('li', {}, words(entry), this.moves.size > 1
      && h('button', { type: 'button', class: 'btn bare', 'aria-label': say('drop', { name: this.row(entry[0]).name }), onclick: () => this.drop(entry[0]) }, '×'))));
  }

  // reckon writes the result of the moves.
  reckon() {
    const { result, format: f, common } = this;
    if (!result) return;
    this.list();
    const moves = [...this.moves].map(([rid, move]) => ({ ...move, row: this.row(rid) })).filter((move) => move.row?.counted);
    const out = this.outcome = whatIf(result, moves, common.realisation);
    const { benchmark: g } = result;
    const line = (words, value) => h('div', {}, h('dt', {}, words), h('dd', {}, value));
    const pays = out.breakeven === null ? say('never_pays') : say('pays_from_value', { share: f.percent(out.breakeven * 100) });
    this.sum.replaceChildren(...[
      h('p', { class: 'eyebrow' }, say('after_move', { n: this.settings.months })), h('div', { class: 'big' }, f.signed(out.net), h('small', {}, f.symbol)),
      h('dl', {}, line(say('accounts_themselves', { n: moves.length }), f.signed(out.delta)),
        line(say('freed_line', { hours: f.decimal(out.freed), share: f.percent(common.realisation * 100), rate: f.money(g.value) }), f.signed(out.gain)),
        line(say('pays_from'), pays)),
      h('p', {}, say(this.verdict(out), { share: f.percent((out.breakeven ?? 0) * 100) })),
      g.cap !== null && out.gain >= g.cap && out.freed > 0 && h('p', { class: 'quiet' }, say(g.cap > 0 ? 'capped' : 'no_room', { room: f.money(g.cap) }))].filter(Boolean));
    const money = pay(result, moves, out, common);
    this.write('pay_view', say('pay_says', { before: f.money(money.before), after: f.money(money.after) }));
    const won = byNewAccounts(result, out.freed, { hoursToWin: common.win, ramp: common.ramp });
    this.write('win_view', won === null ? say('win_none') : say('win_says', { value: f.money(won), n: f.decimal(out.freed / common.win) }));
  }

  verdict(out) {
    if (out.delta >= 0) return 'pays_anyway';
    if (out.breakeven === null || out.breakeven > 1) return 'pays_never';
    return 'pays_if';
  }

  write(slot, words) {
    this.el.querySelector(`[data-slot=${slot}]`).textContent = words;
  }
}
