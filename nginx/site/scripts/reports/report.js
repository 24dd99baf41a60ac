import { get, query } from '../api.js';
import * as format from '../format.js';
import { stores } from '../stores.js';

const listed = 12;
const axisDay = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
const axisDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const longDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

const date = (day) => new Date(`${day}T00:00:00Z`);

/** "November 9 – 15, 2026", or both days in full where a browser knows no ranges. */
function span({ from, to }) {
  const [first, last] = [date(from), date(to)];
  if (from === to) return longDay.format(first);
  return longDay.formatRange ? longDay.formatRange(first, last) : `${longDay.format(first)} – ${longDay.format(last)}`;
}

const toneClass = (change) => (!change || change.tone === 'even' ? 'muted' : `report-${change.tone}`);

/** The report of the chosen time, as it will stand in the file. */
export function report() {
  let asked = 0;

  return {
    answer: null,
    busy: false,
    problem: '',
    reading: '',

    get shown() { return this.answer !== null; },
    get showSkeleton() { return this.busy && !this.answer; },
    get business() { return this.answer ? this.answer.business : ''; },
    get title() { return this.answer ? span(this.answer.days) : 'Report'; },
    get compared() { return this.answer ? `Compared with ${span(this.answer.previousDays)}` : ''; },
    get summary() { return this.answer ? this.answer.summary : ''; },
    get hasMessages() { return this.answer !== null && this.answer.total.total > 0; },

    /** The file of the same time; paper as it is usual where the browser is. */
    get filePath() {
      const american = /-(US|CA|MX|PH|CL|CO)$/.test(navigator.language || '');
      const { query: chosen } = stores.period;
      return `/api/report.pdf${chosen}${query({ paper: american ? 'letter' : 'a4' }).replace('?', chosen ? '&' : '?')}`;
    },

    get figures() {
      return (this.answer ? this.answer.highlights : []).map(({ name, value, change }) => ({
        name, value, change: change ? change.text : '', tone: toneClass(change),
      }));
    },

    get days() {
      const daily = this.answer ? this.answer.daily : [];
      const name = daily.length > 14 ? axisDate : axisDay;
      return daily.map((day) => ({
        ...day,
        axis: name.format(date(day.date)),
        label: shortDay.format(date(day.date)),
        moving: Math.max(0, day.total - day.delivered - day.failed - day.cancelled),
        rateText: format.rate(day.deliveryRate),
      }));
    },
    read({ detail }) {
      const day = this.days[detail];
      this.reading = day ? `${day.label}: ${format.plural(day.total, 'message')}, ${format.count(day.delivered)} delivered, ${format.count(day.failed)} failed` : '';
    },

    get dealerships() {
      return (this.answer ? this.answer.dealerships : []).slice(0, listed).map((row, index) => ({
        key: `${index} ${row.name}`,
        name: row.name || 'No dealership given',
        sent: format.count(row.sent),
        failed: format.count(row.failed),
        rate: format.rate(row.deliveryRate),
        interval: row.rateInterval ? `${Math.round(row.rateInterval[0])}–${Math.round(row.rateInterval[1])}` : '',
        change: row.change ? row.change.text : format.none,
        tone: toneClass(row.change),
      }));
    },
    get moreDealerships() {
      const more = (this.answer ? this.answer.dealerships.length : 0) - listed;
      return more > 0 ? `${format.plural(more, 'more dealership')} in the PDF.` : '';
    },

    get nothingFailed() { return this.answer !== null && !this.answer.errors.length; },
    get errors() {
      return (this.answer ? this.answer.errors : []).map((row) => ({
        code: row.code || 'no code', meaning: row.meaning, advice: row.advice,
        count: format.count(row.now), before: `${format.count(row.before)} before`,
      }));
    },

    get hasProviders() { return this.answer !== null && this.answer.providers.length > 0; },
    get providers() {
      return (this.answer ? this.answer.providers : []).map((row) => ({
        name: row.name, total: format.count(row.total), failed: format.count(row.failed),
        rate: format.rate(row.deliveryRate), median: format.duration(row.medianMilliseconds) || format.none,
      }));
    },

    get nothingWrong() { return this.answer !== null && !this.answer.alerts.length; },
    get alerts() {
      return (this.answer ? this.answer.alerts : []).map((row, index) => ({
        key: `${index} ${row.raisedAt}`, title: row.title, detail: row.detail,
        time: `${stores.show.clockTime(row.raisedAt)} – ${row.clearedAt ? stores.show.clockTime(row.clearedAt) : 'still stands'}`,
      }));
    },

    /** What changes while the page is open seldom belongs to a time that is over: only all is read anew. */
    load(ids) { return ids && this.answer ? undefined : this.reload(); },

    async reload() {
      const number = ++asked;
      this.busy = true;
      try {
        const answer = await get(`/api/report${stores.period.query}`);
        if (number !== asked) return;
        this.answer = answer;
        this.problem = '';
      } catch (problem) {
        if (number !== asked) return;
        if (problem.errors.length) stores.period.refuse(problem.errors);
        else if (!this.answer || !problem.silent) this.problem = problem.message;
      } finally {
        if (number === asked) this.busy = false;
      }
    },
  };
}
