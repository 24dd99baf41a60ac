import { get } from '../../api.js';
import { count } from '../../format.js';
import { stores } from '../../stores.js';
import { costsText } from './businesses.js';

const units = ['B', 'KB', 'MB', 'GB', 'TB'];
const named = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

function size(bytes) {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.round(bytes / 1024 ** step)} ${units[step]}`;
}

/** The dialog that shows what a business used, month by month. */
export function usage() {
  return {
    one: null,
    months: [],
    loaded: false,
    problem: '',

    get visible() { return this.one !== null && stores.session.signedIn; },
    get waiting() { return !this.loaded && !this.problem; },
    get hasMonths() { return this.months.length > 0; },
    get title() { return this.one ? `What ${this.one.name} used` : ''; },

    async open(one) {
      Object.assign(this, { one, months: [], loaded: false, problem: '' });
      try {
        const { months } = await get(`/api/businesses/${one.id}/usage`);
        this.months = months.map((each) => ({
          month: named.format(new Date(`${each.month}-01T00:00:00Z`)),
          messages: count(each.messages), delivered: count(each.delivered), segments: count(each.segments),
          received: count(each.received), people: count(each.people), storage: size(each.storageBytes),
          costs: costsText(each.costs) || '—',
        }));
        this.loaded = true;
      } catch (problem) {
        this.problem = problem.message;
      }
    },
    close() { this.one = null; },
  };
}
