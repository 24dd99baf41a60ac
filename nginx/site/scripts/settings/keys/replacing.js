import { post } from '../../api.js';
import { fieldForm } from '../../form.js';
import { stores } from '../../stores.js';

/** The dialog that gives a program a new key while the old one works on for a while. */
export function replacing() {
  return {
    one: null,
    form: fieldForm({ overlapHours: '24' }),

    get visible() { return this.one !== null && stores.session.signedIn; },
    get name() { return this.one ? this.one.name : ''; },
    get buttonText() { return this.form.busy ? 'Making…' : 'Make the new key'; },

    open(one) {
      this.form = fieldForm({ overlapHours: '24' });
      this.one = one;
    },
    close() { this.one = null; },

    async replace() {
      const { overlapHours } = this.form.values;
      const answer = await this.form.submit(() => post(`/api/keys/${this.one.id}/rotation`, { overlapHours: Number(overlapHours) }));
      if (!answer) return undefined;
      this.close();
      stores.newKey.show(answer);
      return stores.keys.load();
    },
  };
}
