// The reports that are shown as tables and bars of our own.
import * as format from '../format.js';
import { show } from './words.js';
import { weekdayNames } from './days.js';
import { panel } from './panel.js';
import { shortChange, time } from './units.js';

const rateText = (low, high) => (low === null ? 'No outcome is known yet' : `Between ${format.rate(low)} and ${format.rate(high)}`);

/** Bars that all lie above 80 % are drawn on a scale from there, so that differences can be seen. */
function scaleOf(rows) {
  const least = Math.min(100, ...rows.filter((row) => row.rateLow !== null).map((row) => row.rateLow));
  const start = Math.max(0, Math.floor((least - 2) / 10) * 10);
  const place = (value) => Math.round(((value - start) / (100 - start)) * 1000) / 10;
  return {
    text: `${start} – 100 %`,
    bar: (row) => (row.rateLow === null ? null : { from: place(row.rateLow), to: place(row.rateHigh), mark: place(row.deliveryRate) }),
  };
}

export const summary = () => panel({
  id: 'summary', report: 'summary', blank: { figures: show.blankFigures(), any: true },
  view({ rows, before }) {
    const found = (name) => rows.filter((row) => row.figure === name);
    const line = (name, label, good) => {
      const [row] = found(name);
      return row && row.value !== null ? [show.figure(name, label, row, before, good)] : row ? [show.figure(name, label, row, null, good)] : [];
    };
    return {
      any: true,
      total: Number((found('total')[0] || {}).value || 0),
      figures: [
        ...line('sent', 'Sent', 'up'), ...line('deliveryRate', 'Delivery rate', 'up'), ...line('failed', 'Failed', 'down'), ...line('p50Time', 'Half arrive within', 'down'),
        ...line('replies', 'Replies'), ...line('optOuts', 'Opt-outs', 'down'), ...show.costs(found('cost'), before),
      ],
    };
  },
});

const steps = 6;

export const hours = () => panel({
  id: 'hours', report: 'hours', needs: 'whole-business', takes: [], blank: { hours: [], days: [], any: false },
  view({ rows }) {
    const found = Object.fromEntries(rows.map((row) => [`${row.weekday} ${row.hour}`, row]));
    const most = Math.max(1, ...rows.map((row) => row.total));
    const all = Array.from({ length: 24 }, (_, hour) => hour);
    const cell = (day, number, hour) => {
      const row = found[`${number} ${hour}`];
      const total = row ? row.total : 0;
      const named = `${day.name}, ${String(hour).padStart(2, '0')}:00`;
      return {
        hour,
        text: total ? format.count(total) : '',
        look: `heat-${total ? Math.max(1, Math.ceil((total / most) * steps)) : 0}`,
        hint: row ? `${named}: ${format.plural(total, 'message')}, ${format.rate(row.deliveryRate)} delivered` : `${named}: none`,
      };
    };
    return {
      any: rows.length > 0,
      hours: all.map((hour) => String(hour).padStart(2, '0')),
      days: weekdayNames.map((day, index) => ({ ...day, cells: all.map((hour) => cell(day, index + 1, hour)) })),
    };
  },
});

function place(row) {
  if (row.bestRank === null) return { place: format.none, placeLook: 'none' };
  if (row.noRealDifference) return { place: 'No real difference', placeLook: 'none' };
  if (row.bestRank === row.worstRank) return { place: `${row.bestRank}`, placeLook: 'sure' };
  return { place: `${row.bestRank} to ${row.worstRank}`, placeLook: 'between' };
}

const shownFirst = 10;

export const dealerships = () => panel({
  id: 'dealerships', report: 'dealerships', takes: [], showingAll: false, asks: () => ({ limit: 1000 }),
  blank: { lines: [], scale: '', hidden: 0, moreText: '', any: false },
  view({ rows }, panelItself) {
    const shown = panelItself.showingAll ? rows : rows.slice(0, shownFirst);
    const scale = scaleOf(shown);
    const hidden = rows.length - shown.length;
    return {
      any: rows.length > 0,
      names: rows.map((row) => row.dealership).filter(Boolean),
      scale: scale.text,
      hidden,
      moreText: `Show ${format.plural(hidden, 'more dealership')}`,
      lines: shown.map((row) => ({
        key: row.dealership, name: row.dealership || 'No dealership', total: format.count(row.total), sent: format.count(row.sent), failed: format.count(row.failed),
        change: shortChange(row.total, row.before, 'messages'), rate: format.rate(row.deliveryRate), bar: scale.bar(row), interval: rateText(row.rateLow, row.rateHigh), ...place(row),
      })),
    };
  },
});

