// Computes the whole portfolio of accounts: totals, shares by class, the benchmark (the
// profit of a good hour), opportunity costs, the whale curve and the suggested actions.
// No DOM here. account.js computes one account, whatif.js the effect of moved hours.
import { account, CLASSES, FIELDS } from './account.js';
import { evaluate } from './formula.js';

const SUMS = ['net_revenue', 'gross_profit', 'cost_to_serve', 'net_profit', 'hours'];

// compute takes the rows as entered and the settings in the page. memo keeps the result
// of account() for each row object. A caller that changes a row passes a changed copy of
// it and the other objects as they were; then only that row is computed again.
export function compute(inputs, settings, memo = new WeakMap()) {
  const rows = inputs.map((input) => {
    if (!memo.has(input)) memo.set(input, account(input, settings));
    return memo.get(input);
  });
  const counted = rows.filter((row) => row.counted);
  const result = {
    rows, settings,
    total: totals(counted),
    classes: Object.fromEntries(CLASSES.map((cls) => [cls, totals(counted.filter((row) => row.cls === cls))])),
  };
  result.classes.open.n = rows.length - counted.length;
  result.benchmark = benchmark(counted, result.total, settings);
  result.shares = shares(result);
  const { value, cap } = result.benchmark;
  for (const row of rows) {
    if (row.against && row.against.value === value && row.against.cap === cap) continue;
    row.against = { value, cap };
    opportunity(row, result);
    fill(row, result);
  }
  result.whale = whale(counted, result.total);
  result.missing = rows.reduce((n, row) => n + row.flags.filter((flag) => flag.startsWith('needs_')).length, 0);
  return result;
}

function totals(rows) {
  const sum = { n: rows.length };
  for (const key of SUMS) sum[key] = rows.reduce((acc, row) => acc + row[key], 0);
  sum.profit_per_hour = sum.hours > 0 ? sum.net_profit / sum.hours : null;
  return sum;
}

// benchmark returns value, the net profit of a good hour, and from, its source: "jones",
// the average of the Joneses (the good accounts) whose hours are all known; else "target",
// the author's; else "portfolio", the average of all accounts. cap is the net profit that
// these Joneses could still add, null if there are no such Joneses.
function benchmark(rows, total, s) {
  const best = rows.filter((row) => row.cls === 'jones' && row.all_hours);
  const sum = totals(best);
  const cap = best.length ? best.reduce((acc, row) => acc + (row.headroom ?? 0) * (row.net_margin ?? 0), 0) : null;
  const all = { n: sum.n, cap, net_profit: sum.net_profit, gross_profit: sum.gross_profit };
  if (sum.profit_per_hour !== null) return { ...all, value: sum.profit_per_hour, from: 'jones' };
  if (s.target !== null) return { ...all, value: s.target, from: 'target' };
  return { ...all, value: total.profit_per_hour, from: total.profit_per_hour === null ? 'none' : 'portfolio' };
}

// shares returns each class's percentage of each total; null if the total is not positive.
function shares({ classes, total }) {
  const of = {};
  for (const key of ['net_revenue', 'gross_profit', 'net_profit', 'hours']) {
    of[key] = Object.fromEntries(CLASSES.map((cls) => [cls, total[key] > 0 ? classes[cls][key] / total[key] * 100 : null]));
  }
  return of;
}

// earned is the net profit of freed hours at the benchmark. Only the part realisation of
// the hours gets sold, and the profit is at most cap.
export function earned(hours, { value, cap }, realisation) {
  const all = hours * value * realisation;
  return cap === null ? all : Math.min(all, cap);
}

// opportunity sets two costs of serving this account instead of a good one. The first is
// what the visit hours would earn at the benchmark, less what the account earns. The
// second is an upper bound: all hours at the benchmark. Prospects have neither.
function opportunity(row, { benchmark: g, settings }) {
  row.opportunity_cost = row.opportunity_upper = null;
  if (!row.counted || row.cls === 'prospect' || g.value === null) return;
  const elsewhere = earned(row.visit_hours ?? 0, g, settings.realisation);
  row.opportunity_cost = Math.max(0, elsewhere - Math.max(0, row.net_profit));
  row.opportunity_upper = row.hours * g.value - row.net_profit;
}

// fill computes the author's columns and picks the first action whose condition is true.
// A condition that needs a missing value is not true.
function fill(row, { benchmark: g, settings }) {
  const slots = FIELDS.map((name) => field(name, row, g));
  settings.columns.forEach((column, i) => {
    slots[FIELDS.length + i] = row.columns[i] = column.tree ? null : (row.extra?.[i] ?? null);
  });
  for (const i of settings.order) {
    const value = evaluate(settings.columns[i].tree, slots);
    row.columns[i] = value;
    slots[FIELDS.length + i] = typeof value === 'string' ? null : value;
  }
  row.action = row.cls === 'open' ? -1 : settings.actions.findIndex((action) => evaluate(action.when, slots) === true);
}

const FLAGS = new Set(['strategic', 'fix_tried']), STATES = new Set(CLASSES);

function field(name, row, g) {
  if (name === 'benchmark') return g.value;
  if (FLAGS.has(name)) return Boolean(row[name]);
  return STATES.has(name) ? row.cls === name : row[name];
}

// whale ranks the accounts by net profit and adds them up one by one. The curve rises
// with the accounts that make a profit, up to peak, and falls with those that make a loss.
function whale(rows, total) {
  let sum = 0;
  const ranked = [...rows].sort((a, b) => b.net_profit - a.net_profit || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const points = ranked.map((row) => {
    sum += row.net_profit;
    return { row, sum, share: total.net_profit > 0 ? sum / total.net_profit * 100 : null };
  });
  return { points, peak: rows.reduce((acc, row) => acc + Math.max(0, row.net_profit), 0), earning: rows.filter((row) => row.net_profit > 0).length };
}

// snapshot returns the figures to store for an audit, so that a later audit can be
// compared with it.
export function snapshot({ total, classes, benchmark: g }, date) {
  const kept = { date, n: total.n, hour: total.profit_per_hour, benchmark: g.value, net_profit: total.net_profit, hours: total.hours, classes: {} };
  for (const cls of CLASSES) {
    const { n, net_revenue, net_profit, hours } = classes[cls];
    if (n) kept.classes[cls] = { n, net_revenue, net_profit, hours };
  }
  return kept;
}
