import { get, post } from '../api.js';
import { count, plural } from '../format.js';
import { refresh } from '../refresh.js';
import { stores } from '../stores.js';

const lookMilliseconds = 700;
const reassurance = 'Customers who already have their message are not texted twice.';

/** Sending again what failed: one message, some, or all that match; many of them with progress. */
export function retry() {
  let looking = null;

  return {
    busy: false,
    pending: {},
    job: null,

    isBusy(message) { return Boolean(this.pending[message.id]); },

    get running() { return Boolean(this.job) && this.job.state === 'running'; },
    get seen() { return this.job ? this.job.done + this.job.failed : 0; },
    get jobText() {
      const { job } = this;
      if (!job) return '';
      if (this.running) return `Sending again: ${count(this.seen)} of ${count(job.total)}`;
      const done = `${plural(job.done, 'message')} will be sent again.`;
      const left = job.failed ? ` ${count(job.failed)} had been taken care of already.` : '';
      return (job.state === 'cancelled' ? 'Stopped. ' : '') + done + left;
    },
    get allText() { return stores.filter.active ? 'Retry all that match' : 'Retry all failed'; },

    async one(message) {
      if (this.isBusy(message)) return;
      this.pending[message.id] = true;
      await this.send(`/api/retry/${encodeURIComponent(message.id)}`);
      delete this.pending[message.id];
    },

    /** All that failed and that the filter finds; says whether it was meant. */
    async askAll() {
      const { active, group, query } = stores.filter;
      const { status, ...narrowing } = query;
      const failed = group.name === 'failed' || group.name === 'all';
      if (!failed) {
        stores.notices.add('error', 'Only failed messages can be sent again. Choose “Failed” or “All” above the list.');
        return false;
      }
      const yes = await stores.confirm.ask({
        title: active ? 'Retry all failed messages that match?' : 'Retry all failed messages?',
        text: `Every message ${active ? 'in this list, on all its pages, ' : ''}that failed and may be tried again is queued once more. ${reassurance}`,
        action: 'Retry all',
      });
      if (yes) await this.many(narrowing);
      return yes;
    },

    async askSome(messages) {
      const yes = messages.length === 1 || await stores.confirm.ask({
        title: `Send ${plural(messages.length, 'message')} again?`,
        text: `They are queued once more. ${reassurance}`,
        action: `Send ${count(messages.length)} again`,
      });
      if (yes) await this.many({ ids: messages.map((message) => message.id) });
      return yes;
    },

    async many(narrowing) {
      this.busy = true;
      const set = Object.entries(narrowing).filter(([, value]) => value && value.length);
      await this.send('/api/retry/bulk', { ...Object.fromEntries(set), job: true });
      this.busy = false;
    },

    async send(path, body) {
      try {
        const answer = await post(path, body);
        if (answer.job) this.follow(answer.job);
        else stores.notices.add(answer.success === false ? 'error' : 'success', answer.message);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      await refresh.now();
    },

    /** Watches a job until it has ended. */
    follow(job) {
      if (!job.total) {
        this.job = null;
        stores.notices.add('success', 'There is nothing to retry.');
        return;
      }
      this.job = job;
      clearTimeout(looking);
      if (this.running) looking = setTimeout(() => this.look(), lookMilliseconds);
    },
    async look() {
      try {
        this.follow((await get(`/api/retry/jobs/${this.job.id}`)).job);
      } catch (problem) {
        if (problem.silent) looking = setTimeout(() => this.look(), lookMilliseconds * 3);
      }
      if (!this.running) refresh.now();
    },
    async stop() {
      try {
        this.follow((await post(`/api/retry/jobs/${this.job.id}/cancel`)).job);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },
    dismiss() { this.job = null; },

    /** One that was begun before the page was opened, or in another window, is shown too. */
    async load() {
      if (this.job || this.found || !stores.session.may('whole-business')) return;
      this.found = true;
      try {
        const [job] = (await get('/api/retry/jobs?limit=1')).jobs;
        if (job && job.state === 'running' && !this.job) this.follow(job);
      } catch (problem) {
        this.found = false;
      }
    },
  };
}
