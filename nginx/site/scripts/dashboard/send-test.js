import { get, post } from '../api.js';
import { textCount } from '../count.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { refresh } from '../refresh.js';
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
    count: textCount({ body: () => stores.sendTest.question, guess: () => stores.sendTest.guess }),
    get values() {
      const { customerName, dealershipName, amount } = this.form.values;
      return { ...samples, customer_name: customerName, dealership_name: dealershipName, sales_rep_name: '', amount };
    },
    get guess() { return rendered(this.form.values.message, this.values); },
    /** Without a text of its own it is the saved one that is counted. */
    get question() {
      const { message, dealershipName } = this.form.values;
      const values = Object.fromEntries(Object.entries(this.values).filter(([, value]) => value !== ''));
      const text = message.trim() ? { template: message } : dealershipName.trim() ? { dealershipName } : {};
      return { ...text, values };
    },
    write(name, event) {
      this.form.type(name, event);
      this.count.later();
    },
    get messageError() {
      return unknownVariablesText(this.form.values.message) || this.form.error('message');
    },
    get messageInvalid() { return this.messageError !== ''; },

    open() {
      this.shown = true;
      if (!this.asked) this.suggest();
      this.count.later();
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
        this.count.later();
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
