import { post } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';

/** The dialog that suspends a business, and asks why. */
export function suspending() {
  return {
    one: null,
    form: fieldForm({ reason: '' }),

    get visible() { return this.one !== null && stores.session.signedIn; },
    get title() { return this.one ? `Suspend ${this.one.name}?` : ''; },
    get buttonText() { return this.form.busy ? 'Suspending…' : 'Suspend'; },

    open(one) { Object.assign(this, { one, form: fieldForm({ reason: '' }) }); },
    close() { this.one = null; },

    async suspend() {
      this.form.require({ reason: 'Say why: its people read it.' });
      const { id, name } = this.one;
      const answer = await this.form.submit(() => post(`/api/businesses/${id}/suspend`, { reason: this.form.values.reason.trim() }));
      if (!answer) return focusFirstInvalid();
      stores.notices.add('success', `${name} is suspended.`);
      this.close();
      return stores.businesses.load();
    },
  };
}
