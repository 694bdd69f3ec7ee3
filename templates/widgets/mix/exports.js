// The audit as files: a table for a spreadsheet, a summary to paste, and the
// data itself. All of it is made here and handed to the reader; nothing is sent.
import { delimiterOf, writeCSV } from '../../client/lib/csv.js';
import { heading, table } from '../../client/lib/markdown.js';
import { CLASSES, INPUTS } from './account.js';
import { actionOf } from './advice.js';
import { say } from './words.js';

const RESULTS = ['net_revenue', 'gross_profit', 'carry', 'cost_to_serve', 'net_profit', 'hours', 'profit_per_hour', 'score', 'opportunity_cost'];

// csv is one line an account: the inputs under headers that an import reads
// back, then what follows from them. Numbers are written in full.
export function csv({ rows, settings }, inputs, headers, locale) {
  const round = (x) => (typeof x === 'number' ? Math.round(x * 1e4) / 1e4 : x ?? '');
  const head = [...['name', ...INPUTS, 'strategic', 'fix_tried', 'notes'].map((key) => headers[key][0]),
    ...settings.columns.map((c) => c.label), say('class'), ...RESULTS.map((key) => say(key) + (key === 'gross_profit' ? ' *' : '')), say('action')];
  const lines = rows.map((row, i) => {
    const input = inputs[i];
    return [input.name ?? '', ...INPUTS.map((key) => input[key] ?? ''), input.strategic ? 'x' : '', input.fix_tried ? 'x' : '', input.notes ?? '',
      ...row.columns.map((x) => round(typeof x === 'boolean' ? say(x ? 'yes' : 'no') : x)), say(row.cls), ...RESULTS.map((key) => round(row[key])), actionOf(row, settings)];
  });
  return writeCSV([head, ...lines], locale, delimiterOf(locale));
}

// markdown is the audit in a page: the rate, the classes, the accounts.
export function markdown(result, f, title, date) {
  const { rows, classes, shares, total, benchmark: g } = result;
  const shown = CLASSES.filter((cls) => cls !== 'open' && classes[cls].n);
  const share = (key, cls) => `${f.whole(classes[cls][key])} (${f.percent(shares[key][cls])})`;
  return heading(2, `${title}, ${f.date(date)}`)
    + `${say('benchmark_' + g.from, { rate: f.money(g.value), n: g.n })}\n\n`
    + table([[say('class'), say('accounts'), say('net_revenue'), say('hours'), say('net_profit'), say('hour_earns')],
      ...shown.map((cls) => [say(cls), f.whole(classes[cls].n), share('net_revenue', cls), share('hours', cls), share('net_profit', cls), f.whole(classes[cls].profit_per_hour)]),
      [say('all'), f.whole(total.n), f.whole(total.net_revenue), f.whole(total.hours), f.whole(total.net_profit), f.whole(total.profit_per_hour)]])
    + table([[say('account'), say('class'), say('net_profit'), say('hours'), say('hour_earns'), say('action')],
      ...rows.map((row) => [row.name ?? '', say(row.cls), f.whole(row.net_profit), f.decimal(row.hours), f.whole(row.profit_per_hour), actionOf(row, result.settings)])]);
}
