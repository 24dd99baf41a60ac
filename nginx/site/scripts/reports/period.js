import { query } from '../api.js';
import { stores } from '../stores.js';

const choices = [
  { name: 'week', label: 'Last week' },
  { name: 'month', label: 'Last month' },
  { name: 'own', label: 'Other days' },
];

const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Which time the report is of. */
export function period() {
  return {
    name: 'week',
    from: '',
    to: '',
    refused: {},

    get choices() { return choices.map((choice) => ({ ...choice, pressed: String(choice.name === this.name) })); },
    get own() { return this.name === 'own'; },
    get fromError() { return this.refused.from || ''; },
    get toError() { return this.refused.to || ''; },
    get fromInvalid() { return this.fromError !== ''; },
    get toInvalid() { return this.toError !== ''; },

    /** As the functions take it. */
    get query() {
      return query(this.own && this.complete ? { from: this.from, to: this.to } : { period: this.own ? 'week' : this.name });
    },
    get complete() { return isDay(this.from) && isDay(this.to); },

    choose(name) {
      this.name = name;
      this.refused = {};
      // Other days begin as those that are on the page.
      const { days } = stores.report;
      if (this.own && days.length && !this.complete) {
        this.from = days[0].date;
        this.to = days[days.length - 1].date;
      }
      this.changed();
    },

    changed() {
      this.refused = {};
      if (this.own && !isDay(this.from)) this.refused.from = 'Enter a day such as 2026-11-09.';
      if (this.own && !isDay(this.to)) this.refused.to = 'Enter a day such as 2026-11-15.';
      if (!this.own || this.complete) stores.report.reload();
    },

    /** Says beside the days what a function has against them. */
    refuse(errors) {
      for (const { field, message } of errors) this.refused[field] = message;
    },
  };
}
