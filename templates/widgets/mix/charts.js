// The three charts: share of each total by class, profit against hours, and the whale
// curve. Positions are percentages and type is in pixels, so that labels have the same
// size at every width. Each chart has a finding as its title, a line that describes it,
// and the same data as a table, which is filled when it is opened.
import { h } from '../../client/lib/dom.js';
import { CLASSES } from './account.js';
import { say } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const LABELS = 8; // accounts named in a chart

function s(tag, attrs, ...children) {
  const el = document.createElementNS(SVG, tag);
  for (const name in attrs) el.setAttribute(name, attrs[name]);
  el.append(...children);
  return el;
}

const text = (x, y, cls, words) => s('text', { x, y, class: cls }, words);
const pct = (x) => `${Math.round(x * 100) / 100}%`;

// mark returns the class of a mark in a chart: its color, or an open mark for an
// account that is neither Smith nor Jones nor between.
const mark = (cls) => ({ smith: 'smith', jones: 'jones', between: 'mid' }[cls] ?? 'open');

// A Chart is a figure whose parts are replaced as the result changes.
export class Chart {
  // draw(result, f) returns {title, note, label, svg: [nodes], rows, foot}.
  constructor(name, height, draw) {
    this.draw = draw;
    this.title = h('b');
    this.note = h('span');
    this.svg = s('svg', { height, role: 'img' });
    this.foot = h('p', { class: 'quiet' });
    this.table = h('table', { class: 'plain' });
    this.more = h('details', { ontoggle: () => this.fill() }, h('summary', {}, say('as_table')), h('div', { class: 'scroll' }, this.table));
    this.el = h('figure', { class: 'chart ' + name }, h('figcaption', {}, this.title, this.note), h('div', { class: 'plot' }, this.svg), this.foot, this.more);
  }

  update(result, f) {
    const drawn = this.draw(result, f);
    this.drawn = drawn;
    this.title.textContent = drawn.title;
    this.note.textContent = drawn.note;
    this.svg.setAttribute('aria-label', `${drawn.title}. ${drawn.note}`);
    this.svg.replaceChildren(...drawn.svg);
    this.foot.textContent = drawn.foot ?? '';
    this.fill();
  }

  fill() {
    if (!this.more.open || !this.drawn) return;
    const [head, ...rows] = this.drawn.rows();
    this.table.replaceChildren(
      h('caption', { class: 'sr' }, this.drawn.title),
      h('thead', {}, h('tr', {}, head.map((c, i) => h('th', { scope: 'col', class: i && 'num' }, c)))),
      h('tbody', {}, rows.map((row) => h('tr', {}, row.map((c, i) => (i ? h('td', { class: 'num' }, c) : h('th', { scope: 'row' }, c)))))),
    );
  }
}

// stretched is a drawing in percent of the width and pixels of the height. Its content
// is scaled, but not its strokes.
const stretched = (height, ...children) => s('svg', { x: 0, y: 0, width: '100%', height, viewBox: `0 0 100 ${height}`, preserveAspectRatio: 'none', overflow: 'visible' }, ...children);

// dots are the marks of accounts. A few are circles with a title each. Many are one
// path for each class, with strokes of zero length and round ends.
function dots(points, f) {
  if (points.length <= 60) {
    return points.map(([row, x, y, value]) => s('circle', { class: mark(row.cls), cx: pct(x), cy: y, r: 6 }, s('title', {}, `${row.name}: ${value(f)}`)));
  }
  const paths = new Map();
  for (const [row, x, y] of points) paths.set(mark(row.cls), `${paths.get(mark(row.cls)) ?? ''}M${Math.round(x * 100) / 100} ${y}h0`);
  return [stretched(300, ...[...paths].map(([cls, d]) => s('path', { class: 'dots ' + cls, d, 'vector-effect': 'non-scaling-stroke' })))];
}

const SHARES = ['net_revenue', 'gross_profit', 'hours', 'net_profit'];
const BARS = ['smith', 'between', 'jones'];

