import { get, query } from '../api.js';
import { count, plural, rate } from '../format.js';
import { seldom } from '../seldom.js';
import { stores } from '../stores.js';

/** Messages move all the time; ratings do not. */
const leastMilliseconds = 5000;
/** Below this many a mean says little. */
const fewBelow = 10;

/** The mean and the distribution of what the list is narrowed to. */
export function summary() {
  let asked = 0;

  return {
    found: null,

    get known() { return this.found !== null; },
    get shown() { return this.known && stores.list.hasRows; },
    get average() { return this.found && this.found.average !== null ? this.found.average.toFixed(2) : '—'; },
    get countText() { return this.found ? `Mean of ${plural(this.found.count, 'rating')}` : ''; },
    get wordsText() { return this.found ? `${count(this.found.withComment)} with words` : ''; },
    get isFew() { return this.known && this.found.count > 0 && this.found.count < fewBelow; },
    get bars() {
      if (!this.found) return [];
      const whole = Math.max(1, this.found.count);
      return [...this.found.stars].reverse().map((one) => ({
        stars: one.stars,
        label: plural(one.stars, 'star'),
        percent: (100 * one.count) / whole,
        countText: count(one.count),
        share: rate((100 * one.count) / whole),
      }));
    },

    load: seldom(leastMilliseconds, () => stores.summary.ask()),
    async ask() {
      const turn = ++asked;
      try {
        const found = await get(`/api/ratings/summary${query(stores.narrow.query)}`);
        if (turn === asked) this.found = found;
      } catch (problem) {
        // No figures are better than those of another filter; the list says what is wrong.
        if (turn === asked && !problem.silent) this.found = null;
      }
    },
  };
}
