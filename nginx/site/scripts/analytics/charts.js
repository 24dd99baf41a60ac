// The charts of the page: for each a report, and what of it is drawn and listed.
import * as format from '../format.js';
import { stores } from '../stores.js';
import { namedDay, shortDay } from './days.js';
import { panel } from './panel.js';
import { unitText } from './units.js';

const blank = { chart: null, spoken: '', head: [], lines: [], any: false };

/** "Nov 3", or the week that begins there. */
const label = (day, grain) => (grain === 'week' ? `from ${shortDay(day)}` : shortDay(day));
const longLabel = (day, grain) => (grain === 'week' ? `Week from ${shortDay(day)}` : namedDay(day));
const ofPeriod = (rows, name) => rows.filter((row) => row.period === name);

/** A panel whose chart has a column for each day or week, and whose table a line. */
function trend({ id, title, hint, report, columns, chart, any, ...more }) {
  return panel({
    id, title, hint, report, blank, titleId: `${id}-title`, exportWords: ` ${title.toLowerCase()}`, tableLabel: `${title}, as a table`,
    ...more,
    view({ rows, grain }) {
      const now = ofPeriod(rows, 'current');
      const before = ofPeriod(rows, 'before');
      const plan = chart(now, before);
      const isAny = now.some(any) || before.some(any);
      return {
        any: isAny,
        chart: isAny && { labels: now.map((row) => label(row.day, grain)), ...plan },
        spoken: `${title}: ${plan.spoken}. The figures are in the table below.`,
        head: [grain === 'week' ? 'Week' : 'Day', ...columns.map((column) => column.label)],
        lines: now.map((row) => ({
          key: row.day, name: longLabel(row.day, grain),
          cells: columns.map(({ name, unit }) => ({ key: name, text: unitText(row[name], unit) })),
        })).reverse(),
      };
    },
  });
}

const values = (rows, name) => rows.map((row) => row[name]);
const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);
/** The period before as a dashed line; its days stand where theirs are now. */
const earlier = (rows, name, text, tone = 'neutral') => (rows.length ? [{ label: text, values: values(rows, name), tone, kind: 'line', dashed: true }] : []);

const volume = () => trend({
  id: 'volume', report: 'volume', title: 'Messages', width: 'full',
  hint: 'By the day they were due, and what became of them.',
  any: (row) => row.total > 0,
  columns: [
    { name: 'total', label: 'All', unit: 'messages' }, { name: 'delivered', label: 'Delivered', unit: 'messages' }, { name: 'onTheWay', label: 'On the way', unit: 'messages' },
    { name: 'failed', label: 'Failed', unit: 'messages' }, { name: 'waiting', label: 'Waiting', unit: 'messages' }, { name: 'notSent', label: 'Not sent', unit: 'messages' },
  ],
  chart: (now, before) => ({
    kind: 'bar', stacked: true, unit: 'messages', spoken: `${format.plural(sum(now, 'total'), 'message')}, ${format.count(sum(now, 'delivered'))} delivered, ${format.count(sum(now, 'failed'))} failed`,
    series: [
      { label: 'Delivered', values: values(now, 'delivered'), tone: 'success' }, { label: 'On the way', values: values(now, 'onTheWay'), tone: 'primary' },
      { label: 'Failed', values: values(now, 'failed'), tone: 'error' }, { label: 'Waiting', values: values(now, 'waiting'), tone: 'warning' },
      { label: 'Not sent', values: values(now, 'notSent'), tone: 'neutral' }, ...earlier(before, 'total', 'All, period before'),
    ],
  }),
});

const rates = () => trend({
  id: 'rates', report: 'volume', title: 'Delivered and failed',
  hint: 'Shares of the messages whose outcome is known.',
  any: (row) => row.deliveryRate !== null,
  columns: [{ name: 'deliveryRate', label: 'Delivered', unit: 'percent' }, { name: 'failureRate', label: 'Failed', unit: 'percent' }],
  chart: (now, before) => ({
    kind: 'line', unit: 'percent', most: 100, spoken: `the share delivered and the share failed over ${now.length} points`,
    series: [
      { label: 'Delivered', values: values(now, 'deliveryRate'), tone: 'success' }, { label: 'Failed', values: values(now, 'failureRate'), tone: 'error', filled: true },
      ...earlier(before, 'deliveryRate', 'Delivered, period before'),
    ],
  }),
});

const latency = () => trend({
  id: 'latency', report: 'latency', title: 'Time to the phone', takes: ['provider'], needs: 'whole-business',
  hint: 'From the provider’s taking a message to its delivery, on a scale of tens.',
  any: (row) => row.delivered > 0,
  emptyText: 'No delivery time is known yet.',
  columns: [
    { name: 'delivered', label: 'Measured', unit: 'messages' }, { name: 'averageMilliseconds', label: 'Average', unit: 'milliseconds' }, { name: 'p50Milliseconds', label: 'Half within', unit: 'milliseconds' },
    { name: 'p90Milliseconds', label: '90 % within', unit: 'milliseconds' }, { name: 'p99Milliseconds', label: '99 % within', unit: 'milliseconds' },
  ],
  chart: (now, before) => ({
    kind: 'line', unit: 'milliseconds', scale: 'logarithmic', spoken: 'the time within which half, 90 and 99 percent of the messages arrived',
    series: [
      { label: 'Half within', values: values(now, 'p50Milliseconds'), tone: 'primary' }, { label: '90 % within', values: values(now, 'p90Milliseconds'), tone: 'warning' },
      { label: '99 % within', values: values(now, 'p99Milliseconds'), tone: 'error' }, ...earlier(before, 'p50Milliseconds', 'Half within, period before'),
    ],
  }),
});