export const providers = () => panel({
  id: 'providers', report: 'providers', needs: 'whole-business', takes: [], blank: { lines: [], scale: '', any: false },
  view({ rows }) {
    const now = rows.filter((row) => row.period === 'current');
    const before = Object.fromEntries(rows.filter((row) => row.period === 'before').map((row) => [row.provider, row]));
    const scale = scaleOf(now);
    return {
      any: now.length > 0,
      names: now.map((row) => row.provider),
      scale: scale.text,
      lines: now.map((row) => ({
        key: row.provider, name: row.provider, sent: format.count(row.sent), delivered: format.count(row.delivered), rate: format.rate(row.deliveryRate),
        change: before[row.provider] ? shortChange(row.deliveryRate, before[row.provider].deliveryRate, 'percent') : '', bar: scale.bar(row), interval: rateText(row.rateLow, row.rateHigh),
        half: time(row.p50Milliseconds), most: time(row.p90Milliseconds), cost: row.costs.map(({ amount, currency }) => format.moneyInShort(amount, currency)).join(' + ') || format.none,
      })),
    };
  },
});

export const errors = () => panel({
  id: 'errors', report: 'errors', blank: { lines: [], any: false }, emptyText: 'Nothing failed in this time.',
  view({ rows }) {
    const now = rows.filter((row) => row.messages > 0);
    const most = Math.max(1, ...now.map((row) => row.messages));
    return {
      any: now.length > 0,
      lines: now.slice(0, 12).map((row) => ({
        key: row.code, code: row.code, meaning: row.meaning, advice: row.advice, count: format.count(row.messages), rate: row.rate === null ? '' : format.rate(row.rate),
        change: shortChange(row.rate, row.rateBefore, 'percent'), bar: { from: 0, to: (row.messages / most) * 100 },
      })),
    };
  },
});

export const costKinds = [{ name: 'dealership', label: 'Dealership' }, { name: 'provider', label: 'Provider' }, { name: 'country', label: 'Country' }];

export const costs = () => panel({
  id: 'costs', report: 'costs', needs: 'whole-business', takes: [], by: 'dealership', showingAll: false, asks: (own) => ({ by: own.by }),
  blank: { lines: [], label: 'Dealership', hidden: 0, moreText: '', any: false }, emptyText: 'No message has a price in this time.',
  view({ rows }, own) {
    const { label } = costKinds.find((kind) => kind.name === own.by);
    // Bars compare within a currency only.
    const most = {};
    for (const row of rows) most[row.currency] = Math.max(most[row.currency] || 0, Number(row.cost));
    const shown = own.showingAll ? rows : rows.slice(0, shownFirst);
    const hidden = rows.length - shown.length;
    const unnamed = own.by === 'country' ? 'Unknown country' : `No ${own.by}`;
    return {
      any: rows.length > 0,
      label,
      hidden,
      moreText: `Show ${format.plural(hidden, 'more line')}`,
      lines: shown.map((row) => ({
        key: `${row.name} ${row.currency}`, name: own.by === 'country' ? show.country(row.name) || unnamed : row.name || unnamed, messages: format.count(row.messages),
        each: format.money(row.perMessage, row.currency), cost: format.moneyInShort(row.cost, row.currency), before: row.before === null ? format.none : format.moneyInShort(row.before, row.currency),
        bar: { from: 0, to: most[row.currency] ? (Number(row.cost) / most[row.currency]) * 100 : 0 },
      })),
    };
  },
});

const stepWords = { sent: ['Sent', 'primary'], delivered: ['Delivered', 'success'], clicked: ['Opened the link', 'warning'], rated: ['Gave stars', 'neutral'] };

export const funnel = () => panel({
  id: 'funnel', report: 'funnel', takes: ['dealership'], blank: { lines: [], any: false },
  view({ rows }) {
    return {
      any: rows.some((row) => row.messages > 0),
      lines: rows.map((row, index) => {
        const [label, tone] = stepWords[row.step] || [row.step, 'neutral'];
        const shares = index === 0 ? '' : `${format.rate(row.ofPrevious)} of the step before${index > 1 ? `, ${format.rate(row.ofFirst)} of all sent` : ''}`;
        return { key: row.step, label, tone, count: format.count(row.messages), change: shortChange(row.messages, row.before, 'messages'), share: shares, bar: { from: 0, to: row.ofFirst || 0 } };
      }),
    };
  },
});

