// <pb-mix>: the client-mix audit. This script connects the parts: the reader's input
// (grid.js, importer.js), the results (engine.js), and their display (charts.js,
// advice.js, plan.js, history.js).
import { isDate, today } from '../../client/lib/dates.js';
import { h } from '../../client/lib/dom.js';
import { PlaybookElement, define } from '../../client/lib/element.js';
import { announce, config, load } from '../../client/lib/page.js';
import { advice } from './advice.js';
import { Chart, hoursAndProfit, shareBars, whaleCurve } from './charts.js';
import { compute, snapshot } from './engine.js';
import { formats } from './format.js';
import { Grid } from './grid.js';
import { history } from './history.js';
import { newId, readRows, writeRows } from './ledger.js';
import { Plan } from './plan.js';
import { MOST } from './table.js';
import { say } from './words.js';

const UNDO = 50; // steps that are stored
const MANY = 20; // accounts from which a phone shows only results
const SAVE = 300; // ms without input before an edit is saved
const FEW = 60; // accounts up to which everything is updated at once
const LATER = 120; // ms until invisible parts are updated

class Mix extends PlaybookElement {
  start() {
    const { headers, sample, ...settings } = JSON.parse(this.querySelector('script[type="application/json"]').textContent);
    Object.assign(this, { headers, sample, settings, columns: settings.columns, announce });
    this.format = formats(document.documentElement.lang || 'en', settings.currency);
    this.past = [];
    this.memo = new WeakMap();
    this.build();
    this.load();
    this.watch(({ local }) => local || this.follow());
    for (const type of ['pagehide', 'visibilitychange']) window.addEventListener(type, () => this.save(), { signal: this.signal });
    this.on('click', '[data-act]', (e, button) => this.act(button.dataset.act, button));
    window.addEventListener('beforeprint', () => this.paper(true), { signal: this.signal });
    window.addEventListener('afterprint', () => this.paper(false), { signal: this.signal });
  }

  stop() {
    this.save();
    clearTimeout(this.partsTimer);
    this.live.replaceChildren();
  }

  slot(name) {
    return this.querySelector(`[data-slot=${name}]`);
  }

  build() {
    const { settings, format } = this;
    this.live = this.slot('live');
    this.grid = new Grid(this);
    this.charts = [new Chart('shares', 290, shareBars), new Chart('scatter', 300, hoursAndProfit), new Chart('whale', 300, whaleCurve)];
    this.plan = new Plan({
      settings, format, announce, prefix: this.id, saved: this.state?.get('plan'), save: (plan) => this.state?.set('plan', plan),
    });
    const button = (act, cls = '') => h('button', { type: 'button', class: 'btn ' + cls, 'data-act': act }, say('act_' + act));
    const part = (title, ...content) => h('div', { class: 'part', 'data-part': title }, h('h4', {}, say(title)), ...content);
    this.undoButton = button('undo', 'bare');
    this.exampleNote = h('span', { class: 'sp quiet' });
    this.empty = h('div', { class: 'nothing' }, h('p', {}, h('b', {}, say('empty'))), h('p', {}, say('empty_more')), h('div', {}, button('add', 'main'), button('import'), button('example')));
    this.todo = h('div');
    this.kept = h('div');
    this.full = [
      h('div', { class: 'scroll accounts' }, this.grid.el), h('div', { class: 'charts' }, this.charts.map((chart) => chart.el)),
      part('to_do', this.todo), part('whatif', this.plan.el), part('history', this.kept, button('keep')),
    ];
    this.parts = [
      ...this.charts.map((chart) => ({ el: chart.el, show: (result) => chart.update(result, format) })),
      { el: this.todo, show: (result) => advice(this.todo, result, format) }, { el: this.plan.el, show: (result) => this.plan.show(result) },
    ];
    this.observe();
    this.live.replaceChildren(
      h('div', { class: 'bench' }, button('add'), button('import'), this.undoButton, button('clear', 'bare'), this.exampleNote, button('example', 'bare'), button('codes', 'bare'), button('wide', 'bare'), button('compact', 'bare')),
      this.empty, ...this.full);
  }

