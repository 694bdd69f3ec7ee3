// The table of accounts, a small spreadsheet. Every figure is a text field, so that
// Tab, screen readers and phones work as usual. Enter and the arrows move down and up;
// a pasted block fills as many cells as it has. A text that is not a number stays in
// its cell, marked, and counts as unknown.
import { h } from '../../client/lib/dom.js';
import { INPUTS } from './account.js';
import { parse } from '../../client/lib/sheet.js';
import { say } from './words.js';
import { MOST, PLAIN, read } from './table.js';

const CHIP = { smith: 'smith', jones: 'jones', between: 'mid' };

const tr = (cls, ...cells) => h('tr', { role: 'row', class: cls || null }, ...cells);

// wide makes a cell span columns, in a table as in a grid.
function wide(cell, n) {
  cell.colSpan = n;
  cell.style.gridColumn = `span ${n}`;
  return cell;
}

export class Grid {
  // owner has: rows (inputs with rid), columns (the author's), format, headers,
  // change(rows) to set new rows, add() for a new row, panel(row, tr) to fill the row's
  // panel, importText(text) for a pasted table with headers, announce(text).
  constructor(owner) {
    this.owner = owner;
    this.wide = false;
    this.lines = new Map(); // rid -> the row's elements
    this.body = h('tbody', { role: 'rowgroup' });
    this.head = h('thead', { role: 'rowgroup' });
    this.foot = h('tfoot', { role: 'rowgroup' });
    this.el = h('table', { class: 'ledger', role: 'table' }, h('caption', { class: 'sr' }, say('caption')), this.head, this.body, this.foot);
    this.el.addEventListener('change', (e) => this.commit(e.target));
    this.el.addEventListener('keydown', (e) => this.key(e));
    this.el.addEventListener('paste', (e) => this.paste(e));
    let fresh; // the cell that has just got the focus, because Safari clears its selection on mouseup
    this.el.addEventListener('focusin', (e) => e.target.dataset.key && (fresh = e.target).select?.());
    this.el.addEventListener('mouseup', (e) => (e.target === fresh && e.preventDefault(), fresh = null));
    this.el.addEventListener('click', (e) => this.toggle(e.target.closest?.('button[data-row]')));
    this.header();
  }

  // keys are the visible columns: the basic ones, or all, then the author's.
  get keys() {
    const own = this.owner.columns.flatMap((column, i) => (column.tree ? [] : [String(i)]));
    return [...(this.wide ? INPUTS : PLAIN.slice(1)), ...own];
  }

  label(key) {
    return /^\d+$/.test(key) ? this.owner.columns[key].label : say(key);
  }

  // short is a short label, for the head and for phones.
  short(key) {
    return /^\d+$/.test(key) ? this.label(key) : say(key + '_short');
  }

  header() {
    const computed = this.owner.columns.flatMap((column, i) => (column.tree ? [i] : []));
    this.computed = computed;
    this.el.style.setProperty('--in', this.keys.length - 1);
    this.el.style.setProperty('--own', computed.map(() => '6.5rem').join(' ') || ' ');
    const head = (words, cls = '', title = null) => h('th', { scope: 'col', role: 'columnheader', class: cls, title }, words);
    this.head.replaceChildren(
      tr('grp', h('td', { role: 'cell' }), wide(h('th', { scope: 'colgroup', role: 'columnheader' }, say('entered')), this.keys.length),
        wide(h('th', { scope: 'colgroup', role: 'columnheader', class: 'res' }, say('follows')), 4 + computed.length)),
      tr('', head(say('account')), ...this.keys.map((key) => head(this.short(key), 'num', this.label(key))), head(say('class'), 'res'),
        head(say('net_profit'), 'num res'), head(say('hour_earns'), 'num res'), ...computed.map((i) => head(this.owner.columns[i].label, 'num res')), h('td', { role: 'cell', class: 'res' })),
    );
  }

  // show updates the table to the rows and their results. It changes only what differs.
  show(rows, result) {
    const seen = new Set();
    let before = null;
    for (const [i, row] of rows.entries()) {
      seen.add(row.rid);
      let line = this.lines.get(row.rid);
      if (!line) this.lines.set(row.rid, (line = this.line(row)));
      const after = before ? (before.panel ?? before.tr) : null;
      if ((after ? after.nextSibling : this.body.firstChild) !== line.tr) {
        if (after) after.after(line.tr);
        else this.body.prepend(line.tr);
        if (line.panel) line.tr.after(line.panel);
      }
      this.inputs(line, row);
      this.results(line, result.rows[i]);
      before = line;
    }
    for (const [rid, line] of this.lines) {
      if (seen.has(rid)) continue;
      line.panel?.remove();
      line.tr.remove();
      this.lines.delete(rid);
    }
    this.totals(result);
  }

