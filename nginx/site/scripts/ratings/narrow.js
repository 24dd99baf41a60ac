import { get } from '../api.js';
import { startOfDay } from '../days.js';
import { plural } from '../format.js';
import { stores } from '../stores.js';

const blank = { dealership: '', comment: '', from: '', to: '' };
const choices = [5, 4, 3, 2, 1].map((stars) => ({ stars, label: plural(stars, 'star') }));

/** What the ratings are narrowed by. */
export function narrow() {
  return {
    choices,
    chosen: [],
    fields: { ...blank },
    dealerships: [],

    get active() { return this.chosen.length > 0 || Object.values(this.fields).some(Boolean); },

    /** What the list, its summary and its files take. */
    get query() {
      const { from, to, ...others } = this.fields;
      return { stars: this.chosen.join(','), ...others, from: startOfDay(from), to: startOfDay(to, 1) };
    },

    isChosen(one) { return this.chosen.includes(one.stars); },
    toggle(one) {
      this.chosen = this.isChosen(one) ? this.chosen.filter((stars) => stars !== one.stars) : [...this.chosen, one.stars];
      this.changed();
    },
    isDealership(name) { return this.fields.dealership === name; },
    chooseDealership(event) {
      this.fields.dealership = event.target.value;
      this.changed();
    },
    changed() {
      stores.list.first();
      stores.summary.ask();
    },
    clear() {
      this.chosen = [];
      this.fields = { ...blank };
      document.getElementById('ratings-dealership').value = '';
      this.changed();
      document.getElementById('content').focus({ preventScroll: true }); // the button is about to vanish
    },

    /** Fills the menu with the dealerships there are. */
    async offer() {
      if (this.dealerships.length) return;
      try {
        this.dealerships = (await get('/api/messages/choices')).dealerships;
      } catch (problem) {
        // The menu stays as it is; the list says what is wrong.
      }
    },
  };
}
