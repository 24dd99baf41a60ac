import { request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';
import { body } from './terms.js';

/** The dialog that changes what is said of a business. */
export function changing() {
  return {
    one: null,
    form: fieldForm({ name: '', timeZone: '', region: '', word: '', hostName: '' }),

    get visible() { return this.one !== null && stores.session.signedIn; },
    get title() { return this.one ? `Change ${this.one.name}` : ''; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save'; },

    open(one) {
      const { name, timeZone, region, word, hostName } = one;
      this.form = fieldForm({ name, timeZone, region, word: word || '', hostName: hostName || '' });
      this.one = one;
    },
    close() { this.one = null; },

    async save() {
      this.form.require({ name: 'Give it a name.', timeZone: 'Say where its day begins.', region: 'Say its country.' });
      const { id } = this.one;
      const answer = await this.form.submit(() => request('PATCH', `/api/businesses/${id}`, { body: body(this.form.values) }));
      if (!answer) return focusFirstInvalid();
      stores.notices.add('success', `${answer.name} is saved.`);
      this.close();
      return stores.businesses.load();
    },
  };
}