// Bars of 100 % each. A class with a negative total has no bar; the note names it. The
// rest belongs to prospects and accounts without a class.
export function shareBars({ shares, classes }, f) {
  const svg = [];
  let x = 0;
  for (const cls of BARS) {
    const at = cls === 'jones' ? ['100%', 'cl end'] : [pct(cls === 'smith' ? 0 : Math.min(70, Math.max(24, shares.net_revenue.smith ?? 24))), 'cl'];
    if (classes[cls].n) svg.push(s('g', { class: mark(cls) }, text(at[0], 8, at[1], say(cls + '_count', { n: classes[cls].n }))));
  }
  SHARES.forEach((key, i) => {
    const y = 40 + 62 * i;
    svg.push(text(0, y, 't', say(key)));
    if (shares[key].smith === null) {
      svg.push(text(0, y + 24, 'q', say('no_shares')));
      return;
    }
    x = 0;
    for (const cls of BARS) {
      const share = shares[key][cls], width = Math.max(0, Math.min(share, 100 - x));
      if (width > 0) svg.push(s('rect', { class: mark(cls), x: pct(x), y: y + 7, width: pct(width), height: 24 }));
      if (width >= 8) svg.push(s('text', { class: 'on', x: pct(x + width / 2), y: y + 23, 'text-anchor': 'middle' }, f.percent(share)));
      else if (share !== 0) svg.push(s('g', { class: mark(cls) }, text(pct(x + (cls === 'jones' ? width : 0)), y + 46, cls === 'jones' ? 'cl end' : 'cl', f.percent(share))));
      x += width;
    }
  });
  const { hours, net_profit: np } = shares;
  const title = hours.smith === null || !classes.smith.n ? say('shares_title')
    : np.smith === null ? say('shares_finding_hours', { hours: f.percent(hours.smith) })
      : say('shares_finding', { hours: f.percent(hours.smith), profit: f.percent(np.smith) });
  const rest = CLASSES.filter((cls) => !BARS.includes(cls) && cls !== 'open' && classes[cls].n);
  const notes = [say('shares_note'), ...rest.map((cls) => say('shares_rest', { cls: say(cls), hours: f.percent(hours[cls]), profit: f.percent(np[cls]) }))];
  return {
    title, note: notes.join(' '), svg,
    rows: () => [[say('class'), say('accounts'), ...SHARES.flatMap((key) => [say(key), '%'])],
      ...CLASSES.filter((cls) => cls !== 'open' && classes[cls].n).map((cls) => [say(cls), f.whole(classes[cls].n), ...SHARES.flatMap((key) => [f.whole(classes[cls][key]), f.percent(shares[key][cls])])])],
  };
}

// scale returns round steps that contain low and high: {low, high, steps}.
function scale(low, high, most = 5) {
  const span = high - low || 1;
  const power = 10 ** Math.floor(Math.log10(span / most));
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => span / k <= most);
  const first = Math.floor(low / step), last = Math.ceil(high / step);
  return { low: first * step, high: last * step, steps: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step) };
}

const TOP = 20, BOTTOM = 262; // of the plot, px

function axis(low, high, f) {
  const sc = scale(Math.min(0, low), Math.max(0, high));
  const y = (v) => Math.round((BOTTOM - ((v - sc.low) / (sc.high - sc.low)) * (BOTTOM - TOP)) * 10) / 10;
  const lines = sc.steps.flatMap((v) => [
    s('line', { class: v === 0 ? 'z' : '', x1: 0, x2: '100%', y1: y(v), y2: y(v) }), text(-8, y(v) + 4, 'end q', f.short(v))]);
  return { y, lines, low: sc.low, high: sc.high };
}

// named returns the accounts to label: the largest profits, losses and hours.
function named(rows, size) {
  return new Set([...rows].sort((a, b) => size(b) - size(a)).slice(0, LABELS));
}

