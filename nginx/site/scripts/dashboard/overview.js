import { get } from '../api.js';
import * as format from '../format.js';
import { stores } from '../stores.js';

const blankDay = { total: null, sent: null, delivered: null, failed: null, deliveryRate: null, replies: null, optOuts: null, costs: [] };

/** Words and tone of a difference to yesterday. `up` and `down` say what either would mean. */
function trend(difference, text, { up, down }) {
  if (difference === null || Number.isNaN(difference)) return { trend: '' };
  const name = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  return {
    trend: difference === 0 ? 'No change' : text,
    trendIcon: stores.show.icon(name),
    trendWord: { up: 'Up by', down: 'Down by', same: '' }[name],
    trendTone: { up, down, same: 'neutral' }[name],
  };
}

/** A row of days as a curve, and in words for those who do not see it. */
function curve(days, of, text, { floor = false, ahead = false } = {}) {
  const values = days.map(of);
  const known = values.filter((value) => value !== null);
  if (!known.length) return { spark: { values: [], floor }, sparkWords: '' };
  const most = values.indexOf(Math.max(...known));
  const when = ahead ? `Next ${days.length} days` : `Last ${days.length} days`;
  return { spark: { values, floor }, sparkWords: `${when}: from ${text(Math.min(...known))} to ${text(Math.max(...known))}, the most on ${format.day(days[most].date)}.` };
}

/** `more` says what it means to be above yesterday. Being below means nothing yet: today is not over. */
function countCard(name, label, icon, tone, more, { today, yesterday, days }) {
  const difference = today[name] === null ? null : today[name] - yesterday[name];
  return {
    name, label, tone, icon: stores.show.icon(icon),
    value: format.count(today[name]), hint: '',
    yesterday: `vs ${format.count(yesterday[name])} yesterday`,
    ...trend(difference, format.count(Math.abs(difference || 0)), { up: more, down: 'neutral' }),
    ...curve(days, (day) => day[name], format.count),
  };
}

function rateCard({ today, yesterday, days }) {
  const known = yesterday.deliveryRate !== null && today.deliveryRate !== null;
  const difference = known ? Math.round((today.deliveryRate - yesterday.deliveryRate) * 10) / 10 : null;
  return {
    name: 'deliveryRate', label: 'Delivery rate', tone: 'success', icon: stores.show.icon('delivered'),
    value: format.rate(today.deliveryRate), hint: `${format.count(today.delivered)} delivered today`,
    yesterday: yesterday.deliveryRate !== null ? `vs ${format.rate(yesterday.deliveryRate)} yesterday` : 'No rate yesterday',
    ...trend(difference, `${format.count(Math.abs(difference || 0))} pts`, { up: 'good', down: 'bad' }),
    ...curve(days, (day) => day.deliveryRate, format.rate, { floor: true }),
  };
}

/** What is pending lies ahead, so its curve does as well: by the day that messages are due. */
function pendingCard(pending, { today, yesterday, coming }) {
  const difference = today.total === null ? null : today.total - yesterday.total;
  return {
    name: 'pending', label: 'Pending', tone: 'warning', icon: stores.show.icon('scheduled'),
    value: format.count(pending), hint: 'Everything that is still to be sent',
    yesterday: `due today vs ${format.count(yesterday.total)} yesterday`,
    ...trend(difference, format.count(Math.abs(difference || 0)), { up: 'neutral', down: 'neutral' }),
    ...curve(coming, (day) => day.total, format.count, { ahead: true }),
  };
}

/** A number for a curve or a difference as a decimal text; amounts themselves stay the text that they came as. */
const plain = (number) => number.toFixed(6).replace(/0+$/, '').replace(/\.$/, '');

/** In the currency that most of today's messages are paid in; the others are in the hint. */
function costCard({ today, yesterday, days }) {
  const newest = [...days].reverse().find((day) => day.costs.length);
  const currency = newest ? newest.costs[0].currency : '';
  const of = (day) => (day.costs.find((cost) => cost.currency === currency) || { amount: '0' }).amount;
  const others = today.costs.filter((cost) => cost.currency !== currency).map((cost) => format.money(cost.amount, cost.currency));
  const difference = currency ? Math.round((Number(of(today)) - Number(of(yesterday))) * 1e6) / 1e6 : null;
  return {
    name: 'cost', label: 'Cost today', tone: 'neutral', icon: stores.show.icon('rate'),
    value: currency && today.sent !== null ? format.moneyInShort(of(today), currency) : format.none,
    hint: others.length ? `and ${others.join(', ')}` : 'As billed, else as reported by the provider, else as estimated',
    yesterday: currency ? `vs ${format.moneyInShort(of(yesterday), currency)} yesterday` : 'No prices yet',
    ...trend(difference, currency ? format.moneyInShort(plain(Math.abs(difference || 0)), currency) : '', { up: 'neutral', down: 'neutral' }),
    ...curve(days, (day) => Number(of(day)), (value) => format.moneyInShort(plain(value), currency)),
  };
}

/** The figures of today, each beside yesterday's. */
export function overview() {
  return {
    today: null,
    hourly: [],
    days: [],
    coming: [],
    pointed: null,

    get loading() { return this.today === null; },
    get dateText() { return this.today ? format.day(this.today.date) : ''; },

    get cards() {
      const { days, coming } = this;
      const [yesterday, today] = days.length > 1 ? days.slice(-2) : [blankDay, blankDay];
      const figures = { today, yesterday, days, coming };
      const cards = [
        countCard('sent', 'Sent', 'send', 'primary', 'good', figures),
        rateCard(figures),
        pendingCard(this.today ? this.today.pending : null, figures),
        countCard('failed', 'Failed', 'failed', 'error', 'bad', figures),
        countCard('replies', 'Replies', 'conversation', 'primary', 'good', figures),
        countCard('optOuts', 'Opt-outs', 'cancelled', 'neutral', 'bad', figures),
        costCard(figures),
      ];
      return this.loading ? cards.map((card) => ({ ...card, yesterday: '' })) : cards;
    },

    /** The hours in which anything happened, for those who read the chart as a table. */
    get busyHours() {
      return this.hourly.filter((row) => row.total > 0).map((row) => ({ ...row, label: `${String(row.hour).padStart(2, '0')}:00` }));
    },

    /** What the hour under the pointer says; the day's sum otherwise. */
    get reading() {
      const row = this.pointed === null ? null : this.hourly[this.pointed];
      if (!row) return '';
      const hour = `${String(row.hour).padStart(2, '0')}:00`;
      return `${hour} · ${format.count(row.sent)} sent · ${format.count(row.delivered)} delivered · ${format.count(row.failed)} failed`;
    },
    read(event) { this.pointed = event.detail; },

    async load() {
      try {
        const answer = await get('/api/dashboard?view=summary');
        this.today = answer.today;
        this.hourly = answer.hourly || [];
        this.days = answer.recentDays || [];
        this.coming = answer.comingDays || [];
      } catch (problem) {
        // Silence shows in the banner; the log beside these figures says what else went wrong.
      }
    },
  };
}