  line(row) {
    const cell = (key) => h('input', { 'data-rid': row.rid, 'data-key': key, inputmode: 'decimal', autocomplete: 'off', placeholder: '–' });
    const name = h('input', { 'data-rid': row.rid, 'data-key': 'name', autocomplete: 'off', 'aria-label': say('account') });
    const fields = new Map([['name', name], ...this.keys.map((key) => [key, cell(key)])]);
    const line = { fields, shown: {}, chip: h('span', { class: 'chip' }), np: h('td', { role: 'cell', class: 'num res np', 'data-l': say('net_profit') }), hour: h('b'), more: this.computed.map((i) => h('td', { role: 'cell', class: 'num res', 'data-l': this.owner.columns[i].label })) };
    line.button = h('button', { type: 'button', class: 'btn bare icon', 'data-row': row.rid, 'aria-expanded': 'false' }, '⋯');
    line.tr = tr('', h('th', { scope: 'row', role: 'rowheader' }, name),
      ...this.keys.map((key) => h('td', { role: 'cell', class: 'num', 'data-l': this.short(key) }, fields.get(key))),
      h('td', { role: 'cell', class: 'res cls' }, line.chip), line.np, h('td', { role: 'cell', class: 'num res hr', 'data-l': say('hour_short') }, line.hour),
      ...line.more, h('td', { role: 'cell', class: 'res act' }, line.button));
    return line;
  }

  // set sets one property of a line's element if it differs from the last value.
  // Reading it from the document would be slower.
  set(line, what, el, property, value) {
    if (line.shown[what] === value) return;
    line.shown[what] = value;
    if (property in el) el[property] = value;
    else el.setAttribute(property, value);
  }

  inputs(line, row) {
    const { format } = this.owner;
    if (line.row === row) return;
    line.row = row;
    const name = row.name ?? '';
    for (const [key, input] of line.fields) {
      const bad = row.bad?.[key];
      const value = key === 'name' ? name : bad ?? (figure(row, key) === null ? '' : format.exact(figure(row, key)));
      this.set(line, 'v' + key, input, 'value', value);
      if (input.value !== value) input.value = value;
      if (key !== 'name') this.set(line, 'l' + key, input, 'aria-label', `${this.label(key)}, ${name || say('unnamed')}`);
      input.ariaInvalid = bad ? 'true' : null;
      this.why(input, bad ? this.fault(key, bad) : '');
    }
    this.set(line, 'button', line.button, 'aria-label', say('row_menu', { name: name || say('unnamed') }));
  }

  results(line, row) {
    const { format } = this.owner;
    const mark = `${row.cls} ${Boolean(row.override)} ${row.net_profit} ${row.profit_per_hour} ${this.computed.map((i) => row.columns[i])}`;
    if (line.mark !== mark) {
      line.mark = mark;
      line.chip.className = 'chip ' + (CHIP[row.cls] ?? 'pros');
      line.chip.textContent = say(row.cls) + (row.override && row.cls !== 'open' ? ' *' : '');
      line.np.textContent = format.whole(row.net_profit);
      line.hour.textContent = format.whole(row.profit_per_hour);
      line.np.classList.toggle('neg', row.net_profit < 0);
      line.hour.parentNode.classList.toggle('neg', row.net_profit < 0);
      this.computed.forEach((i, k) => { line.more[k].textContent = this.value(row.columns[i]); });
    }
    if (line.panel) this.owner.panel(row, line.panel.firstChild);
  }

  value(x) {
    if (typeof x === 'string') return say('fault_' + x);
    return typeof x === 'boolean' ? say(x ? 'yes' : 'no') : this.owner.format.decimal(x);
  }

  totals({ classes, total }) {
    const { format } = this.owner;
    const width = this.keys.length;
    const cell = (key, words, cls = 'num', span = 1) => wide(h('td', { role: 'cell', class: cls, 'data-l': say(key) }, words), span);
    const line = (label, sum, cls) => tr(cls, h('th', { scope: 'row', role: 'rowheader' }, label),
      cell('revenue', format.whole(sum.net_revenue)),
      cell('margin', sum.net_revenue > 0 ? format.decimal(sum.gross_profit / sum.net_revenue * 100) : '–'),
      cell('hours', say('hours_sum', { hours: format.whole(sum.hours) }), 'num', Math.max(1, width - 2)),
      cell('accounts', format.whole(sum.n), 'res'), cell('net_profit', format.whole(sum.net_profit), 'num res'),
      cell('hour_short', format.whole(sum.profit_per_hour), 'num res'), ...this.computed.map(() => h('td', { role: 'cell', class: 'res' })), h('td', { role: 'cell', class: 'res' }));
    const mark = JSON.stringify([classes, total]);
    if (this.footed === mark) return;
    this.footed = mark;
    const shown = Object.entries(classes).filter(([cls, sum]) => sum.n && cls !== 'open');
    this.foot.replaceChildren(...(shown.length > 1 ? shown.map(([cls, sum]) => line(h('span', { class: 'chip ' + (CHIP[cls] ?? 'pros') }, say(cls)), sum, 'by')) : []), line(say('all'), total, 'whole'));
  }

