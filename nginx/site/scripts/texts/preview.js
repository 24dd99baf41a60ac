import { get } from '../api.js';
import { textCount } from '../count.js';
import { stores } from '../stores.js';
import { rendered, samples } from '../template.js';

const customersShown = 8;

/** A customer made up, for a business that has had none yet. */
const nobody = {
  id: '', customerName: samples.customer_name, dealershipName: samples.dealership_name, salesRepName: samples.sales_rep_name,
  amount: samples.amount, transactionId: samples.transaction_id,
};

/** What a customer's transaction puts in the place of variables. */
const valuesOf = ({ customerName, dealershipName, salesRepName, amount, transactionId }) => ({
  customer_name: customerName || '', dealership_name: dealershipName || '', sales_rep_name: salesRepName || '',
  amount: amount || '', transaction_id: transactionId || '',
  review_url: samples.review_url, feedback_url: samples.feedback_url,
});

/** The text as a customer's phone would show it: one of the latest customers', by choice. */
export function preview() {
  return {
    customers: [nobody],
    chosen: '',
    count: textCount({
      body: () => stores.preview.question,
      guess: () => rendered(stores.texts.form.values.text, stores.preview.values),
    }),

    get customer() { return this.customers.find((one) => one.id === this.chosen) || this.customers[0]; },
    get options() { return this.customers.map(({ id, customerName }) => ({ id, name: customerName || 'No name' })); },
    get values() { return valuesOf(this.customer); },
    get question() {
      const template = stores.texts.form.values.text;
      if (!template.trim()) return null;
      const values = Object.fromEntries(Object.entries(this.values).filter(([, value]) => value !== ''));
      return { template, values, smartEncoding: stores.rules.isSmart };
    },

    async load(ids) {
      if (ids) return;
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
    later() { this.count.later(); },
  };
}
