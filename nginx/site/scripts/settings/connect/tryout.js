import { post } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';
import { writtenRules } from './rules.js';

/** The live test: the sample's message, sent now and to a number of one's own. */
export function tryout() {
  return {
    shown: false,
    done: '',
    form: fieldForm({ phone: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get unready() { return !stores.mapping.result || !stores.mapping.result.accepted; },
    get buttonText() { return this.form.busy ? 'Sending…' : 'Send the test'; },

    open() {
      this.form.clear();
      Object.assign(this, { shown: true, done: '' });
    },
    close() { this.shown = false; },

    async send() {
      this.form.require({ phone: 'Enter your own phone number.' });
      const { mapping, sources } = stores;
      const body = { sample: mapping.sample, fields: writtenRules(mapping.rules), phone: this.form.values.phone };
      const answer = await this.form.submit(() => post(`/api/sources/${sources.chosen || 'new'}/test`, body));
      if (!answer) return focusFirstInvalid();
      this.done = answer.messageId;
      stores.notices.say(answer.message);
      return undefined;
    },
  };
}