const answers = () => trend({
  id: 'answers', report: 'answers', title: 'Replies and opt-outs', takes: ['dealership'],
  hint: 'What customers wrote back, and who asked for no more texts.',
  any: (row) => row.replies + row.optOuts > 0,
  emptyText: 'Nobody answered in this time.',
  columns: [{ name: 'replies', label: 'Replies', unit: 'messages' }, { name: 'optOuts', label: 'Opt-outs', unit: 'people' }],
  chart: (now, before) => ({
    kind: 'bar', unit: 'messages', spoken: `${format.plural(sum(now, 'replies'), 'reply').replace('replys', 'replies')} and ${format.plural(sum(now, 'optOuts'), 'opt-out')}`,
    series: [
      { label: 'Replies', values: values(now, 'replies'), tone: 'primary' }, { label: 'Opt-outs', values: values(now, 'optOuts'), tone: 'error' },
      ...earlier(before, 'replies', 'Replies, period before'),
    ],
  }),
});

/** Codes have no colours of their own: the most frequent come first. */
const errorTrend = () => panel({
  id: 'error-trend', report: 'error-trend', title: 'Failures by reason', titleId: 'error-trend-title', exportWords: ' failures by reason', tableLabel: 'Failures by reason, as a table', blank,
  hint: 'Each reason’s share of the messages whose outcome is known.',
  emptyText: 'Nothing failed in this time.',
  view({ rows, grain }) {
    const days = [...new Set(values(rows, 'day'))];
    const codes = [...new Set(values(rows, 'code'))];
    const found = Object.fromEntries(rows.map((row) => [`${row.day} ${row.code}`, row]));
    const name = (code) => code || 'No reason';
    const meanings = Object.fromEntries(rows.map((row) => [row.code, row.meaning]));
    const told = (code) => `${code} ${meanings[code]}`.trim();
    const tones = ['error', 'warning', '0', '1', '2', '3', 'primary', 'neutral'];
    const isAny = rows.some((row) => row.messages > 0);
    return {
      any: isAny,
      spoken: `Failures by reason: ${codes.map(told).join(', ')}. The figures are in the table below.`,
      chart: isAny && {
        labels: days.map((day) => label(day, grain)), kind: 'bar', stacked: true, unit: 'percent',
        series: codes.map((code, index) => ({ label: told(code), values: days.map((day) => found[`${day} ${code}`].rate), tone: tones[index % tones.length] })),
      },
      head: [grain === 'week' ? 'Week' : 'Day', ...codes.map(name)],
      lines: days.map((day) => ({
        key: day, name: longLabel(day, grain),
        cells: codes.map((code) => ({ key: code, text: format.count(found[`${day} ${code}`].messages) })),
      })).reverse(),
    };
  },
});

/** The currency that most messages were paid in is drawn; the table has them all. */
const costTrend = () => panel({
  id: 'cost-trend', report: 'cost-trend', title: 'Cost', titleId: 'cost-trend-title', exportWords: ' cost by day', tableLabel: 'Cost, as a table', blank, width: 'full low',
  hint: 'By the day that messages were due; each currency for itself.',
  emptyText: 'No message has a price in this time.',
  view({ rows, grain, from, to }) {
    const counts = {};
    for (const row of rows) counts[row.currency] = (counts[row.currency] || 0) + row.messages;
    const currencies = Object.keys(counts).sort((one, other) => counts[other] - counts[one]);
    const [main] = currencies;
    const now = ofPeriod(rows, 'current');
    const found = Object.fromEntries(now.map((row) => [`${row.day} ${row.currency}`, row.cost]));
    const days = stores.reports.binsOf(from, to, grain);
    const texts = days.map((day) => unitText(found[`${day} ${main}`] || '0', main));
    return {
      any: rows.length > 0,
      spoken: `Cost in ${main || 'money'}. The figures are in the table below.`,
      chart: main ? {
        labels: days.map((day) => label(day, grain)), kind: 'line', unit: main,
        series: [{ label: main, values: days.map((day) => Number(found[`${day} ${main}`] || 0)), texts, tone: 'primary', filled: true }],
      } : null,
      head: [grain === 'week' ? 'Week' : 'Day', ...currencies],
      lines: days.map((day) => ({
        key: day, name: longLabel(day, grain),
        cells: currencies.map((currency) => ({ key: currency, text: found[`${day} ${currency}`] ? unitText(found[`${day} ${currency}`], currency) : format.none })),
      })).reverse(),
    };
  },
});

export const charts = () => [volume(), rates(), latency(), errorTrend(), answers(), costTrend()];
