import { query, request } from '../api.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { stores } from '../stores.js';

/** The dialog that takes a number off the list. */
export function releasing() {
  return {
    one: null,
    form: fieldForm({ reason: '' }),

    get visible() { return this.one !== null && stores.session.signedIn; },
    get title() { return this.one ? `Release ${this.one.number}?` : 'Release'; },
    get buttonText() { return this.form.busy ? 'Releasing…' : 'Release'; },

    open(one) {
      this.form = fieldForm({ reason: '' });
      this.one = one;
    },
    close() { this.one = null; },

    async save() {
      this.form.clear();
      const path = `/api/suppressions/${encodeURIComponent(this.one.e164)}${query({ reason: this.form.values.reason.trim() })}`;
      const answer = await this.form.submit(() => request('DELETE', path));
      if (!answer) return focusFirstInvalid();
      const { number } = this.one;
      this.close();
      stores.notices.add('success', answer.stillListed ? answer.message : `${number} may be written to again.`);
      return stores.list.ask();
    },
  };
}
