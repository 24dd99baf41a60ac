import { download, get, post } from '../../api.js';
import { ago, count, money, plural } from '../../format.js';
import { stores } from '../../stores.js';
import { zones } from '../../business/places.js';

const states = { active: 'Active', suspended: 'Suspended', removing: 'Being removed' };
const since = new Intl.DateTimeFormat('en', { month: 'long', day: 'numeric', year: 'numeric' });
const tones = { active: 'success', suspended: 'warning', removing: 'error' };

export const peopleText = (number) => (number === 1 ? '1 person' : `${count(number)} people`);
export const costsText = (costs) => costs.map(({ amount, currency }) => money(amount, currency)).join(' + ');

/** Every business with its state and what it used this month, and receipts for those removed. */
export function businesses() {
  return {
    list: [],
    removals: [],
    loaded: false,
    problem: '',
    busy: 0,
    zones,

    get waiting() { return !this.loaded && !this.problem; },
    get hasRemovals() { return this.removals.length > 0; },

    async load() {
      try {
        const [{ businesses: list }, { removals }] = await Promise.all([get('/api/businesses'), get('/api/business-removals')]);
        Object.assign(this, { list, removals, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.status === 403 ? 'Only who owns the platform looks after this.' : problem.message;
      }
    },

    // One business, as people read it

    state: (one) => (one.isFirst ? 'The platform’s own' : states[one.state]),
    tone: (one) => (one.isFirst ? 'primary' : tones[one.state]),
    use(one) {
      const { messages, received, costs } = one.thisMonth;
      const spent = costs.length ? ` for ${costsText(costs)}` : '';
      return `${peopleText(one.people)} · this month ${plural(messages, 'message')}${spent}, ${count(received)} received · since ${since.format(new Date(one.since))}`;
    },
    doors(one) {
      const doors = [one.hostName, one.word && `/at/${one.word}`].filter(Boolean);
      return `${one.timeZone}${doors.length ? ` · ${doors.join(' · ')}` : ''}`;
    },
    reason: (one) => (one.suspendedFor ? `Suspended: ${one.suspendedFor}` : ''),
    label: (deed, one) => `${deed} ${one.name}`,
    isSuspended: (one) => one.state === 'suspended',
    maySuspend: (one) => one.state === 'active' && !one.isFirst,
    mayChange: (one) => one.state !== 'removing',
    isBusy(one) { return this.busy === one.id; },
    receipt({ askedBy, askedAt, endedAt, rows }) {
      const total = Object.values(rows).reduce((sum, each) => sum + each, 0);
      const end = endedAt ? `gone ${ago(endedAt, stores.show.now)}` : 'still going';
      return `Removed by ${askedBy} ${ago(askedAt, stores.show.now)}; ${plural(total, 'row')}, ${end}`;
    },

    // What can be done with one at once

    async resume(one) {
      await this.act(() => post(`/api/businesses/${one.id}/resume`, {}), `${one.name} goes on.`);
    },
    async download(one) {
      this.busy = one.id;
      await this.act(() => download(`/api/businesses/${one.id}/export`, `business-${one.id}.jsonl.gz`), `Everything of ${one.name} is on your disk.`);
      this.busy = 0;
    },
    async act(work, words) {
      try {
        await work();
        stores.notices.add('success', words);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.load();
    },
  };
}
