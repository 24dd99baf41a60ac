import { get, query } from '../../api.js';
import { plural } from '../../format.js';
import { stores } from '../../stores.js';

/** What was erased, newest first. */
export function certificates() {
  return {
    list: [],
    next: null,
    loaded: false,
    problem: '',

    get waiting() { return !this.loaded && !this.problem; },
    get nothing() { return this.loaded && this.list.length === 0; },

    title: (one) => `Erased ${stores.show.clockTime(one.erasedAt)}`,
    words(one) {
      const rows = one.tables.reduce((sum, table) => sum + table.rows, 0);
      const parts = [`${plural(rows, 'row')} emptied or removed`];
      if (one.messagesCancelled) parts.push(`${plural(one.messagesCancelled, 'message')} cancelled`);
      if (one.archivedRecordsUnreadable) parts.push(`${plural(one.archivedRecordsUnreadable, 'archived record')} made unreadable`);
      parts.push(one.optOutsKept ? 'the opt-out goes on holding' : 'no opt-out was in force');
      return parts.join(' · ');
    },
    file: (one) => `/api/privacy/certificates/${one.id}/pdf`,
    fileLabel: (one) => `Certificate of ${stores.show.exact(one.erasedAt)} as PDF`,

    async load() {
      try {
        const { certificates: list, nextCursor: next } = await get('/api/privacy/certificates');
        Object.assign(this, { list, next, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.status === 403 ? 'Owners and administrators look after this. Ask one of them.' : problem.message;
      }
    },
    async more() {
      try {
        const { certificates: list, nextCursor: next } = await get(`/api/privacy/certificates${query({ cursor: this.next })}`);
        Object.assign(this, { list: [...this.list, ...list], next });
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },
  };
}
