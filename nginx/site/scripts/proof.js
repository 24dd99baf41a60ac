import { post, proveBy } from './api.js';
import { focusById } from './focus.js';
import { fieldForm, focusFirstInvalid } from './form.js';
import { stores } from './stores.js';

/** The question for the password, before what must not be done by whoever finds the browser open. */
export function proof() {
  let settle = () => {};

  proveBy(() => stores.proof.ask());

  return {
    shown: false,
    needsCode: false,
    form: fieldForm({ password: '', code: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get buttonText() { return this.form.busy ? 'Checking…' : 'Go on'; },

    ask() {
      settle(false);
      Object.assign(this, { shown: true, needsCode: false, form: fieldForm({ password: '', code: '' }) });
      return new Promise((resolve) => { settle = resolve; });
    },
    cancel() { this.end(false); },

    async check() {
      const { password, code } = this.form.values;
      this.form.require({ password: 'Enter your password.', ...(this.needsCode ? { code: 'Enter the code that your app shows.' } : {}) });
      const answer = await this.form.submit(() => post('/api/session/confirmation', this.needsCode ? { password, code } : { password })
        .catch((problem) => {
          if (problem.code !== 'second-factor-needed') throw problem;
          this.needsCode = true;
          focusById('proof-code');
        }));
      if (answer) this.end(true);
      else focusFirstInvalid();
    },

    end(isProven) {
      this.shown = false;
      this.form = fieldForm({ password: '', code: '' });
      settle(isProven);
    },
  };
}
