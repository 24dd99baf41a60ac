import { get, post } from '../api.js';
import { plural } from '../format.js';
import { sizeNote } from '../segments.js';
import { stores } from '../stores.js';
import { rendered, samples } from '../template.js';

const quietMilliseconds = 250;
const customersShown = 8;

/** A customer made up, for a business that has had none yet. */
const nobody = { id: '', customerName: samples.customer_name, dealershipName: samples.dealership_name, salesRepName: samples.sales_rep_name, amount: samples.amount, transactionId: samples.transaction_id };

/** The text as a customer's phone would show it: one of the latest customers', by choice. */
export function preview() {
  let waiting = null;
  let asked = 0;

  return {
    customers: [nobody],
    chosen: '',
    answer: null,

    get customer() { return this.customers.find((one) => one.id === this.chosen) || this.customers[0]; },
    get options() { return this.customers.map(({ id, customerName }) => ({ id, name: customerName || 'No name' })); },
    get values() {
      const { customerName, dealershipName, salesRepName, amount, transactionId } = this.customer;
      return {
        customer_name: customerName || '', dealership_name: dealershipName || '', sales_rep_name: salesRepName || '',
        amount: amount || '', transaction_id: transactionId || '',
        review_url: samples.review_url, feedback_url: samples.feedback_url,
      };
    },
    get text() { return this.answer ? this.answer.body : rendered(stores.texts.form.values.text, this.values); },
    get note() { return sizeNote(this.text); },
    get size() {
      if (!this.answer) return this.note.text;
      const { body, segments, encoding } = this.answer;
      return `${plural([...body].length, 'character')} · ${plural(segments, 'segment')} · ${encoding}`;
    },
    get tone() { return this.note.tone; },
    get hint() { return this.note.hint; },
    get cost() { return this.answer && this.answer.estimatedCost ? `About ${stores.show.price(this.answer.estimatedCost)}` : ''; },
    get replaced() {
      const list = (this.answer && this.answer.replaced) || [];
      return list.length ? `Replaced to save segments: ${list.map(({ from, to }) => `${from} → ${to}`).join(', ')}` : '';
    },

    async load() {
      try {
        const { messages } = await get('/api/messages?limit=50');
        const seen = new Set();
        const real = messages.filter(({ customerName }) => customerName && !seen.has(customerName) && seen.add(customerName));
        if (real.length) this.customers = real.slice(0, customersShown);
        this.later();
      } catch (problem) {
        // The made-up customer stays.
      }
    },

    choose(event) {
      this.chosen = event.target.value;
      this.later();
    },

    /** Counts anew once the typing pauses. */
    later() {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.ask(), quietMilliseconds);
      this.answer = null;
    },

    async ask() {
      const turn = ++asked;
      const template = stores.texts.form.values.text;
      if (!template.trim()) return;
      const values = Object.fromEntries(Object.entries(this.values).filter(([, value]) => value !== ''));
      try {
        const answer = await post('/api/preview', { template, values, smartEncoding: stores.rules.isSmart });
        if (turn === asked) this.answer = answer;
      } catch (problem) {
        if (turn === asked) this.answer = null; // counted here; the field says what is wrong
      }
    },
  };
}
