import { get } from './api.js';
import { plural } from './format.js';
import { seldom } from './seldom.js';
import { stores } from './stores.js';

const leastMilliseconds = 20000;

/** How many alerts wait for somebody to see them: the number on the bell. */
export function attention() {
  return {
    count: 0,

    get shown() { return this.count > 99 ? '99+' : String(this.count); },
    get label() { return this.count ? `${plural(this.count, 'alert')} to look at` : 'Alerts: none to look at'; },

    load: seldom(leastMilliseconds, async () => {
      if (!stores.session.may('whole-business')) return;
      try {
        stores.attention.take(await get('/api/alerts?state=standing'));
      } catch (problem) {
        // The number stays as it was; what is wrong with the server is said elsewhere.
      }
    }),
    take({ standing }) { this.count = standing; },
  };
}
