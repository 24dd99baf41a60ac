import { post, request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';

const dayMilliseconds = 86400000;

/** The dialog that makes a key, or says anew how one may be used. */
export function key() {
  return {
    shown: false,
    /** The key that is changed; null while one is made. */
    one: null,
    /** Whether the limits are shown at once, as there are some. */
    limited: false,
    form: fieldForm({ name: '', way: 'sends', scopes: '', ends: '', networks: '', ratePerMinute: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get making() { return this.one === null; },
    get signs() { return this.form.values.way === 'signs'; },
    get choosing() { return this.making && !this.signs; },
    get title() { return this.making ? 'Make a key' : 'Change a key'; },
    get words() {
      return this.making ? 'One for each program, so that it can be ended alone.' : 'What it may do stays as it is. The change holds within seconds.';
    },
    get buttonText() {
      if (this.form.busy) return this.making ? 'Making…' : 'Saving…';
      return this.making ? 'Make the key' : 'Save';
    },
    get ends() {
      const days = [['', 'Not by itself'], ['30', '30 days from now'], ['90', '90 days from now'], ['365', 'A year from now']];
      const end = this.one && this.one.expiresAt;
      const all = end ? [['same', `As it is: ${stores.show.clockTime(end)}`], ...days] : days;
      return all.map(([value, text]) => ({ value, text, chosen: value === this.form.values.ends }));
    },

    make() { this.open(null, { name: '', way: 'sends', scopes: 'transactions:write', ends: '', networks: '', ratePerMinute: '' }); },
    change(one) {
      const { name, networks, ratePerMinute, expiresAt } = one;
      this.open(one, { name, way: one.signs ? 'signs' : 'sends', scopes: one.scopes.join(' '), ends: expiresAt ? 'same' : '', networks: networks.join('\n'), ratePerMinute: ratePerMinute || '' });
    },
    open(one, values) {
      this.one = one;
      this.limited = Boolean(values.networks || values.ratePerMinute);
      this.form = fieldForm(values);
      this.shown = true;
    },
    close() { this.shown = false; },

    tickId: (one) => `key-scope-${one.scope.replace(':', '-')}`,
    chosen() { return this.form.values.scopes.split(' ').filter(Boolean); },
    isChosen(one) { return this.chosen().includes(one.scope); },
    toggle(one) {
      const rest = this.chosen().filter((scope) => scope !== one.scope);
      this.form.values.scopes = (this.isChosen(one) ? rest : [...rest, one.scope]).join(' ');
    },

    body() {
      const { name, ends, networks, ratePerMinute } = this.form.values;
      const body = { name: name.trim(), networks: networks.split(/[\s,;]+/).filter(Boolean) };
      if (String(ratePerMinute).trim()) body.ratePerMinute = ratePerMinute;
      if (ends === 'same') body.expiresAt = this.one.expiresAt;
      else if (ends) body.expiresAt = new Date(Date.now() + Number(ends) * dayMilliseconds).toISOString();
      return body;
    },
    async save() {
      this.form.require({ name: 'Say what the key is for.', ...(this.choosing ? { scopes: 'Choose at least one thing that it may do.' } : {}) });
      const answer = await this.form.submit(() => (this.making
        ? post('/api/keys', { ...this.body(), signs: this.signs, scopes: this.signs ? ['transactions:write'] : this.chosen() })
        : request('PUT', `/api/keys/${this.one.id}`, { body: this.body() })));
      if (!answer) return focusFirstInvalid();
      this.close();
      if (this.making) stores.newKey.show(answer);
      else stores.notices.add('success', `The key “${answer.name}” is changed.`);
      return stores.keys.load();
    },
  };
}
