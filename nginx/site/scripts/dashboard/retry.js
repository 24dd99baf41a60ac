import { post } from '../api.js';
import { refresh } from '../refresh.js';
import { stores } from '../stores.js';

/** Sending again what failed: one message, or all of them after a question. */
export function retry() {
  return {
    busy: false,
    pending: {},

    isBusy(message) { return Boolean(this.pending[message.id]); },

    async one(message) {
      if (this.isBusy(message)) return;
      this.pending[message.id] = true;
      await this.send(`/api/retry/${encodeURIComponent(message.id)}`);
      delete this.pending[message.id];
    },

    async askAll() {
      const yes = await stores.confirm.ask({
        title: 'Retry all failed messages?',
        text: 'Every message that failed and may be tried again is queued once more. Customers who already have theirs are not texted twice.',
        action: 'Retry all',
      });
      if (!yes) return;
      this.busy = true;
      await this.send('/api/retry/bulk');
      this.busy = false;
    },

    async send(path) {
      try {
        const answer = await post(path);
        stores.notices.add(answer.success === false ? 'error' : 'success', answer.message);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      await refresh.now();
    },
  };
}
