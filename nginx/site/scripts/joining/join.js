// Where an invitation leads.
import { post } from '../api.js';
import { start } from '../frame.js';
import { passwordLink } from './link.js';

function joining() {
  return Object.defineProperties(passwordLink({ name: '' }), Object.getOwnPropertyDescriptors({
    business: '',

    async init() {
      const found = await this.open('/api/joining');
      if (!found) return;
      this.business = found.business;
      this.form.values.name = found.name;
    },

    async join() {
      const { name, password } = this.form.values;
      this.form.require({ name: 'Say how your colleagues know you.', password: 'Choose a password.' });
      const answer = await this.submit(() => post('/api/joining/acceptance', { token: this.token, name: name.trim(), password }));
      if (answer) this.end('You are in', 'Log in with your address and the password that you chose.');
    },
  }));
}

start({ parts: { joining }, isOpen: true });
