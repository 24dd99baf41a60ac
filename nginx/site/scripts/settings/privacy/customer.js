import { post, request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { count, phone, plural } from '../../format.js';
import { saveFile } from '../../save-file.js';
import { stores } from '../../stores.js';

const fileNames = { copy: 'customer.json', evidence: 'evidence.json', 'evidence.pdf': 'evidence.pdf' };

/** Whose data it is about, and how much there is. */
export function customer() {
  return {
    form: fieldForm({ phone: '' }),
    /** What was answered last; null before. */
    found: null,
    busy: false,

    get buttonText() { return this.form.busy ? 'Looking…' : 'Look up'; },
    get isKnown() { return Boolean(this.found && this.found.known); },
    get holdings() { return this.found ? this.found.tables.filter(({ rows }) => rows > 0) : []; },
    get number() { return this.found ? phone(this.found.phone) : ''; },
    get summary() {
      if (!this.isKnown) return `Nothing is known of ${this.number}.`;
      return `Of ${this.number} there is something in ${plural(this.holdings.length, 'place')}.`;
    },

    count: (one) => count(one.rows),
    first: (one) => stores.show.clockTime(one.first),
    last: (one) => stores.show.clockTime(one.last),

    async find() {
      this.form.require({ phone: 'Enter the customer’s number.' });
      const answer = await this.form.submit(() => post('/api/privacy/lookup', { phone: this.form.values.phone }));
      if (answer) this.found = answer;
      else focusFirstInvalid();
    },
    async again() { this.found = await post('/api/privacy/lookup', { phone: this.found.phone }); },

    async download(name) {
      this.busy = true;
      try {
        saveFile(await request('POST', `/api/privacy/${name}`, { body: { phone: this.found.phone }, asFile: true }), fileNames[name]);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      } finally {
        this.busy = false;
      }
    },
  };
}
