import { get, query } from '../../api.js';
import { ago, duration, plural } from '../../format.js';
import { stores } from '../../stores.js';

const pageSize = 20;

/** What CRMs asked in the last week, and what they were answered. */
export function requests() {
  let asked = 0;

  return {
    list: [],
    next: null,
    unkept: 0,
    outcome: '',
    onlySource: '',
    loaded: false,
    busy: false,
    problem: '',

    get waiting() { return !this.loaded && !this.problem; },
    get isEmpty() { return this.loaded && this.list.length === 0; },
    get isNarrowed() { return this.outcome !== '' || this.onlySource !== ''; },
    get emptyTitle() { return this.isNarrowed ? 'No such request in the last week' : 'Nothing was asked yet'; },
    get emptyText() {
      return this.isNarrowed ? 'Choose another outcome or source.' : 'Send a first request with the code above; it appears here within two seconds.';
    },
    get hasMore() { return Boolean(this.next); },
    get unkeptText() { return `${plural(this.unkept, 'more request')} of the last day were answered and not written down: they came too fast.`; },
    get outcomes() {
      return [{ name: '', label: 'All' }, { name: 'taken', label: 'Taken' }, { name: 'refused', label: 'Refused' }];
    },
    isChosen(one) { return this.outcome === one.name; },
    choose(one) {
      this.outcome = one.name;
      return this.load();
    },
    narrow(event) {
      this.onlySource = event.target.value;
      return this.load();
    },

    /** What the list and its files are narrowed by. */
    get wanted() { return { outcome: this.outcome, source: this.onlySource }; },
    filter(more) { return query({ ...this.wanted, limit: pageSize, ...more }); },

    async load() {
      asked += 1;
      const mine = asked;
      try {
        const answer = await get(`/api/webhook-requests${this.filter()}`);
        if (mine !== asked) return;
        Object.assign(this, { list: answer.requests, next: answer.next, unkept: answer.unkept, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },
    async more() {
      this.busy = true;
      try {
        const answer = await get(`/api/webhook-requests${this.filter({ before: this.next })}`);
        Object.assign(this, { list: [...this.list, ...answer.requests], next: answer.next });
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = false;
    },

    // One line, as a person reads it

    tone: (line) => (line.status < 400 ? (line.duplicate ? 'neutral' : 'success') : line.status < 500 ? 'warning' : 'error'),
    icon(line) { return stores.show.icon(line.status < 400 ? 'sent' : 'failed'); },
    verdict: (line) => (line.status < 400 ? (line.duplicate ? 'Known already' : 'Taken') : line.status === 401 ? 'No valid key' : 'Refused'),
    what: (line) => line.transactionId || line.path,
    via: (line) => [line.source || line.path.replace('/webhook/', ''), line.caller, line.replayOf ? 'sent again' : ''].filter(Boolean).join(' · '),
    when: (line) => ago(line.at, Math.max(stores.show.now, Date.now())),
    took: (line) => duration(Math.round(line.milliseconds * 10) / 10),
    code: (line) => `${line.status} · ${duration(Math.round(line.milliseconds * 10) / 10)}`,
  };
}
