import { get, post, request } from '../../api.js';
import { focusById } from '../../focus.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { ago } from '../../format.js';
import { stores } from '../../stores.js';

const dayMilliseconds = 86400000;

/** The keys there are, and the dialog that makes one and shows it this once. */
export function keys() {
  return {
    list: [],
    scopes: [],
    loaded: false,
    problem: '',
    shown: false,
    made: '',
    form: fieldForm({ name: '', scopes: '', days: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get waiting() { return !this.loaded && !this.problem; },
    get valid() { return this.list.filter((key) => key.valid); },
    get ended() { return this.list.filter((key) => !key.valid); },
    get isEmpty() { return this.loaded && this.valid.length === 0; },
    get endedTitle() { return `Ended keys (${this.ended.length})`; },
    get asking() { return !this.made; },
    get buttonText() { return this.form.busy ? 'Making…' : 'Make the key'; },

    async load() {
      try {
        const answer = await get('/api/keys');
        Object.assign(this, { list: answer.keys, scopes: answer.scopes, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },

    // One key, as a person reads it

    begin: (key) => `${key.prefix}…`,
    about(scope) {
      const known = this.scopes.find((one) => one.scope === scope);
      return known ? known.about : scope;
    },
    used(key) { return key.lastUsedAt ? `Last used ${ago(key.lastUsedAt, stores.show.now)}` : 'Never used'; },
    life(key) {
      const made = `Made ${stores.show.clockTime(key.createdAt)}${key.createdBy ? ` by ${key.createdBy}` : ''}`;
      if (key.revokedAt) return `${made}, ended ${stores.show.clockTime(key.revokedAt)}`;
      if (!key.expiresAt) return `${made}, does not end by itself`;
      return `${made}, ${key.valid ? 'ends' : 'ended'} ${stores.show.clockTime(key.expiresAt)}`;
    },
    endLabel: (key) => `End the key ${key.name}`,

    // Making one

    open() {
      this.made = '';
      this.form = fieldForm({ name: '', scopes: 'transactions:write', days: '' });
      this.shown = true;
    },
    close() {
      this.shown = false;
      this.made = '';
    },
    tickId: (one) => `key-scope-${one.scope.replace(':', '-')}`,
    chosen() { return this.form.values.scopes.split(' ').filter(Boolean); },
    isChosen(one) { return this.chosen().includes(one.scope); },
    toggle(one) {
      const rest = this.chosen().filter((scope) => scope !== one.scope);
      this.form.values.scopes = (this.isChosen(one) ? rest : [...rest, one.scope]).join(' ');
    },

    async make() {
      const { name, days } = this.form.values;
      this.form.require({ name: 'Say what the key is for.', scopes: 'Choose at least one thing that it may do.' });
      const body = { name: name.trim(), scopes: this.chosen() };
      if (days) body.expiresAt = new Date(Date.now() + Number(days) * dayMilliseconds).toISOString();
      const answer = await this.form.submit(() => post('/api/keys', body));
      if (!answer) return focusFirstInvalid();
      this.made = answer.key;
      focusById('key-made');
      return this.load();
    },

    async end(key) {
      const sure = await stores.confirm.ask({
        title: `End “${key.name}”?`,
        text: `Whatever uses this key is refused within seconds. ${this.used(key)}. This cannot be undone.`,
        action: 'End the key',
      });
      if (!sure) return;
      try {
        await request('DELETE', `/api/keys/${key.id}`);
        stores.notices.add('success', `The key “${key.name}” has ended.`);
        await this.load();
      } catch (problem) {
        stores.notices.add('error', `The key was not ended: ${problem.message}`);
      }
    },
  };
}
