// One account: what serving it costs, what it earns, and its class. Money is per
// period, in one currency. Percentages are 0 to 100. A figure that was not given is
// null, and a result that cannot be computed is null too, never 0 and never infinite.

// INPUTS are the figures that a reader may enter for an account, in the order of the
// table. An account also has `name`, `id`, `strategic`, `fix_tried`, `override` ({cls,
// reason}) and `notes`.
export const INPUTS = [
  'revenue', 'margin', 'gross_profit', 'discount', 'days_to_pay',
  'inside_hours', 'service_hours', 'visit_hours', 'complaints', 'expedites',
  'entertainment', 'returns', 'prompt_discount', 'wallet', 'solutions', 'access',
];

// CLASSES are the classes of accounts, in the order of totals. An "open" account has no
// revenue or no margin yet and is in no total.
export const CLASSES = ['smith', 'between', 'jones', 'prospect', 'unclear', 'credit', 'open'];

// FIELDS are the names that a formula may use, in slot order. The author's columns
// follow. generator/widget/mix has the same list.
export const FIELDS = [
  ...INPUTS, 'net_revenue', 'carry', 'cost_to_serve', 'net_profit', 'hours', 'profit_per_hour',
  'net_margin', 'cts_ratio', 'price_leak', 'headroom', 'score', 'coverage', 'benchmark',
  'opportunity_cost', 'strategic', 'fix_tried', ...CLASSES,
];

// SLACK absorbs the rounding of weighted sums at a threshold: 0.1 + 0.3 is 0.4.
const SLACK = 1e-9;

// account computes one row: the inputs, the money (04 §3), the votes of the signals,
// the score and the class. `flags` names what is missing or unusual; `counted` says
// whether the row is in the totals.
export function account(input, settings) {
  const row = { ...input, flags: [], columns: [] };
  for (const key of INPUTS) row[key] = input[key] ?? null;
  money(row, settings);
  effort(row);
  classify(row, settings);
  return row;
}

function money(row, s) {
  const { rates, unit } = s;
  row.net_revenue = netRevenue(row, s);
  const gp = grossProfit(row);
  if (row.gross_profit !== null && row.net_revenue) row.margin = gp / row.net_revenue * 100;
  row.gross_profit = gp;
  row.counted = Boolean(row.name) && row.net_revenue !== null && gp !== null;
  if (!row.name) row.flags.push('needs_name');
  if (row.revenue === null) row.flags.push('needs_revenue');
  else if (gp === null) row.flags.push('needs_margin');
  row.price_leak = times(row.net_revenue, row.discount === null || row.discount >= 100 ? null : row.discount / (100 - row.discount));
  row.headroom = row.wallet && row.net_revenue !== null ? row.net_revenue / (row.wallet / 100) - row.net_revenue : null;
  row.carry = carry(row, s);
  const served = given(row.inside_hours) * rates.inside + given(row.service_hours) * rates.service + given(row.visit_hours) * rates.visit;
  const incidents = given(row.complaints) * unit.complaint + given(row.expedites) * unit.expedite;
  row.cost_to_serve = row.carry === null ? null
    : served + incidents + given(row.entertainment) + given(row.returns) + given(row.prompt_discount) + row.carry;
  row.net_profit = row.counted ? gp - row.cost_to_serve : null;
  row.cts_ratio = row.counted && gp > 0 ? row.cost_to_serve / gp : null;
  row.net_margin = row.counted && row.net_revenue !== 0 ? row.net_profit / row.net_revenue : null;
}

const given = (x) => x ?? 0;
const times = (a, b) => (a === null || b === null ? null : a * b);

// netRevenue subtracts the discount only if revenue was entered at list price.
function netRevenue(row, s) {
  if (row.revenue === null || s.basis !== 'list') return row.revenue;
  return row.revenue * (1 - given(row.discount) / 100);
}

// grossProfit is the amount that was entered, else margin of net revenue. An account
// that buys nothing has none, whatever its margin.
function grossProfit(row) {
  if (row.net_revenue === null) return null;
  const byMargin = row.margin === null ? null : row.net_revenue * row.margin / 100;
  if (row.gross_profit === null) return row.net_revenue === 0 ? 0 : byMargin;
  if (byMargin !== null && Math.abs(row.gross_profit - byMargin) > 0.005 * Math.abs(row.revenue)) row.flags.push('margin_differs');
  return row.gross_profit;
}

// carry is the cost of the money that the customer owes.
function carry(row, s) {
  if (row.net_revenue === null) return null;
  if (row.days_to_pay === null) row.flags.push('needs_days');
  const days = s.carry === 'late-only' ? Math.max(0, given(row.days_to_pay) - s.terms) : given(row.days_to_pay);
  return row.net_revenue * days / 365 * s.capital;
}

function effort(row) {
  const hours = [row.inside_hours, row.service_hours, row.visit_hours];
  row.all_hours = !hours.includes(null);
  if (!row.all_hours) row.flags.push('needs_hours');
  row.hours = hours.reduce((sum, h) => sum + given(h), 0);
  row.profit_per_hour = row.counted && row.hours > 0 ? row.net_profit / row.hours : null;
}

// measures are the values for the signals; null is unanswered.
const measures = {
  margin: (row) => row.margin,
  discount: (row) => row.discount,
  days: (row) => row.days_to_pay,
  service_intensity: (row) => {
    if (row.inside_hours === null || row.service_hours === null || row.gross_profit === null) return null;
    const hours = row.inside_hours + row.service_hours;
    if (row.gross_profit > 0) return hours / (row.gross_profit / 1000);
    return hours > 0 ? Infinity : null; // work without profit: a Smith by any threshold
  },
  incidents: (row) => (row.complaints === null || row.expedites === null || !(row.net_revenue > 0) ? null
    : (row.complaints + row.expedites) / (row.net_revenue / 10000)),
  solutions: (row) => row.solutions,
  access: (row) => row.access,
};

const compare = {
  '>=': (x, at) => x >= at, '<=': (x, at) => x <= at, '>': (x, at) => x > at, '<': (x, at) => x < at, '==': (x, at) => x === at,
};

// vote is +1 for Jones, -1 for Smith, 0 between the thresholds, null unanswered.
function vote(signal, value) {
  if (value === null) return null;
  if (value === Infinity) return -1;
  if (compare[signal.jones.op](value, signal.jones.at)) return 1;
  return compare[signal.smith.op](value, signal.smith.at) ? -1 : 0;
}

// classify counts the votes and writes row.why: every signal with its value and vote,
// so that the page can explain the class.
function classify(row, s) {
  let sum = 0, answered = 0, all = 0;
  row.why = s.signals.map((signal) => {
    const value = measures[signal.id](row);
    const v = vote(signal, value);
    all += signal.weight;
    if (v !== null) {
      answered += signal.weight;
      sum += signal.weight * v;
    }
    return { id: signal.id, weight: signal.weight, value, vote: v };
  });
  row.score = answered > 0 ? sum / answered : null;
  row.coverage = all > 0 ? answered / all : 0;
  row.voted = byVote(row, s);
  row.cls = row.override && row.voted !== 'open' ? row.override.cls : row.voted;
}

function byVote(row, s) {
  if (!row.counted) return 'open';
  if (row.net_revenue === 0) return 'prospect';
  if (row.net_revenue < 0) return 'credit';
  if (row.coverage < s.coverage - SLACK || row.score === null) return 'unclear';
  if (row.score >= s.classes.jones - SLACK) return 'jones';
  return row.score <= s.classes.smith + SLACK ? 'smith' : 'between';
}
