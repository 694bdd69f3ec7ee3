// The suggested actions in words, best first: what the account earns, and what to do
// about it.
import { h } from '../../client/lib/dom.js';
import { say } from './words.js';

const FEW = 30;

// sentence gives the reason for a built-in action, or the author's own words.
function sentence(row, action, { benchmark: g }, f) {
  if (!action.id) return action.say ?? '';
  const params = {
    hour: f.money(row.profit_per_hour), rate: f.money(g.value), hours: f.decimal(row.hours), profit: f.money(row.net_profit),
    wallet: f.percent(row.wallet), room: f.money(row.headroom), loss: f.money(-row.net_profit), lossHour: f.money(row.profit_per_hour === null ? null : -row.profit_per_hour),
  };
  let key = 'say_' + action.id;
  if (action.id === 'develop' && row.headroom !== null) key += '_room';
  if ((action.id === 'fix' || action.id === 'cultivate') && row.profit_per_hour === null) key += '_hours';
  if (action.id === 'fix' && row.net_profit > 0) key = 'say_fix_even';
  const words = say(key, params);
  return row.flags.includes('needs_hours') && action.id !== 'properties' ? `${words} ${say('say_missing')}` : words;
}

// advice draws the list into el; with all, every account and not only the first few.
export function advice(el, result, f, all) {
  const { rows, settings } = result;
  const todo = rows.filter((row) => row.action >= 0)
    .sort((a, b) => a.action - b.action || (b.opportunity_cost ?? 0) - (a.opportunity_cost ?? 0) || b.net_profit - a.net_profit);
  const item = (row) => {
    const action = settings.actions[row.action];
    return h('li', {}, h('b', {}, row.name), h('em', {}, action.id ? say('do_' + action.id) : action.do), h('span', {}, sentence(row, action, result, f)));
  };
  const shown = all ? todo : todo.slice(0, FEW);
  const idle = rows.filter((row) => row.action < 0).length;
  el.replaceChildren(
    h('ul', { class: 'acts' }, shown.map(item)),
    ...(todo.length > shown.length ? [h('button', { type: 'button', class: 'btn bare', onclick: () => advice(el, result, f, true) }, say('show_all', { n: todo.length }))] : []),
    ...(idle ? [h('p', { class: 'quiet' }, say('no_advice', { n: idle }))] : []),
    ...(todo.some((row) => settings.actions[row.action].id === 'refer') ? [h('details', {}, h('summary', {}, say('letgo_title')), h('p', {}, say('letgo_script')))] : []),
  );
}

// actionOf names the suggestion for a row, for tables and exports.
export function actionOf(row, settings) {
  const action = settings.actions[row.action];
  return action ? (action.id ? say('do_' + action.id) : action.do) : '';
}
