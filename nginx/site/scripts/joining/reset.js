// Where somebody asks for a link to choose a new password, and where that link leads.
import { post, request } from '../api.js';
import { start } from '../frame.js';
import { passwordLink } from './link.js';

function joining() {
  return Object.defineProperties(passwordLink({ email: '' }), Object.getOwnPropertyDescriptors({
    get isAsking() { return this.state === 'asking'; },

    async init() {
      if (this.token) await this.open('/api/password-resets/opened');
      else this.state = 'asking';
    },

    async ask() {
      const { email } = this.form.values;
      this.form.require({ email: 'Enter your e-mail address.' });
      const answer = await this.submit(() => post('/api/password-resets', { email: email.trim() }));
      if (answer) this.end('Look into your mail', `If somebody logs in with ${email.trim()}, a link is on its way there. It is good for thirty minutes.`);
    },

    async reset() {
      const { password } = this.form.values;
      this.form.require({ password: 'Choose a password.' });
      const answer = await this.submit(() => request('PUT', '/api/password-resets/password', { body: { token: this.token, password } }));
      if (answer) this.end('Your password is changed', 'Log in with it.');
    },
  }));
}

start({ parts: { joining }, isOpen: true });
