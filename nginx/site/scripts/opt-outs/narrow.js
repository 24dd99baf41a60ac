import { stores } from '../stores.js';
import { reasons } from './reasons.js';

/** What the opt-outs are narrowed by. */
export function narrow() {
  return {
    reasons,
    reason: '',
    withHistory: false,

    get active() { return stores.search.text !== '' || this.reason !== ''; },
    get nothingText() {
      const { text } = stores.search;
      const about = text ? `No number with “${text}” is on the list` : 'No number is on the list';
      return `${about}${this.reason ? ' for this reason' : ''}${this.withHistory ? '.' : '. Perhaps it was released: those can be shown too.'}`;
    },

    /** What the list and its files take. */
    get query() { return { search: stores.search.text, reason: this.reason, history: this.withHistory ? 'true' : '' }; },

    changed() { stores.list.first(); },
    toggleHistory() {
      this.withHistory = !this.withHistory;
      this.changed();
    },
    clear() {
      stores.search.clear();
      this.reason = '';
      this.changed();
    },
  };
}