  // observe records which parts are visible. Those are updated at once, the others a
  // little later, so that typing among 500 accounts never waits for them.
  observe() {
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const part = this.parts.find(({ el }) => el === target);
        part.seen = isIntersecting;
        if (part.seen) this.showPart(part);
      }
    });
    for (const { el } of this.parts) observer.observe(el);
    this.signal.addEventListener('abort', () => observer.disconnect());
  }

  showPart(part) {
    if (part.shown === this.result || !this.rows.length) return;
    part.shown = this.result;
    part.show(this.result);
  }

  showParts(all) {
    clearTimeout(this.partsTimer);
    for (const part of this.parts) if (all || part.seen) this.showPart(part);
    if (!all) this.partsTimer = setTimeout(() => this.showParts(true), LATER);
  }

  // load reads the stored rows; the grid keeps its state if they are the same.
  load() {
    this.rows = this.saved = this.state ? readRows(this.state) : [];
    this.isExample = Boolean(this.state?.get('~example'));
    this.refresh();
    this.archive();
    this.compact(this.rows.length >= MANY);
  }

  // follow merges what another tab did, and loses nothing of this tab's changes.
  follow() {
    this.save();
    const field = document.activeElement, text = field.value, typing = this.grid.isNew(field);
    this.load();
    if (typing) field.value = text;
  }

  // change sets new rows. The accounts change only through it.
  change(rows, { example = this.isExample } = {}) {
    this.past.push({ rows: this.rows, example: this.isExample });
    this.past.splice(0, this.past.length - UNDO);
    const names = new Set(this.sample?.map((row) => row.name));
    this.isExample = example && rows.some((row) => names.has(row.name));
    this.rows = rows.slice(0, MOST);
    this.refresh();
    this.later();
  }

  undo() {
    const was = this.past.pop();
    if (!was) return;
    this.rows = was.rows;
    this.isExample = was.example;
    this.refresh();
    this.later();
    announce(say('undone'));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE);
  }

  save() {
    clearTimeout(this.timer);
    if (!this.state || this.rows === this.saved) return;
    writeRows(this.state, this.rows, this.saved);
    this.state.set('~example', this.isExample || undefined);
    this.saved = this.rows;
    this.slot('saved').textContent = say('saved');
  }

  // refresh computes everything again and shows it.
  refresh() {
    const result = this.result = compute(this.rows, this.settings, this.memo);
    const any = this.rows.length > 0;
    this.empty.hidden = any;
    for (const el of this.full) el.hidden = !any;
    this.undoButton.disabled = this.past.length === 0;
    this.undoButton.parentElement.hidden = !any && this.undoButton.disabled; // the same buttons are below the table
    this.exampleNote.textContent = this.isExample ? say('example_data') : '';
    this.grid.show(this.rows, result);
    for (const act of ['clear', 'codes', 'wide', 'compact']) this.live.querySelector(`[data-act=${act}]`).hidden = !any;
    this.live.querySelector('.bench [data-act=example]').hidden = any || !this.sample?.length;
    this.empty.querySelector('[data-act=example]').hidden = !this.sample?.length;
    this.headline(result);
    if (any) this.showParts(this.rows.length <= FEW);
  }

  // headline writes the state line and the three findings above the table.
  headline(result) {
    const { format: f, settings } = this;
    const { rows, classes, shares, total, benchmark: g, missing } = result;
    this.slot('count').textContent = say('n_accounts', { n: rows.length });
    this.slot('period').textContent = say('period', { n: settings.months, currency: settings.currency });
    this.slot('missing').textContent = missing ? say('missing', { n: missing }) : '';
    const busiest = rows.filter((row) => row.cls === 'smith' && row.profit_per_hour !== null).sort((a, b) => b.hours - a.hours)[0];
    const finding = (cls, big, words) => h('div', { class: cls }, h('b', {}, big), h('p', {}, words));
    const list = [];
    if (busiest) list.push(finding('smith', f.money(busiest.profit_per_hour), say('finding_smith', { name: busiest.name })));
    if (g.value !== null) list.push(finding(g.from === 'jones' ? 'jones' : '', f.money(g.value), say('finding_' + g.from, { n: g.n }) + (g.from === 'jones' && g.n < classes.jones.n ? ' ' + say('finding_left', { n: classes.jones.n - g.n }) : '')));
    if (classes.smith.n && shares.hours.smith !== null) list.push(finding('', f.percent(Math.round(shares.hours.smith)), shares.net_profit.smith === null
      ? say('finding_hours', { n: classes.smith.n, profit: f.money(classes.smith.net_profit) }) : say('finding_shares', { n: classes.smith.n, profit: f.percent(Math.round(shares.net_profit.smith)) })));
    const words = list.map((el) => el.className + el.textContent).join('|');
    if (words !== this.found) this.slot('verdicts').replaceChildren(...list);
    this.found = words;
    this.slot('verdicts').hidden = !list.length || !total.n;
  }

  archive() {
    const kept = (this.state?.entries('audits') ?? []).filter((a) => typeof a.x?.date === 'string' && isDate(a.x.date) && typeof a.x.classes === 'object' && a.x.classes !== null)
      .sort((a, b) => (a.x.date < b.x.date ? -1 : a.x.date > b.x.date ? 1 : a.t - b.t));
    history(this.kept, kept, this.format, (id) => {
      this.state.remove('audits/' + id);
      this.archive();
    });
  }

  blank() {
    return { rid: newId(), name: '' };
  }

  rowOf(rid) {
    return this.rows.find((row) => row.rid === rid) ?? {};
  }

  add() {
    if (this.rows.length >= MOST) {
      announce(say('full', { n: MOST }));
      return;
    }
    this.change([...this.rows, this.blank()]);
    this.grid.focus(this.rows.at(-1).rid);
  }

  // panel fills the open panel below a row. The first time it waits for the script, and
  // the panel may have closed meanwhile.
  async panel(row, cell) {
    if (!window.playbook.mix) {
      await this.more();
      row = this.result.rows.find(({ rid }) => rid === row.rid);
      if (!row || !cell.isConnected) return;
    }
    const { settings, format, grid } = this;
    const over = (values) => this.change(this.rows.map((r) => (r.rid === row.rid ? { ...r, ...values } : r)));
    window.playbook.mix.fillPanel(cell, row, { settings, format, grid, change: over, remove: () => {
      this.change(this.rows.filter((r) => r.rid !== row.rid));
      announce(say('removed', { name: row.name || say('unnamed') }));
      this.undoButton.focus();
    } });
  }

  async importText(text) {
    (await this.more()).openImport(this, text);
  }

  // more loads the script for less frequent actions, see more.js.
  async more() {
    if (!window.playbook.mix) await load('mix-more');
    return window.playbook.mix;
  }

  async export() {
    const { summaryOf, tableOf } = await this.more();
    const { result, rows, headers, format } = this;
    const title = this.querySelector('h3').textContent;
    if (!window.playbook.export) await load('export');
    window.playbook.export({
      title, uid: config().uid, hasPrivate: true,
      rows: (withNames) => tableOf(result, rows, headers, withNames),
      markdown: (md, withNames) => summaryOf(result, format, title, today(), md, withNames),
    });
  }

  // codes replaces the names with codes; undo restores them.
  codes() {
    const width = String(this.rows.length).length;
    this.change(this.rows.map((row, i) => ({ ...row, name: say('code', { n: String(i + 1).padStart(width, '0') }) })));
    announce(say('coded'));
  }

  clear() {
    this.change([], { example: false });
    announce(say('cleared'));
    this.undoButton.focus();
  }

  act(name, button) {
    button.closest('details.menu')?.removeAttribute('open');
    ({
      add: () => this.add(), import: () => this.importText(''), undo: () => this.undo(), clear: () => this.clear(), codes: () => this.codes(),
      example: () => {
        this.change(this.sample.map((row) => ({ ...row, rid: newId() })), { example: true });
        announce(`${say('example_data')}: ${say('n_accounts', { n: this.rows.length })}`);
        this.undoButton.focus();
      },
      wide: () => this.widen(button), compact: () => this.compact(!this.grid.el.parentNode.classList.contains('compact')),
      keep: () => {
        this.state?.append('audits', snapshot(this.result, today()));
        this.archive();
        announce(say('kept'));
      },
      export: () => this.export(),
      print: () => window.print(), 'print-blank': () => this.printBlank(),
    })[name]?.();
  }

  widen(button) {
    const wide = !this.grid.wide;
    button.setAttribute('aria-pressed', wide);
    this.grid.el.parentNode.classList.toggle('all', wide);
    this.grid.widen(wide);
    this.grid.show(this.rows, this.result);
  }

  // compact shows only results, on narrow screens.
  compact(on) {
    this.grid.el.parentNode.classList.toggle('compact', on);
    this.live.querySelector('[data-act=compact]').setAttribute('aria-pressed', on);
  }

  printBlank() {
    this.classList.add('print-blank');
    window.print();
    this.classList.remove('print-blank');
  }

  // paper opens all closed parts for printing, and dates the sheet.
  paper(on) {
    this.slot('date').textContent = this.format.date(today());
    this.showParts(true);
    for (const el of this.querySelectorAll('.chart details, details.how')) {
      if (on && !el.open) el.dataset.opened = '';
      if (on || 'opened' in el.dataset) el.open = on;
      if (!on) delete el.dataset.opened;
    }
    for (const chart of this.charts) chart.fill();
  }
}

define('mix', Mix);
