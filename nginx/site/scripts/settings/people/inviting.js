import { post } from '../../api.js';
import { focusById } from '../../focus.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';
import { limits, mixed } from './limits.js';

/** The dialog that invites somebody, and shows the link this once. */
export function inviting() {
  return mixed(limits, {
    prefix: 'invite',
    shown: false,
    link: '',
    chosen: [],
    form: fieldForm({ email: '', name: '', role: 'agent' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get asking() { return !this.link; },
    get buttonText() { return this.form.busy ? 'Inviting…' : 'Invite'; },

    open() {
      Object.assign(this, { shown: true, link: '', chosen: [], form: fieldForm({ email: '', name: '', role: 'agent' }) });
    },
    close() { Object.assign(this, { shown: false, link: '' }); },

    async invite() {
      this.form.require({ email: 'Say where the invitation goes.' });
      const { email, name, role } = this.form.values;
      const body = { email: email.trim(), name: name.trim(), role, dealerships: this.dealerships };
      const answer = await this.form.submit(() => post('/api/invitations', body));
      if (!answer) return focusFirstInvalid();
      this.link = answer.link;
      focusById('invite-link');
      return stores.people.load();
    },
  });
}
