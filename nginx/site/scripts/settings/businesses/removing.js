import { request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';

/** The dialog that removes a business for ever, once its name is typed. */
export function removing() {
  return {
    one: null,
    form: fieldForm({ name: '' }),

    get visible() { return this.one !== null && stores.session.signedIn; },
    get title() { return this.one ? `Remove ${this.one.name}?` : ''; },
    get buttonText() { return this.form.busy ? 'Removing…' : 'Remove for ever'; },

    open(one) { Object.assign(this, { one, form: fieldForm({ name: '' }) }); },
    close() { this.one = null; },

    async remove() {
      const { id, name } = this.one;
      this.form.clear();
      if (this.form.values.name !== name) this.form.refuse('name', `Type ${name}, as it stands above.`);
      const answer = await this.form.submit(() => request('DELETE', `/api/businesses/${id}`, { body: { name } }));
      if (!answer) return focusFirstInvalid();
      stores.notices.add('success', `${name} is being removed.`);
      this.close();
      return stores.businesses.load();
    },
  };
}
