// What would change if hours moved from one account to another. The audit's page
// explains all formulas, under "How this is calculated".
import { earned } from './engine.js';

// A move is {row, keep, takeover, rate, retention, fee}: the visit hours that you keep,
// the hours that somebody else takes over and their rate, the part of the business that
// stays (0 to 1), and a referral fee (0 to 1 of net revenue).

// after is the account's net profit after a move. Of the inside and service hours, only
// the avoidable share ends at once when the customer leaves. Everything else shrinks
// with the business, so a move that moves nothing changes nothing.
export function after({ row, keep, takeover, rate, retention, fee }, s) {
  const lost = 1 - retention;
  const visits = row.visit_hours ?? 0;
  const stays = visits > 0 ? Math.min(1, keep / visits) : Math.min(1, retention);
  const cost = keep * s.rates.visit + takeover * rate
    + (row.inside_hours ?? 0) * s.rates.inside * (1 - s.avoidable.inside * lost)
    + (row.service_hours ?? 0) * s.rates.service * (1 - s.avoidable.service * lost)
    + retention * ((row.complaints ?? 0) * s.unit.complaint + (row.expedites ?? 0) * s.unit.expedite + row.carry
      + (row.returns ?? 0) + (row.prompt_discount ?? 0))
    + (row.entertainment ?? 0) * stays;
  return retention * row.gross_profit - cost + fee * row.net_revenue;
}

// whatIf adds up the moves. realisation is the part of the freed hours that really
// earns the benchmark. breakeven is the realisation from which the moves pay: 0 if they
// pay anyway, null if no freed hour can make them pay.
export function whatIf(result, moves, realisation) {
  const { benchmark: g, settings } = result;
  const per = moves.map((move) => {
    const np = after(move, settings);
    return { move, freed: Math.max(0, (move.row.visit_hours ?? 0) - move.keep), before: move.row.net_profit, after: np, delta: np - move.row.net_profit };
  });
  const freed = per.reduce((sum, p) => sum + p.freed, 0);
  const delta = per.reduce((sum, p) => sum + p.delta, 0);
  const gain = g.value === null ? 0 : earned(freed, g, realisation);
  const hours = freed * (g.value ?? 0);
  const breakeven = delta >= 0 ? 0 : hours > 0 ? -delta / hours : null;
  return { per, freed, delta, gain, net: delta + gain, breakeven };
}

// pay is the rep's commission before and after the moves: rate c of gross profit, of
// which split goes to the person who takes over the account. The gross profit of the
// gain is computed with the Joneses' own ratio of gross to net profit.
export function pay(result, moves, outcome, { commission, split }) {
  const { benchmark: g } = result;
  const before = moves.reduce((sum, { row }) => sum + commission * row.gross_profit, 0);
  const kept = moves.reduce((sum, { row, retention }) => sum + commission * (1 - split) * retention * row.gross_profit, 0);
  const gross = g.net_profit > 0 ? outcome.gain * g.gross_profit / g.net_profit : outcome.gain;
  return { before, after: kept + commission * gross };
}

// byNewAccounts is the other use of freed hours: winning new Joneses. It is the net
// profit of the first period, of which ramp (0 to 1) is reached.
export function byNewAccounts(result, freed, { hoursToWin, ramp }) {
  const { jones } = result.classes;
  if (!(hoursToWin > 0) || !jones.n) return null;
  return freed / hoursToWin * (jones.net_profit / jones.n) * ramp;
}
