import { request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { plural } from '../../format.js';
import { stores } from '../../stores.js';
import { limits, mixed } from './limits.js';

/** The dialog that says what one person may do, shuts them out, or removes them. */
export function person() {
  return mixed(limits, {
    prefix: 'person',
    one: null,
    chosen: [],
    form: fieldForm({ name: '', role: 'viewer' }),

    get visible() { return this.one !== null && stores.session.signedIn; },
    get title() { return this.one ? this.one.email : ''; },
    get isShutOut() { return Boolean(this.one && this.one.disabledAt); },
    get isIn() { return Boolean(this.one && !this.one.disabledAt); },
    get hasFactor() { return Boolean(this.one && this.one.secondFactor); },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save'; },

    open(one) {
      this.form = fieldForm({ name: one.name, role: one.role });
      this.chosen = one.dealerships || [];
      this.one = one;
    },
    close() { this.one = null; },

    async save() {
      this.form.require({ name: 'Say how colleagues know them.' });
      const { name, role } = this.form.values;
      const answer = await this.form.submit(() => this.send('PATCH', '', { name: name.trim(), role, dealerships: this.dealerships }));
      if (answer) this.done(`What ${answer.name} may do is saved.`);
      else focusFirstInvalid();
    },
    async shutOut() { await this.act(() => this.send('PATCH', '', { disabled: true }), () => `${this.one.name} is shut out.`); },
    async letIn() { await this.act(() => this.send('PATCH', '', { disabled: false }), () => `${this.one.name} may log in again.`); },
    async logOut() { await this.act(() => this.send('DELETE', '/sessions'), ({ sessionsEnded }) => `${this.one.name} is logged out in ${plural(sessionsEnded, 'place')}.`); },
    async removeFactor() {
      const { name } = this.one;
      const sure = await stores.confirm.ask({ title: `Remove the second factor of ${name}?`, text: 'For somebody who has lost the phone and the codes on paper. They are logged out, and their password alone lets them in. Make sure that it is they who ask.', action: 'Remove it' });
      if (sure) await this.act(() => this.send('DELETE', '/second-factor'), () => `${name} logs in with the password alone.`);
    },
    async remove() {
      const { name } = this.one;
      const sure = await stores.confirm.ask({ title: `Remove ${name}?`, text: 'They cannot log in any more. What they did stays in the records, under their address.', action: 'Remove' });
      if (sure) await this.act(() => this.send('DELETE', ''), () => `${name} is removed.`);
    },

    send(method, rest, body) { return request(method, `/api/people/${this.one.id}${rest}`, { body }); },
    async act(work, words) {
      const answer = await this.form.submit(work);
      if (answer) this.done(words(answer));
    },
    done(words) {
      stores.notices.add('success', words);
      this.close();
      stores.people.load();
    },
  });
}
