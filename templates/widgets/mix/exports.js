// The exports of an audit besides the data itself: a table for a spreadsheet, and a
// summary to paste. Unless the reader includes private data, there are codes instead of
// names, and no notes.
import { CLASSES, INPUTS } from './account.js';
import { actionOf } from './advice.js';
import { say } from './words.js';

const RESULTS = ['net_revenue', 'gross_profit', 'carry', 'cost_to_serve', 'net_profit', 'hours', 'profit_per_hour', 'score', 'opportunity_cost'];

const nameOf = (row, i, withNames) => (withNames ? row.name ?? '' : say('code', { n: i + 1 }));
const yes = (x) => say(x ? 'yes' : 'no');

// tableOf has one line for each account: the inputs under headers that an import can
// read, then the results.
export function tableOf({ rows, settings }, inputs, headers, withNames) {
  const round = (x) => (typeof x === 'number' ? Math.round(x * 1e4) / 1e4 : typeof x === 'boolean' ? yes(x) : x ?? '');
  const head = [...['name', ...INPUTS, 'strategic', 'fix_tried', 'notes'].map((key) => headers[key][0]),
    ...settings.columns.map((c) => c.label), say('class'), ...RESULTS.map((key) => say(key) + (INPUTS.includes(key) ? ' *' : '')), say('action')];
  return [head, ...rows.map((row, i) => [nameOf(row, i, withNames), ...INPUTS.map((key) => inputs[i][key] ?? ''), row.strategic ? 'x' : '', row.fix_tried ? 'x' : '',
    withNames ? row.notes ?? '' : '', ...row.columns.map(round), say(row.cls), ...RESULTS.map((key) => round(row[key])), actionOf(row, settings)])];
}

// summaryOf is the audit on one page, as Markdown: the rate, the classes, the accounts.
// md is lib/markdown.
export function summaryOf(result, f, title, date, md, withNames) {
  const { rows, classes, shares, total, benchmark: g } = result;
  const shown = CLASSES.filter((cls) => cls !== 'open' && classes[cls].n);
  const share = (key, cls) => `${f.whole(classes[cls][key])} (${f.percent(shares[key][cls])})`;
  return md.heading(2, `${title}, ${f.date(date)}`)
    + `${say('benchmark_' + g.from, { rate: f.money(g.value), n: g.n })}\n\n`
    + md.table([[say('class'), say('accounts'), say('net_revenue'), say('hours'), say('net_profit'), say('hour_earns')],
      ...shown.map((cls) => [say(cls), f.whole(classes[cls].n), share('net_revenue', cls), share('hours', cls), share('net_profit', cls), f.whole(classes[cls].profit_per_hour)]),
      [say('all'), f.whole(total.n), f.whole(total.net_revenue), f.whole(total.hours), f.whole(total.net_profit), f.whole(total.profit_per_hour)]])
    + md.table([[say('account'), say('class'), say('net_profit'), say('hours'), say('hour_earns'), say('action')],
      ...rows.map((row, i) => [nameOf(row, i, withNames), say(row.cls), f.whole(row.net_profit), f.decimal(row.hours), f.whole(row.profit_per_hour), actionOf(row, result.settings)])]);
}
