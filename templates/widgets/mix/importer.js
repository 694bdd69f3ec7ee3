// Importing accounts: paste or open a table, see what every cell was read as,
// then add it to what is there or replace it. Nothing changes before that.
import { h } from '../../client/lib/dom.js';
import { parse, wrongFile } from '../../client/lib/sheet.js';
import { say } from './words.js';
import { MOST, merge, readTable } from './table.js';

const SHOWN = 50; // rows of the preview
const STYLES = ['en', 'nl', 'pl']; // 1,234.56 · 1.234,56 · 1 234,56

// openImport shows the dialog. owner gives headers, columns, format, rows, blank()
// and change(rows); text is a block that was pasted already.
export function openImport(owner, text = '') {
  let table = null;
  const box = h('textarea', { rows: 5, spellcheck: 'false', 'aria-label': say('import_paste'), placeholder: say('import_hint') });
  const file = h('input', { type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain', 'aria-label': say('import_file') });
  const style = h('select', {}, [owner.format.locale, ...STYLES].map((locale, i) => h('option', { value: locale },
    i ? new Intl.NumberFormat(locale, { minimumFractionDigits: 2, useGrouping: 'always' }).format(1234.56) : say('import_page_numbers'))));
  const note = h('p', { role: 'status' });
  const preview = h('div', { class: 'scroll' });
  const add = h('button', { type: 'button', class: 'btn', disabled: true, onclick: () => take(false) }, say('import_add'));
  const replace = h('button', { type: 'button', class: 'btn', disabled: true, onclick: () => take(true) }, say('import_replace'));
  const dialog = h('dialog', { class: 'mix-import', 'aria-label': say('import_title'), onclose: () => dialog.remove() },
    h('h4', {}, say('import_title')), box, h('div', { class: 'bench' }, h('label', {}, say('import_file'), ' ', file), h('label', {}, say('import_numbers'), ' ', style)),
    note, preview, h('div', { class: 'bench' }, add, replace, h('button', { type: 'button', class: 'btn bare', onclick: () => dialog.close() }, say('cancel'))));

  const read = () => {
    const source = box.value;
    const wrong = wrongFile(source);
    table = source.trim() === '' || wrong ? null : readTable(parse(source), { headers: owner.headers, locale: style.value });
    const good = table?.rows.filter((row) => row.input.name).length ?? 0;
    add.disabled = replace.disabled = !good;
    note.textContent = wrong ? say('wrong_' + wrong) : table ? summary(table) : '';
    preview.replaceChildren(...(table ? [draw(table, owner)] : []));
  };
  const take = (all) => {
    const { rows, added, changed, left } = merge(all ? [] : owner.rows, table.rows);
    owner.change(rows.map((row) => (row.rid ? row : { ...owner.blank(), ...row })));
    owner.announce(say('imported', { added, changed, left }));
    dialog.close();
  };
  box.addEventListener('input', read);
  style.addEventListener('change', read);
  file.addEventListener('change', async () => {
    box.value = file.files[0].size > 4e6 ? '' : await file.files[0].text();
    read();
    if (file.files[0].size > 4e6) note.textContent = say('wrong_large');
  });
  box.value = text;
  document.body.append(dialog);
  dialog.showModal();
  read();
}

function summary({ rows, unknown, more }) {
  const errors = rows.reduce((n, row) => n + row.errors, 0);
  return [say('import_found', { n: rows.length }), errors ? say('import_errors', { n: errors }) : '',
    unknown.length ? say('import_unknown', { names: unknown.slice(0, 8).join(', ') }) : '', more ? say('import_more', { n: more, most: MOST }) : ''].filter(Boolean).join(' ');
}

// draw shows each cell as it was read; a cell in error as it stands, marked, with
// the reason in words.
function draw({ keys, rows }, { format, columns }) {
  const used = keys.filter(Boolean);
  const name = (key) => (/^\d+$/.test(key) ? columns[key].label : say(key === 'name' ? 'account' : key));
  const cell = (c) => {
    if (c.error) return h('td', { class: 'bad' }, h('b', {}, c.text || '–'), h('small', {}, say('cell_' + c.error, { text: c.text })));
    const words = typeof c.value === 'number' ? format.exact(c.value) : typeof c.value === 'boolean' ? say(c.value ? 'yes' : 'no') : c.value ?? '–';
    return h('td', { class: typeof c.value === 'number' && 'num' }, words);
  };
  return h('table', { class: 'plain' }, h('thead', {}, h('tr', {}, used.map((key) => h('th', { scope: 'col' }, name(key))))),
    h('tbody', {}, rows.slice(0, SHOWN).map((row) => h('tr', {}, row.cells.map(cell)))),
    rows.length > SHOWN && h('tfoot', {}, h('tr', {}, h('td', { colspan: used.length }, say('and_more', { n: rows.length - SHOWN })))));
}
