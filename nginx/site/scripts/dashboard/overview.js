import { get } from '../api.js';
import * as format from '../format.js';
import { stores } from '../stores.js';

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

/** `more` says what it means to be above yesterday. Being below means nothing yet: today is not over. */
function countCard(name, label, icon, tone, more, today, yesterday) {
  const difference = yesterday ? today[name] - yesterday[name] : null;
  return {
    name, label, tone, icon: stores.show.icon(icon),
    value: format.count(today[name]), hint: '',
    yesterday: yesterday ? `vs ${format.count(yesterday[name])} yesterday` : 'Nothing yesterday',
    ...trend(difference, format.count(Math.abs(difference || 0)), { up: more, down: 'neutral' }),
  };
}

function rateCard(today, yesterday) {
  const known = yesterday && yesterday.deliveryRate !== null && today.deliveryRate !== null;
  const difference = known ? Math.round((today.deliveryRate - yesterday.deliveryRate) * 10) / 10 : null;
  return {
    name: 'deliveryRate', label: 'Delivery rate', tone: 'success', icon: stores.show.icon('delivered'),
    value: format.rate(today.deliveryRate), hint: `${format.count(today.delivered)} delivered today`,
    yesterday: yesterday && yesterday.deliveryRate !== null ? `vs ${format.rate(yesterday.deliveryRate)} yesterday` : 'No rate yesterday',
    ...trend(difference, `${format.count(Math.abs(difference || 0))} pts`, { up: 'good', down: 'bad' }),
  };
}

const blank = { sent: null, delivered: null, pending: null, failed: null, deliveryRate: null };

/** The figures of today, each beside yesterday's. */
export function overview() {
  return {
    today: null,
    hourly: [],
    pointed: null,

    get loading() { return this.today === null; },
    get dateText() { return this.today ? format.day(this.today.date) : ''; },

    get cards() {
      const today = this.today || blank;
      const yesterday = this.today ? today.yesterday : null;
      const cards = [
        countCard('sent', 'Sent', 'send', 'primary', 'good', today, yesterday),
        rateCard(today, yesterday),
        countCard('pending', 'Pending', 'scheduled', 'warning', 'neutral', today, yesterday),
        countCard('failed', 'Failed', 'failed', 'error', 'bad', today, yesterday),
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
      } catch (problem) {
        // Silence shows in the banner; the log beside these figures says what else went wrong.
      }
    },
  };
}
