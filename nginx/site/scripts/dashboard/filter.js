import { get } from '../api.js';
import { startOfDay } from '../days.js';
import { filters } from '../statuses.js';
import { stores } from '../stores.js';

const typingMilliseconds = 180;
const blank = { dealership: '', provider: '', errorCode: '', from: '', to: '' };

/** What the log is narrowed by: what is typed, a group of statuses, and the panel's fields. */
export function filter() {
  let typing = null;

  return {
    groups: filters,
    chosen: 'all',
    typed: '',
    found: '',
    fields: { ...blank },
    shown: false,
    dealerships: [],
    providers: [],
    errorCodes: [],

    get group() { return filters.find((group) => group.name === this.chosen); },
    get fieldCount() { return Object.values(this.fields).filter(Boolean).length; },
    get hasFields() { return this.fieldCount > 0; },
    get active() { return this.chosen !== 'all' || this.found !== '' || this.hasFields; },
    get buttonText() { return this.hasFields ? `Filters (${this.fieldCount})` : 'Filters'; },

    /** What the API's lists, exports and retries take. */
    get query() {
      const { from, to, ...others } = this.fields;
      return {
        search: this.found,
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

    /** While somebody types, the log follows a moment later. */
    type() {
      clearTimeout(typing);
      typing = setTimeout(() => this.find(), typingMilliseconds);
    },
    find() {
      clearTimeout(typing);
      if (this.typed.trim() === this.found) return;
      this.found = this.typed.trim();
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
      this.typed = '';
      this.found = '';
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
