import { post, request } from '../../api.js';
import { focusById } from '../../focus.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { plural } from '../../format.js';
import { stores } from '../../stores.js';

/** The second factor: an authenticator app, and codes on paper for the day when it is lost. */
export function factor() {
  return {
    offer: null,
    codes: [],
    form: fieldForm({ code: '' }),

    get offered() { return this.offer !== null; },
    get isOff() { return stores.account.loaded && !stores.account.secondFactor && !this.offered; },
    get isOn() { return stores.account.secondFactor; },
    get secret() { return this.offer ? this.offer.secret.replace(/(.{4})/g, '$1 ').trim() : ''; },
    get address() { return this.offer ? this.offer.address : ''; },
    get side() { return this.offer ? this.offer.picture.length + 8 : 1; },
    /** With the quiet zone of four modules that scanners need (ISO/IEC 18004, 5.3.8). */
    get box() { return `-4 -4 ${this.side} ${this.side}`; },
    get path() {
      if (!this.offer) return '';
      return this.offer.picture.map((row, y) => [...row].map((dark, x) => (dark === '1' ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
    },
    get left() { return `${plural(stores.account.codesLeft, 'code')} on paper left.`; },
    get hasCodes() { return this.codes.length > 0 && stores.session.signedIn; },
    get buttonText() { return this.form.busy ? 'Checking…' : 'Take it into use'; },

    async begin() {
      try {
        this.offer = await post('/api/account/second-factor/offer', {});
        this.form = fieldForm({ code: '' });
        focusById('factor-code');
      } catch (problem) {
        this.say(problem);
      }
    },
    cancel() { this.offer = null; },

    async finish() {
      this.form.require({ code: 'Enter the code that the app shows.' });
      const body = { offer: this.offer.offer, code: this.form.values.code.trim() };
      const answer = await this.form.submit(() => request('PUT', '/api/account/second-factor', { body }));
      if (!answer) return focusFirstInvalid();
      this.offer = null;
      this.codes = answer.recoveryCodes;
      return stores.account.load();
    },

    async renew() {
      const sure = await stores.confirm.ask({ title: 'Make new codes?', text: 'Those that you have on paper open nothing any more.', action: 'Make new codes' });
      if (!sure) return;
      try {
        this.codes = (await post('/api/account/recovery-codes', {})).recoveryCodes;
        await stores.account.load();
      } catch (problem) {
        this.say(problem);
      }
    },

    async remove() {
      const sure = await stores.confirm.ask({ title: 'Do without a second factor?', text: 'Whoever knows your password gets in. The codes on paper open nothing any more.', action: 'Do without it' });
      if (!sure) return;
      try {
        await request('DELETE', '/api/account/second-factor');
        stores.notices.add('success', 'Your password alone lets you in now.');
        await stores.account.load();
      } catch (problem) {
        this.say(problem);
      }
    },

    copyCodes() { stores.copy.text(this.codes.join('\n'), 'Codes'); },
    /** The codes are put away; who was kept out for lack of them goes on. */
    forget() {
      this.codes = [];
      if (stores.session.lacksFactor) location.assign('/');
    },
    say(problem) { if (problem.code !== 'confirmation-needed') stores.notices.add('error', problem.message); },
  };
}
