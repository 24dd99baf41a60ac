import { get, post } from '../../api.js';
import { stores } from '../../stores.js';

const words = {
  success: { label: 'That messages arrive', hint: 'Providers whose messages are delivered more often.' },
  latency: { label: 'That they arrive soon', hint: 'Providers whose messages are delivered faster.' },
  cost: { label: 'That they cost little', hint: 'Providers that charge less for a segment.' },
};

/** What counts how much when a provider is chosen. */
export function weights() {
  return {
    values: {},
    saved: {},
    busy: false,
    problem: '',

    get rows() {
      return Object.keys(words).map((name) => ({ name, id: `weight-${name}`, ...words[name] }));
    },
    get dirty() { return JSON.stringify(this.values) !== JSON.stringify(this.saved); },
    get cannotSave() { return !this.dirty || this.busy; },
    value(row) { return this.values[row.name] === undefined ? 0 : this.values[row.name]; },
    share(row) {
      const sum = Object.values(this.values).reduce((total, value) => total + value, 0);
      return sum ? `${Math.round((100 * this.value(row)) / sum)} %` : 'nothing';
    },
    set(row, event) { this.values = { ...this.values, [row.name]: Number(event.target.value) }; },
    undo() { this.values = { ...this.saved }; },

    async load() {
      if (this.dirty) return;
      try {
        const answer = await get('/api/routing');
        if (!this.dirty) this.take(answer); // somebody may have moved one meanwhile
        this.problem = '';
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },
    take(answer) {
      const { success, latency, cost } = answer;
      this.saved = { success, latency, cost };
      this.values = { ...this.saved };
    },
    async save() {
      this.busy = true;
      try {
        this.take(await post('/api/routing', this.values));
        this.problem = '';
        stores.notices.add('success', 'Saved. The next message is routed so.');
      } catch (problem) {
        this.problem = problem.message;
      }
      this.busy = false;
    },
  };
}
