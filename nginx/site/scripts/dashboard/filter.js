import { get } from '../api.js';
import { startOfDay } from '../days.js';
import { filters } from '../statuses.js';
import { stores } from '../stores.js';

const blank = { dealership: '', provider: '', errorCode: '', from: '', to: '' };

/** What the log is narrowed by: what is typed, a group of statuses, and the panel's fields. */
export function filter() {
  return {
    groups: filters,
    chosen: 'all',
    fields: { ...blank },
    shown: false,
    dealerships: [],
    providers: [],
    errorCodes: [],

    get group() { return filters.find((group) => group.name === this.chosen); },
    get fieldCount() { return Object.values(this.fields).filter(Boolean).length; },
    get hasFields() { return this.fieldCount > 0; },
    get active() { return this.chosen !== 'all' || stores.search.text !== '' || this.hasFields; },
    get buttonText() { return this.hasFields ? `Filters (${this.fieldCount})` : 'Filters'; },

    /** What the API's lists, exports and retries take. */
    get query() {
      const { from, to, ...others } = this.fields;
      return {
        search: stores.search.text,
        status: this.group.statuses.join(','),
        ...others,
        from: startOfDay(from),
        to: startOfDay(to, 1),
      };
    },

    isChosen(name) { return this.chosen === name; },
    choose(name) {
      this.chosen = name;
      stores.log.first();
    },

    toggle() {
      this.shown = !this.shown;
      if (this.shown) this.offer();
    },
    changed() { stores.log.first(); },
    clearFields() {
      this.fields = { ...blank };
      stores.log.first();
    },
    clear() {
      stores.search.clear();
      this.fields = { ...blank };
      this.choose('all');
      document.getElementById('messages').focus({ preventScroll: true }); // the button is about to vanish
    },

    /** Fills the menus with what occurs. */
    async offer() {
      try {
        const { dealerships, providers, errorCodes } = await get('/api/messages/choices');
        Object.assign(this, { dealerships, providers });
        this.errorCodes = errorCodes.map(({ code, meaning }) => ({ code, label: `${code} · ${meaning}` }));
      } catch (problem) {
        // The fields can be left as they are; the log says what is wrong.
      }
    },
  };
}
