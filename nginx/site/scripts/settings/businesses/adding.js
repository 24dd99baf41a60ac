import { post } from '../../api.js';
import { focusById } from '../../focus.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';
import { body } from './terms.js';

const blank = { name: '', timeZone: 'UTC', region: 'US', currency: 'USD', word: '', hostName: '', ownerEmail: '' };

/** The dialog that makes a business, and shows the link for its owner this once. */
export function adding() {
  return {
    shown: false,
    link: '',
    form: fieldForm({ ...blank }),

    get visible() { return this.shown && stores.session.signedIn; },
    get asking() { return !this.link; },
    get buttonText() { return this.form.busy ? 'Adding…' : 'Add'; },

    open() { Object.assign(this, { shown: true, link: '', form: fieldForm({ ...blank }) }); },
    close() { Object.assign(this, { shown: false, link: '' }); },

    async add() {
      this.form.require({ name: 'Give it a name.', timeZone: 'Say where its day begins.', region: 'Say its country.', currency: 'Say its currency.', ownerEmail: 'Say who is to own it.' });
      const { currency, ownerEmail } = this.form.values;
      const answer = await this.form.submit(() => post('/api/businesses', { ...body(this.form.values), currency: currency.trim().toUpperCase(), ownerEmail: ownerEmail.trim() }));
      if (!answer) return focusFirstInvalid();
      this.link = answer.link;
      focusById('add-link');
      return stores.businesses.load();
    },
  };
}
