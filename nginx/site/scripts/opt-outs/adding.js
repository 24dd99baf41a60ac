import { post } from '../api.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { phone, plural } from '../format.js';
import { stores } from '../stores.js';
import { choices } from './reasons.js';

const blank = () => fieldForm({ number: '', reason: 'opted_out', note: '' });

/** The dialog that puts a number on the list. */
export function adding() {
  return {
    reasons: choices,
    shown: false,
    form: blank(),

    get visible() { return this.shown && stores.session.signedIn; },
    get buttonText() { return this.form.busy ? 'Adding…' : 'Do not write to it'; },

    open() {
      this.form = blank();
      this.shown = true;
    },
    close() { this.shown = false; },

    async save() {
      const { number, reason, note } = this.form.values;
      this.form.require({ number: 'Type the number that is not to be written to.' });
      const answer = await this.form.submit(() => post('/api/suppressions', { number: number.trim(), reason, note: note.trim() }));
      if (!answer) return focusFirstInvalid();
      this.close();
      const withdrawn = answer.cancelled ? ` ${plural(answer.cancelled, 'waiting text')} withdrawn.` : '';
      stores.notices.add('success', `${phone(answer.number)} ${answer.added ? 'is not written to any more' : 'was on the list already'}.${withdrawn}`);
      return stores.list.first();
    },
  };
}
