import { request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { plural } from '../../format.js';
import { stores } from '../../stores.js';

/** The form for a new password. */
export function password() {
  return {
    form: fieldForm({ password: '', again: '' }),

    get buttonText() { return this.form.busy ? 'Changing…' : 'Change the password'; },

    async change() {
      const { password: chosen, again } = this.form.values;
      this.form.require({ password: 'Choose a password.', again: 'Type it once more.' });
      if (chosen && again && chosen !== again) this.form.refuse('again', 'The two are not the same.');
      const answer = await this.form.submit(() => request('PUT', '/api/account/password', { body: { password: chosen } }));
      if (!answer) return focusFirstInvalid();
      this.form = fieldForm({ password: '', again: '' });
      const others = answer.sessionsEnded ? ` You are logged out in ${plural(answer.sessionsEnded, 'other place')}.` : '';
      stores.notices.add('success', `Your password is changed.${others}`);
      return stores.account.load();
    },
  };
}
