import { post } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';

/** The dialog that erases the customer who was looked up. */
export function erasing() {
  return {
    shown: false,
    form: fieldForm({ reason: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get title() { return `Erase ${stores.customer.number}?`; },
    get buttonText() { return this.form.busy ? 'Erasing…' : 'Erase for ever'; },

    open() { Object.assign(this, { shown: true, form: fieldForm({ reason: '' }) }); },
    close() { this.shown = false; },

    async erase() {
      this.form.require({ reason: 'Say why, such as the number of the request.' });
      const { phone } = stores.customer.found;
      const certificate = await this.form.submit(() => post('/api/privacy/erase', { phone, reason: this.form.values.reason.trim() }));
      if (!certificate) return focusFirstInvalid();
      this.close();
      stores.notices.add('success', 'The customer is erased; the certificate says what went.');
      return Promise.all([stores.customer.again(), stores.certificates.load()]);
    },
  };
}
