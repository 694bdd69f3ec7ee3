// Formats numbers in the page's language. The formatters are cached, because a page
// with 500 accounts writes thousands of numbers after an edit.

import { formatDate } from '../../client/lib/dates.js';

// formats returns functions: whole, decimal (one place), exact (as entered), money,
// hour (money per hour), percent (of 0 to 100), signed. An unknown value is a dash.
export function formats(locale, currency) {
  const make = (options) => {
    const f = new Intl.NumberFormat(locale, { roundingMode: 'halfExpand', maximumFractionDigits: 0, ...options });
    return (x) => (typeof x === 'number' && Number.isFinite(x) ? f.format(String(x)).replace(/^-/, '\u2212') : '–');
  };
  const percent = make({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'negative' });
  return {
    locale,
    whole: make({ signDisplay: 'negative' }),
    decimal: make({ maximumFractionDigits: 1, signDisplay: 'negative' }),
    exact: make({ maximumFractionDigits: 10, useGrouping: true }),
    short: make({ notation: 'compact', maximumFractionDigits: 1, signDisplay: 'negative' }),
    signed: make({ signDisplay: 'exceptZero' }),
    signedScore: make({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' }),
    money: make({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', signDisplay: 'negative' }),
    signedMoney: make({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', signDisplay: 'exceptZero' }),
    percent: (x) => percent(typeof x === 'number' ? x / 100 : x),
    symbol: new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0).find((p) => p.type === 'currency').value,
    date: (iso) => formatDate(iso, locale),
  };
}