  // commit stores a field's text in its row.
  commit(input) {
    const { rid, key } = input.dataset;
    // A field that Enter has committed also sends a change event when it loses the
    // focus.
    if (!this.isNew(input)) return;
    this.owner.change(this.owner.rows.map((row) => (row.rid === rid ? this.put(row, key, input.value) : row)));
    const bad = this.owner.rowOf(rid).bad?.[key];
    if (bad) this.owner.announce(this.fault(key, bad));
  }

  // fault explains in words why a text is not a figure.
  fault(key, text) {
    return say('cell_' + (read(key, text, this.owner.format.locale).error ?? 'number'), { text });
  }

  // why writes below a field what is wrong with it.
  why(input, words) {
    const there = input.nextElementSibling;
    if (!words) there?.remove();
    else if (there) there.textContent = words;
    else input.after(h('small', { class: 'neg' }, words));
  }

  // isNew reports whether a field differs from its row. A field whose row is not in the
  // table counts as new.
  isNew({ dataset: { rid, key }, value }) {
    return rid && value !== this.lines.get(rid)?.shown['v' + key];
  }

  // put returns a copy of the row with one cell set from its text.
  put(row, key, text) {
    const out = { ...row };
    delete (out.bad = { ...row.bad })[key];
    if (key === 'name') {
      out.name = text.trim().slice(0, 200);
      return out;
    }
    const { value = null, error } = read(key, text, this.owner.format.locale);
    if (error) out.bad[key] = text.trim().slice(0, 40);
    if (/^\d+$/.test(key)) {
      out.extra = [...(row.extra ?? [])];
      out.extra[key] = value;
    } else out[key] = value;
    return out;
  }

  key(e) {
    const { rid, key } = e.target.dataset;
    if (!key || e.isComposing) return;
    const step = { Enter: e.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (e.key === 'Escape') {
      e.target.value = this.lines.get(rid).shown['v' + key];
    } else if (step && !e.altKey && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      this.commit(e.target);
      this.move(rid, key, step, e.key === 'Enter');
    } else if (e.key === 'z' && (e.ctrlKey || e.metaKey) && !this.isNew(e.target)) {
      e.preventDefault();
      this.owner.undo();
    }
  }

  move(rid, key, step, grow) {
    const { rows } = this.owner;
    const i = rows.findIndex((row) => row.rid === rid) + step;
    if (i >= rows.length && grow) this.owner.add();
    this.focus(this.owner.rows[i]?.rid, key);
  }

  focus(rid, key = 'name') {
    this.lines.get(rid)?.fields.get(key)?.focus();
  }

  // paste fills cells from the focused one to the right and down. A block with its own
  // headers goes to the import, which shows a preview.
  paste(e) {
    const { rid, key } = e.target.dataset;
    const text = e.clipboardData?.getData('text/plain') ?? '';
    if (!key || !/[\t\n]/.test(text.trim())) return;
    e.preventDefault();
    const block = parse(text);
    const figures = (cells) => cells.some((c) => /^\W*\d/.test(c));
    if (block[0].length > 1 && !figures(block[0]) && block.slice(1).some(figures)) {
      this.owner.importText(text);
      return;
    }
    const keys = ['name', ...this.keys];
    const from = keys.indexOf(key);
    const rows = [...this.owner.rows];
    const start = rows.findIndex((row) => row.rid === rid);
    let cells = 0;
    block.slice(0, MOST - start).forEach((line, r) => {
      let row = rows[start + r] ?? this.owner.blank();
      line.slice(0, keys.length - from).forEach((cell, c) => {
        row = this.put(row, keys[from + c], cell);
        cells++;
      });
      rows[start + r] = row;
    });
    this.owner.change(rows);
    this.owner.announce(say('pasted', { n: cells }));
  }

  // toggle opens or closes the panel of a row.
  toggle(button) {
    if (!button) return;
    const line = this.lines.get(button.dataset.row);
    const open = !line.panel;
    button.setAttribute('aria-expanded', open);
    if (open) {
      line.panel = tr('panel', wide(h('td', { role: 'cell' }), 5 + this.keys.length + this.computed.length));
      line.tr.after(line.panel);
      this.owner.panel(this.owner.result.rows[this.owner.rows.indexOf(line.row)], line.panel.firstChild);
    } else {
      line.panel.remove();
      line.panel = null;
    }
  }

  // widen shows all inputs or the basic ones; the rows are built again.
  widen(wide) {
    this.wide = wide;
    this.footed = '';
    this.lines.clear();
    this.body.replaceChildren();
    this.header();
  }
}

const figure = (row, key) => (/^\d+$/.test(key) ? row.extra?.[key] : row[key]) ?? null;
