import { get, request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';

const words = { declared: 'Declared: an adapter of your own' };
const whole = (text) => (/^\d+$/.test(text.trim()) ? Number(text) : text);
const number = (text) => (text.trim() && !Number.isNaN(Number(text)) ? Number(text) : text);

/** Reads senders, one a line: address, kind and rate. */
function sendersOf(text) {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const [address, kind = 'long_code', rate] = line.split(/[\s,]+/);
    return { address, kind, ...(rate ? { segmentsPerSecond: number(rate) } : {}) };
  });
}

/** The form that adds an account or changes one; each kind says itself what it must be told. */
export function account() {
  return {
    shown: false,
    kinds: [],
    editing: null,
    form: fieldForm({}),

    get visible() { return this.shown && stores.session.signedIn; },
    get isNew() { return !this.editing; },
    get title() { return this.isNew ? 'Add a provider' : `Change ${this.editing.name}`; },
    get buttonText() { return this.form.busy ? 'Saving…' : this.isNew ? 'Add it' : 'Save'; },
    get isDeclared() { return this.form.get('kind') === 'declared'; },
    get nameHint() {
      const { nameEnding } = stores.providers;
      return `Small letters, digits and hyphens.${nameEnding ? ` It will end in ${nameEnding}, as all names of your business do.` : ''}`;
    },
    wholeName(name) { return name.endsWith(stores.providers.nameEnding) ? name : `${name}${stores.providers.nameEnding}`; },
    get kind() { return this.kinds.find((one) => one.kind === this.form.get('kind')); },
    get about() { return this.kind && this.kind.about; },
    get kindOptions() { return this.kinds.map(({ kind }) => ({ kind, label: words[kind] || kind })); },
    get templates() { return this.kinds.filter((one) => one.document); },

    /** What this kind needs to be told; a declared one says it in its own document. */
    get needs() {
      const { settings = [], secrets = [] } = this.isDeclared ? this.declaredNeeds() : this.kind || {};
      const field = (group, secret) => (one) => ({
        ...one, secret, key: `${group}.${one.name}`, id: `account-${group}-${one.name}`, errorId: `account-${group}-${one.name}-error`,
        type: secret ? 'password' : 'text', mark: one.required ? '' : '(may stay empty)',
        placeholder: one.default || (secret && this.keeps(one.name) ? `${this.editing.secrets[one.name]} (kept)` : ''),
      });
      return [...settings.map(field('settings', false)), ...secrets.map(field('secrets', true))];
    },
    declaredNeeds() {
      try {
        const document = JSON.parse(this.form.get('document'));
        const list = (members) => Object.entries(members || {}).map(([name, said]) => ({
          name, about: typeof said === 'string' ? said : said.about || '', required: !(said && (said.optional || said.default)),
          default: (said && said.default) || null,
        }));
        return { settings: list(document.settings), secrets: list(document.secrets) };
      } catch (error) {
        return {};
      }
    },
    keeps(name) { return Boolean(this.editing && this.editing.secrets[name]); },

    async ready() {
      if (this.kinds.length) return true;
      try {
        this.kinds = (await get('/api/provider-kinds')).kinds;
        return true;
      } catch (problem) {
        stores.notices.add('error', `The kinds of providers cannot be read: ${problem.message}`);
        return false;
      }
    },

    async add() {
      if (!await this.ready()) return;
      this.editing = null;
      this.form = fieldForm({
        name: '', kind: 'twilio', document: '', senders: '', countries: '', priority: '0', pricePerSegment: '',
        currency: 'USD', segmentsPerSecond: '', channel: 'sms',
      });
      this.shown = true;
    },
    async edit(one) {
      if (!await this.ready()) return;
      this.editing = one;
      const settings = Object.fromEntries(Object.entries(one.settings).map(([name, value]) => [`settings.${name}`, value]));
      this.form = fieldForm({
        name: one.name, kind: one.kind, document: one.document ? JSON.stringify(one.document, null, 2) : '',
        senders: one.senders.map((sender) => `${sender.address} ${sender.kind} ${sender.segmentsPerSecond}`).join('\n'),
        countries: (one.countries || []).join(', '), priority: String(one.priority), pricePerSegment: one.pricePerSegment || '',
        currency: one.currency || 'USD', segmentsPerSecond: one.segmentsPerSecond ? String(one.segmentsPerSecond) : '', channel: one.channel, ...settings,
      });
      this.shown = true;
    },
    close() { this.shown = false; },
    begin(event) {
      const chosen = this.kinds.find((one) => one.kind === event.target.value);
      if (chosen) this.form.values.document = JSON.stringify(chosen.document, null, 2);
      event.target.value = '';
    },

    async save() {
      const { values } = this.form;
      for (const { key } of this.needs) values[key] = this.form.get(key); // so that a refusal finds its field
      this.form.require(this.isNew ? { name: 'Give it a short name.' } : {});
      const group = (prefix) => Object.fromEntries(this.needs.filter((need) => need.key.startsWith(`${prefix}.`))
        .map((need) => [need.name, String(this.form.get(need.key)).trim()]).filter(([, value]) => value));
      const body = {
        kind: values.kind, settings: group('settings'), senders: sendersOf(values.senders), channel: values.channel,
        priority: whole(values.priority), currency: values.currency.trim() || 'USD', enabled: this.editing ? this.editing.enabled : true,
      };
      const secrets = group('secrets');
      if (Object.keys(secrets).length || this.isNew) body.secrets = secrets;
      const countries = values.countries.split(/[\s,]+/).filter(Boolean).map((code) => code.toUpperCase());
      if (countries.length) body.countries = countries;
      if (this.editing && this.editing.dealerships) body.dealerships = this.editing.dealerships;
      if (values.pricePerSegment.trim()) body.pricePerSegment = values.pricePerSegment.trim();
      if (values.segmentsPerSecond.trim()) body.segmentsPerSecond = number(values.segmentsPerSecond);
      if (this.isDeclared && !this.readDocument(body)) return focusFirstInvalid();
      const name = encodeURIComponent(this.isNew ? this.wholeName(values.name.trim()) : this.editing.name);
      const answer = await this.form.submit(() => request('PUT', `/api/providers/${name}`, { body }));
      if (!answer) return focusFirstInvalid();
      this.close();
      stores.notices.add('success', `${answer.name} is ${this.isNew ? 'added. Give the provider its addresses, below' : 'saved'}.`);
      return stores.providers.load();
    },

    readDocument(body) {
      try {
        body.document = JSON.parse(this.form.values.document);
        return true;
      } catch (error) {
        this.form.refuse('document', `This is not JSON: ${error.message}`);
        return false;
      }
    },
  };
}
