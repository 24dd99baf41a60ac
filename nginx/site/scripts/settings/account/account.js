import { get, request } from '../../api.js';
import { ago, plural } from '../../format.js';
import { stores } from '../../stores.js';
import { browserName } from './browser.js';

/** One's own account, and where one is logged in. */
export function account() {
  return {
    loaded: false,
    problem: '',
    hasPassword: true,
    secondFactor: false,
    demanded: false,
    codesLeft: 0,
    email: '',
    sessions: [],

    get waiting() { return !this.loaded && !this.problem; },
    get others() { return this.sessions.filter((session) => !session.isThis); },
    get hasOthers() { return this.others.length > 0; },

    async load() {
      try {
        const {
          email, hasPassword, secondFactor, secondFactorDemanded: demanded, recoveryCodesLeft: codesLeft, sessions,
        } = await get('/api/account');
        Object.assign(this, { email, hasPassword, secondFactor, demanded, codesLeft, sessions, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },

    isOther: (session) => !session.isThis,
    name: (session) => browserName(session.agent),
    seen(session) { return session.isThis ? 'This browser' : `Last seen ${ago(session.seenAt, stores.show.now)}`; },
    place(session) { return `From ${session.address || 'an unknown address'}, since ${stores.show.clockTime(session.startedAt)}`; },
    endLabel(session) { return `Log out ${this.name(session)}, ${this.seen(session).toLowerCase()}`; },

    async end(session) {
      await this.tell(() => request('DELETE', `/api/account/sessions/${session.id}`), () => 'Logged out there.');
    },
    async endOthers() {
      await this.tell(() => request('DELETE', '/api/account/sessions'), ({ sessionsEnded }) => `Logged out in ${plural(sessionsEnded, 'other place')}.`);
    },
    async tell(work, words) {
      try {
        stores.notices.add('success', words(await work()));
        await this.load();
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },
  };
}