export function hoursAndProfit({ rows, benchmark: g, total }, f) {
  const shown = rows.filter((row) => row.counted);
  const most = scale(0, Math.max(1, ...shown.map((row) => row.hours)));
  const { y, lines, high } = axis(Math.min(0, ...shown.map((r) => r.net_profit)), Math.max(1, ...shown.map((r) => r.net_profit)), f);
  const x = (v) => pct((v / most.high) * 100);
  const svg = [...lines, ...most.steps.slice(1).map((v) => text(x(v), 282, v === most.high ? 'end q' : 'ctr q', f.short(v))), text('100%', 298, 'end q', say('hours_axis'))];
  if (g.value > 0) {
    const hours = Math.min(most.high, high / g.value);
    svg.push(s('line', { class: 'ds', x1: 0, y1: y(0), x2: x(hours), y2: y(hours * g.value) }));
  }
  const scaleHours = Math.max(1, total.hours), scaleProfit = Math.max(1, Math.abs(total.net_profit));
  const label = named(shown, (r) => r.hours / scaleHours + Math.abs(r.net_profit) / scaleProfit);
  const taken = [];
  svg.push(...dots(shown.map((row) => [row, (row.hours / most.high) * 100, y(row.net_profit), () => `${f.whole(row.net_profit)}, ${f.decimal(row.hours)} h`]), f));
  for (const row of label) {
    const far = row.hours / most.high > 0.7, at = [row.hours / most.high, y(row.net_profit)];
    if (taken.some(([tx, ty]) => Math.abs(tx - at[0]) < 0.3 && Math.abs(ty - at[1]) < 13)) continue;
    taken.push(at);
    svg.push(s('svg', { x: x(row.hours), y: y(row.net_profit), overflow: 'visible' }, text(far ? -11 : 11, 4, far ? 'end' : '', clip(row.name))));
  }
  return {
    title: say(total.net_profit > 0 ? 'hours_title' : 'hours_title_loss'), note: say('hours_note'), svg,
    foot: g.value === null ? '' : say('hours_foot', { rate: f.money(g.value) }),
    rows: () => [[say('account'), say('hours'), say('net_profit'), say('hour_earns')],
      ...shown.map((r) => [r.name, f.decimal(r.hours), f.whole(r.net_profit), f.whole(r.profit_per_hour)])],
  };
}

const clip = (name) => (name.length > 22 ? name.slice(0, 20) + '…' : name);

export function whaleCurve({ whale, total }, f) {
  const { points, peak, earning } = whale;
  const n = Math.max(1, points.length);
  const { y, lines } = axis(Math.min(0, ...points.map((p) => p.sum)), Math.max(1, peak), f);
  const x = (i) => pct((i / n) * 100);
  const svg = [...lines];
  const tick = Math.ceil(n / 10);
  const at = points.map((p, i) => [p.row, ((i + 1) / n) * 100, y(p.sum), () => f.whole(p.sum)]);
  svg.push(stretched(300, s('polyline', { class: 'cv', points: [`0,${y(0)}`, ...at.map(([, px, py]) => `${px},${py}`)].join(' '), 'vector-effect': 'non-scaling-stroke' })));
  for (let i = tick; i <= n; i += tick) svg.push(text(x(i), 282, i === n ? 'end q' : 'ctr q', f.whole(i)));
  svg.push(...dots(at, f));
  svg.push(text('100%', 298, 'end q', say('accounts_axis')));
  if (points.length) {
    if (n <= 40) svg.push(s('svg', { x: x(1), y: y(points[0].sum), overflow: 'visible' }, text(10, 14, '', clip(points[0].row.name))));
    if (earning && earning < n) svg.push(s('svg', { x: x(earning), y: y(peak), overflow: 'visible' }, text(0, -10, earning > n * 0.8 ? 't end' : 't ctr', say('peak', { value: f.whole(peak) }))));
    svg.push(s('svg', { x: '100%', y: y(total.net_profit), overflow: 'visible' }, text(0, 24, 't end', f.whole(total.net_profit))));
  }
  return {
    title: say(!points.length ? 'whale_title_none' : earning < points.length ? 'whale_title' : 'whale_title_all', { n: earning, all: points.length }), note: say('whale_note'), svg,
    rows: () => [[say('account'), say('net_profit'), say('cumulative'), '%'],
      ...points.map((p) => [p.row.name, f.whole(p.row.net_profit), f.whole(p.sum), f.percent(p.share)])],
  };
}
