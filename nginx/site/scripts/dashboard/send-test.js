import { get, post } from '../api.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { refresh } from '../refresh.js';
import { sizeNote } from '../segments.js';
import { stores } from '../stores.js';
import { rendered, samples, unknownVariablesText } from '../template.js';

/** A key that makes sending safe to repeat: the same form sent again after a lost answer is one message. */
function idempotencyKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `test-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The dialog that sends one message at once. What is typed stays until it has been sent. */
export function sendTest() {
  let key = '';
  let keyedText = '';

  return {
    shown: false,
    asked: false,
    form: fieldForm({ phone: '', customerName: '', dealershipName: '', amount: '', message: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get buttonText() { return this.form.busy ? 'Sending…' : 'Send'; },
    get size() {
      const { message, customerName, dealershipName, amount } = this.form.values;
      if (!message) return { text: '0 characters', hint: 'Your template will be used.', tone: '' };
      const typed = { customer_name: customerName, dealership_name: dealershipName, sales_rep_name: '', amount };
      return sizeNote(rendered(message, { ...samples, ...typed }));
    },
    get messageError() {
      return unknownVariablesText(this.form.values.message) || this.form.error('message');
    },
    get messageInvalid() { return this.messageError !== ''; },

    open() {
      this.shown = true;
      if (!this.asked) this.suggest();
    },
    close() { this.shown = false; },

    /** Fills in the defaults of the settings where nothing is typed. */
    async suggest() {
      try {
        const { default_customer: customer, default_dealership: dealership } = await get('/api/settings');
        const { values } = this.form;
        this.asked = true;
        if (!values.customerName) values.customerName = customer || '';
        if (!values.dealershipName) values.dealershipName = dealership || '';
      } catch (problem) {
        // Suggestions only; the form works without.
      }
    },

    async send() {
      this.form.require({ phone: 'Enter the phone number to send to.' });
      const filled = Object.entries(this.form.values).filter(([, value]) => value.trim());
      const body = Object.fromEntries(filled);
      const answer = await this.form.submit(() => post('/api/test-sms', body, { 'idempotency-key': this.keyFor(JSON.stringify(body)) }));
      if (!answer) return focusFirstInvalid();
      key = '';
      this.form.values.message = '';
      this.close();
      stores.notices.add('success', answer.message || 'The test message is on its way.');
      stores.detail.open({ id: answer.messageId });
      return refresh.now();
    },

    keyFor(text) {
      if (!key || text !== keyedText) key = idempotencyKey();
      keyedText = text;
      return key;
    },
  };
}
