// What a scorecard amounts to, without a page.
//
//   card    {items, points, min, bad, bands, gates}
//   item    {id, w, reverse}           w: weight, 0..100
//   points  [0..1]                     what each answer of the scale is worth
//   band    {from}                     half-open, the next band's from is its end
//   gate    {item, op, value, verdict} op: < <= > >=, value 0..1
//   answers Map(id → place in the scale); anything else is "not answered"
//
// score = 100 Σ w·v / Σ w over the answered items, v the answer's worth after
// reverse; coverage = Σ w(answered) / Σ w. Nothing here is rounded.

// A part in a thousand million forgives what binary fractions cannot say, so that
// 65 out of 100 is in the band that begins at 65.
const TINY = 1e-9;

/** What an answer is worth, 0..1; undefined when there is none. */
export function worth(item, answer, points) {
  const v = Number.isInteger(answer) ? points[answer] : undefined;
  return v === undefined ? undefined : item.reverse ? 1 - v : v;
}

/** The place of the band a score falls in; -1 without bands. */
export const bandOf = (bands, score) => bands.filter((b) => b.from <= score + TINY).length - 1;

const holds = { "<": (a, b) => a < b - TINY, "<=": (a, b) => a <= b + TINY, ">": (a, b) => a > b + TINY, ">=": (a, b) => a >= b - TINY };

/**
 * {score (null when nothing weighs), coverage, answered, more, band, capped, fired,
 * top, open}:
 * more   the least number of further answers for a verdict, 0 when there is one
 * band   the score's band, -1 while there is no verdict
 * fired  the gates that fired; the first is the verdict, unless it names a band
 * capped the band the verdict may not pass, -1 without one
 * top    up to three {id, share}: what did most to the result, heaviest first, ties in
 *        the author's order. Where a high score is good it is what is missing most.
 * open   ids without an answer, in the author's order
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

/** How many of the heaviest open items it takes to answer the weight that lacks. */
function lacking(open, weight, all) {
  let n = 0;
  for (const item of [...open].sort((a, b) => b.w - a.w)) {
    if (weight <= TINY * all) break;
    weight -= item.w;
    n++;
  }
  return n;
}

/** A gate that names a band's verdict caps the verdict at that band. */
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
 * How many decimals a score needs so that rounding does not carry it into another
 * band: 64.96 must not read "65" with the verdict of the band below.
 */
export function decimals(bands, score) {
  for (let n = 0; n < 4; n++) {
    const shown = Math.round(score * 10 ** n) / 10 ** n;
    if (bandOf(bands, shown) === bandOf(bands, score)) return n;
  }
  return 4;
}
