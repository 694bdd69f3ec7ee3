// Computes the result of a scorecard. No DOM here.
//
//   card    {items, points, min, bad, bands, gates}
//   item    {id, w, reverse}           w: weight, 0..100
//   points  [0..1]                     what each answer of the scale is worth
//   band    {from, verdict}            the scores from `from` up to the next band's
//   gate    {item, op, value, verdict} op: < <= > >=, value 0..1
//   answers Map(id → index in the scale); anything else counts as not answered
//
// score = 100 Σ w·v / Σ w over the answered items, v what the answer is worth after
// reverse; coverage = Σ w(answered) / Σ w. Nothing here is rounded.

// Comparisons allow for floating-point error, so that a score computed as 64.99999999999
// is in the band that begins at 65.
const TINY = 1e-9;

/** What an answer is worth, 0..1; undefined when there is none. */
export function worth(item, answer, points) {
  const v = Number.isInteger(answer) ? points[answer] : undefined;
  return v === undefined ? undefined : item.reverse ? 1 - v : v;
}

/** The index of the band that a score is in; -1 if there are no bands. */
export const bandOf = (bands, score) => bands.filter((b) => b.from <= score + TINY).length - 1;

const holds = { "<": (a, b) => a < b - TINY, "<=": (a, b) => a <= b + TINY, ">": (a, b) => a > b + TINY, ">=": (a, b) => a >= b - TINY };

/**
 * The result: {score, coverage, answered, more, band, capped, fired, top, open}.
 * score    null if the answered items have no weight
 * answered the number of answers
 * more     how many more answers it takes at least to reach a verdict, 0 if there is one
 * band     the index of the score's band, -1 while there is no verdict
 * fired    the gates whose condition is true. The first gives the verdict, unless its
 *          verdict is that of a band.
 * capped   the index of the best band that the fired gates allow, -1 if they name none
 * top      the up to three items that matter most, [{id, share}], largest first: those
 *          that cost most points, or, if a high score is bad, that add most points
 * open     the ids of items without an answer, in the author's order
 */
export function evaluate(card, answers) {
  const { items, points, bands, gates, bad } = card;
  let all = 0, known = 0, sum = 0, answered = 0;
  const open = [], parts = [];
  for (const item of items) {
    const v = worth(item, answers.get(item.id), points);
    all += item.w;
    if (v === undefined) {
      open.push(item);
      continue;
    }
    answered++;
    known += item.w;
    sum += item.w * v;
    parts.push({ id: item.id, amount: item.w * (bad ? v : 1 - v) });
  }
  const score = known > 0 ? (100 * sum) / known : null;
  const coverage = all > 0 ? known / all : 0;
  const more = lacking(open, card.min * all - known, all);
  const fired = gates.filter((g) => {
    const item = items.find((i) => i.id === g.item);
    const v = item && worth(item, answers.get(g.item), points);
    return v !== undefined && holds[g.op](v, g.value);
  });
  const band = more === 0 && score !== null ? bandOf(bands, score) : -1;
  return { score, coverage, answered, more, band, ...cap(card, fired, band), fired, top: largest(parts), open: open.map((i) => i.id) };
}

/** How many open items must be answered, heaviest first, to cover the missing weight. */
function lacking(open, weight, all) {
  let n = 0;
  for (const item of [...open].sort((a, b) => b.w - a.w)) {
    if (weight <= TINY * all) break;
    weight -= item.w;
    n++;
  }
  return n;
}

/** A gate whose verdict is that of a band limits the result to that band. */
function cap({ bands, bad }, fired, band) {
  if (band < 0) return { capped: -1 };
  const named = fired.map((g) => bands.findIndex((b) => b.verdict === g.verdict)).filter((i) => i >= 0);
  if (!named.length) return { capped: -1 };
  const limit = bad ? Math.max(...named) : Math.min(...named);
  return { capped: bad ? Math.max(limit, band) : Math.min(limit, band) };
}

function largest(parts) {
  const total = parts.reduce((sum, p) => sum + p.amount, 0);
  if (total <= TINY) return [];
  return parts.filter((p) => p.amount > TINY).sort((a, b) => (Math.abs(b.amount - a.amount) <= TINY ? 0 : b.amount - a.amount))
    .slice(0, 3).map((p) => ({ id: p.id, share: p.amount / total }));
}

/**
 * How many decimals a score needs so that the rounded score is in the same band. 64.96
 * must not be shown as 65 if a band begins at 65.
 */
export function decimals(bands, score) {
  for (let n = 0; n < 4; n++) {
    const shown = Math.round(score * 10 ** n) / 10 ** n;
    if (bandOf(bands, shown) === bandOf(bands, score)) return n;
  }
  return 4;
}
