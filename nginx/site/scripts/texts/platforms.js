import { get, request } from '../api.js';
import { focusById } from '../focus.js';
import { fieldForm } from '../form.js';
import { stores } from '../stores.js';

const text = ({ name, url, weight, dealershipName }) => JSON.stringify([name, url, String(weight), dealershipName || '']);
let last = 0;
const row = (values = { name: '', url: '', weight: 1, dealershipName: null }) => ({ ...values, id: ++last });

/** Where reviews are asked for: platforms, each with its share, for all or for one dealership. */
export function platforms() {
  return {
    rows: [],
    saved: [],
    loaded: false,
    form: fieldForm({ platforms: '' }),
    report: null,

    get loading() { return !this.loaded; },
    get isEmpty() { return this.loaded && this.rows.length === 0; },
    get dirty() { return this.loaded && this.rows.map(text).join() !== this.saved.map(text).join(); },
    get cannotSave() { return !this.dirty || this.form.busy; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save platforms'; },
    get error() { return this.form.error('platforms'); },

    /** Nothing here follows single messages, and what is being written stays. */
    async load(ids) {
      if (ids || this.dirty) return;
      try {
        const { platforms: list } = await get('/api/review-links');
        if (this.dirty) return;
        this.saved = list;
        this.rows = list.map((one) => row(one));
        this.loaded = true;
      } catch (problem) {
        if (!problem.silent) this.form.problem = problem.message;
      }
      this.prove();
    },

    async prove() {
      try {
        this.report = await get('/api/review-links/report');
      } catch (problem) {
        this.report = null;
      }
    },

    get hasProof() { return Boolean(this.report) && this.report.overall.counts.length > 0; },
    get proofText() {
      return this.hasProof && this.report.overall.isEven
        ? 'Nobody was steered: the last 90 days follow the weights.' : 'The last 90 days differ from the weights.';
    },
    get proofRows() { return this.hasProof ? this.report.overall.counts : []; },

    add() {
      this.rows = [...this.rows, row()];
      const { id } = this.rows[this.rows.length - 1];
      focusById(`platform-${id}`);
    },
    remove(one) { this.rows = this.rows.filter(({ id }) => id !== one.id); },
    undo() {
      this.form.clear();
      this.rows = this.saved.map((one) => row(one));
    },

    fieldId: (one) => `platform-${one.id}`,
    urlId: (one) => `platform-url-${one.id}`,
    weightId: (one) => `platform-weight-${one.id}`,
    dealershipId: (one) => `platform-dealership-${one.id}`,
    removeLabel: (one) => `Remove ${one.name || 'this platform'}`,

    /** The share of a platform among those that stand beside it. */
    share(one) {
      const beside = this.rows.filter((other) => (other.dealershipName || '') === (one.dealershipName || ''));
      const sum = beside.reduce((total, other) => total + (Number(other.weight) || 0), 0);
      return sum ? `${Math.round((100 * Number(one.weight)) / sum)} %` : '';
    },

    async save() {
      const list = this.rows.map(({ name, url, weight, dealershipName }) => ({
        name: name.trim(), url: url.trim(), weight: /^\d+$/.test(String(weight).trim()) ? Number(weight) : weight,
        ...(dealershipName && dealershipName.trim() ? { dealershipName: dealershipName.trim() } : {}),
      }));
      this.form.values = { platforms: JSON.stringify(list) };
      const answer = await this.form.submit(() => request('PUT', '/api/review-links', { body: { platforms: list } }));
      if (!answer) return;
      this.saved = answer.platforms;
      this.rows = answer.platforms.map((one) => row(one));
      stores.notices.add('success', list.length ? `Saved: ${list.map((one) => one.name).join(', ')}.` : 'Saved: the links below are used.');
      this.prove();
    },
  };
}
