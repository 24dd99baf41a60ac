import { get, post, query } from './api.js';
import { focusFirstInvalid } from './form.js';
import { stores } from './stores.js';

const parameter = 'sign-in';
const reasons = {
  cancelled: 'You did not sign in there. Try again, or use your password.',
  'too-late': 'That took too long, or began in another browser. Try again.',
  issuer: 'What came back from there cannot be trusted, or it does not answer. Whoever runs it should look; you can use your password.',
  unknown: 'Nobody of that address has a place here. Ask to be invited.',
};

/** Signing in at the business's own issuer, instead of with a password of ours. */
export function elsewhere() {
  let looked = false;
  return {
    isThere: false,
    busy: false,

    get buttonText() { return this.busy ? 'On the way…' : 'Sign in with your company account'; },

    /** Whether anybody does at this door; most installations are without, and show nothing of it. */
    async look() {
      if (looked) return;
      looked = true;
      try {
        this.isThere = (await get(`/api/sign-in${query(stores.door.said)}`)).available;
      } catch (problem) {
        looked = false;
      }
    },

    async begin() {
      const { session } = stores;
      session.form.values = { email: session.email.trim() };
      session.form.require({ email: 'Enter your e-mail address: it says where you sign in.' });
      this.busy = true;
      const answer = await session.form.submit(() => post('/api/sign-in', { email: session.email.trim(), ...stores.door.said }));
      if (answer) {
        session.expectBack();
        window.location.assign(answer.url);
        return;
      }
      this.busy = false;
      focusFirstInvalid();
    },

    /** Why somebody who came back is not in, once; nothing for everybody else. */
    takeReason() {
      const address = new URL(window.location.href);
      const reason = address.searchParams.get(parameter);
      if (!reason) return '';
      address.searchParams.delete(parameter);
      window.history.replaceState(null, '', address.pathname + address.search);
      return reasons[reason] || reasons.issuer;
    },
  };
}
