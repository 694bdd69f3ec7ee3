// Importing accounts: paste or open a table, check how every cell was read, answer
// questions, then add the accounts or replace the existing ones. Nothing changes before
// that.
import { ENCODINGS, decode } from '../../client/lib/encoding.js';
import { h } from '../../client/lib/dom.js';
import { drawMapping, signature } from '../../client/lib/mapping.js';
import { parse, wrongFile } from '../../client/lib/sheet.js';
import { addUp, readSheet, styleOf } from './accounts.js';
import { INPUTS } from './account.js';
import { say } from './words.js';
import { MOST, merge } from './table.js';

const SHOWN = 50; // rows of the preview
const LARGE = 4e6; // bytes
// The four number styles, each by a locale: 1,234.56 · 1.234,56 · 1 234,56 · 1’234.56
const STYLES = ['en', 'nl', 'pl', 'de-CH'];

// openImport shows the dialog. owner has headers, columns, format, rows, state, blank()
// and change(rows); text is a block that was already pasted.
export const openImport = (owner, text = '') => new Import(owner, text);

class Import {
  constructor(owner, text) {
    this.owner = owner;
    const { locale } = owner.format;
    this.styles = [...new Set([locale, ...STYLES])];
    this.box = h('textarea', { rows: 5, spellcheck: 'false', 'aria-label': say('import_paste'), placeholder: say('import_hint'), oninput: () => this.fresh() });
    this.file = h('input', { type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain', 'aria-label': say('import_file'), onchange: () => this.open() });
    this.style = h('select', { onchange: () => this.read(true) }, this.styles.map((style, i) => h('option', { value: style },
      i ? new Intl.NumberFormat(style, { minimumFractionDigits: 2, useGrouping: 'always' }).format(1234.56) : say('import_page_numbers'))));
    this.letters = h('select', { onchange: () => this.take(new TextDecoder(this.letters.value).decode(this.bytes)) }, ENCODINGS.map((e) => h('option', { value: e }, e)));
    this.lettersRow = h('label', { hidden: true }, say('import_letters'), ' ', this.letters);
    this.twice = h('select', { onchange: () => this.read() }, ['choose', 'sum', 'apart'].map((way) => h('option', { value: way }, say('twice_' + way))));
    this.note = h('p', { role: 'status' });
    this.ask = h('div', {});
    this.preview = h('div', { class: 'scroll' });
    this.add = h('button', { type: 'button', class: 'btn', disabled: true, onclick: () => this.done(false) }, say('import_add'));
    this.replace = h('button', { type: 'button', class: 'btn', disabled: true, onclick: () => this.done(true) }, say('import_replace'));
    this.dialog = h('dialog', { class: 'mix-import', 'aria-label': say('import_title'), onclose: () => this.dialog.remove() },
      h('h4', {}, say('import_title')), this.box, h('div', { class: 'bench' }, h('label', {}, say('import_file'), ' ', this.file), h('label', {}, say('import_numbers'), ' ', this.style), this.lettersRow),
      this.note, this.ask, this.preview, h('div', { class: 'bench' }, this.add, this.replace, h('button', { type: 'button', class: 'btn bare', onclick: () => this.dialog.close() }, say('cancel'))));
    this.box.value = text;
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.fresh();
  }

  async open() {
    const [file] = this.file.files;
    if (!file) return;
    if (file.size > LARGE) {
      this.take('');
      this.note.textContent = say('wrong_large');
      return;
    }
    this.bytes = new Uint8Array(await file.arrayBuffer());
    const { text, encoding } = decode(this.bytes, say('code_page'));
    // Any encoding except Unicode is a guess that the reader may correct.
    this.lettersRow.hidden = !encoding.startsWith('windows');
    this.letters.value = encoding;
    this.take(text);
  }

  take(text) {
    this.box.value = text;
    this.fresh();
  }

  // fresh starts again with another text, without the choices for the last one.
  fresh() {
    const text = this.box.value;
    this.taken = new Set();
    this.chosen = undefined;
    this.styled = false;
    this.twice.value = 'choose';
    this.wrong = wrongFile(text);
    this.rows = text.trim() === '' || this.wrong ? [] : parse(text);
    const { headers } = this.owner;
    const { head } = readSheet(this.rows, { headers, locale: this.styles[0] });
    const kept = head && this.owner.state?.get(`maps/~${signature(head)}`);
    if (Array.isArray(kept) && kept.length === head.length) this.chosen = kept.map((key) => (typeof key === 'string' ? key : ''));
    this.style.value = styleOf(this.rows, { headers, keys: this.chosen }, this.styles);
    this.read();
  }

  read(styled) {
    this.styled ||= styled === true;
    const { headers } = this.owner;
    const table = this.table = readSheet(this.rows, { headers, locale: this.style.value, keys: this.chosen, taken: this.taken });
    const asks = table.doubles.length > 0 && this.twice.value === 'choose', doubt = table.doubtful && !this.styled;
    const good = table.rows.filter((row) => row.input.name).length;
    this.add.disabled = this.replace.disabled = !good || asks || doubt;
    this.note.textContent = this.wrong ? say('wrong_' + this.wrong) : this.rows.length ? this.summary(doubt) : '';
    const focus = document.activeElement?.dataset?.line;
    this.ask.replaceChildren(...[this.mapping(), this.doubles(), this.aside()].filter(Boolean));
    this.ask.querySelector(`[data-line="${focus}"]`)?.focus();
    this.preview.replaceChildren(...(table.rows.length ? [draw(table, this.owner)] : []));
  }

  summary(doubt) {
    const { rows, unknown, more, keys } = this.table;
    const errors = rows.reduce((n, row) => n + row.errors, 0);
    return [say('import_found', { n: rows.length }), !keys.includes('name') ? say('import_no_name') : errors ? say('import_errors', { n: errors }) : '',
      doubt ? say('import_doubt') : '', unknown.length ? say('import_unknown', { names: unknown.slice(0, 8).join(', ') }) : '', more ? say('import_more', { n: more, most: MOST }) : ''].filter(Boolean).join(' ');
  }

  // mapping shows the file's columns, open if they are guessed.
  mapping() {
    const { head, keys, guessed } = this.table;
    if (!head) return null;
    const { columns } = this.owner;
    const options = ['name', ...INPUTS, 'notes', 'id'].map((key) => [key, say(key === 'name' ? 'account' : key === 'id' ? 'import_id' : key)]).concat(columns.map((c, i) => [String(i), c.label]));
    const labels = { title: say('import_columns'), none: say('import_none'), column: (n) => say('import_column', { n }) };
    return drawMapping({ head, keys, options, labels, open: guessed || this.chosen !== undefined }, (chosen) => {
      this.chosen = chosen;
      this.read();
    });
  }

  doubles() {
    const { doubles } = this.table;
    return doubles.length > 0 && h('p', {}, h('label', {}, say('import_twice', { n: doubles.length, names: doubles.slice(0, 4).join(', ') }), ' ', this.twice));
  }

  // aside lists the lines that are not accounts. A tick includes one.
  aside() {
    const { aside } = this.table;
    return aside.length > 0 && h('div', { class: 'aside' }, h('p', {}, say('import_aside', { n: aside.length })), h('ul', {}, aside.slice(0, SHOWN).map(({ line, why, words }) => {
      const box = h('input', { type: 'checkbox', 'data-line': line, disabled: why === 'title', onchange: () => {
        this.taken[box.checked ? 'add' : 'delete'](line);
        this.read();
      } });
      box.checked = this.taken.has(line);
      return h('li', {}, h('label', {}, box, ' ', words), ' ', h('small', {}, say('aside_' + why)));
    })));
  }

  done(all) {
    const { owner, table } = this;
    if (table.head && this.chosen) owner.state?.set(`maps/~${signature(table.head)}`, this.chosen);
    const read = table.doubles.length && this.twice.value === 'sum' ? addUp(table.rows) : table.rows;
    const { rows, added, changed, left } = merge(all ? [] : owner.rows, read);
    owner.change(rows.map((row) => (row.rid ? row : { ...owner.blank(), ...row })), { example: false });
    owner.announce(say('imported', { added, changed, left }));
    this.dialog.close();
  }
}

// draw shows each cell as it was read. A cell with an error is shown as it is, marked,
// with the reason in words.
function draw({ keys, rows }, { format, columns }) {
  const used = keys.filter(Boolean);
  const name = (key) => (/^\d+$/.test(key) ? columns[key]?.label : say(key === 'name' ? 'account' : key === 'id' ? 'import_id' : key));
  const cell = (c) => {
    if (c.error) return h('td', { class: 'bad' }, h('b', {}, c.text || '–'), h('small', {}, say('cell_' + c.error, { text: c.text })));
    const words = typeof c.value === 'number' ? format.exact(c.value) : typeof c.value === 'boolean' ? say(c.value ? 'yes' : 'no') : c.value ?? '–';
    return h('td', { class: typeof c.value === 'number' && 'num' }, words);
  };
  return h('table', { class: 'plain' }, h('thead', {}, h('tr', {}, used.map((key) => h('th', { scope: 'col' }, name(key))))),
    h('tbody', {}, rows.slice(0, SHOWN).map((row) => h('tr', {}, row.cells.map(cell)))),
    rows.length > SHOWN && h('tfoot', {}, h('tr', {}, h('td', { colspan: used.length }, say('and_more', { n: rows.length - SHOWN })))));
}
