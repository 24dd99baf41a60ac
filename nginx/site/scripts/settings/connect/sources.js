import { get, post, request } from '../../api.js';
import { focusById } from '../../focus.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';

const own = '';

/** The CRMs that are connected, and the way in that needs no mapping. */
export function sources() {
  return {
    list: [],
    chosen: own,
    address: '',
    loaded: false,
    problem: '',
    adding: false,
    key: '',
    making: false,
    form: fieldForm({ name: '' }),

    get waiting() { return !this.loaded && !this.problem; },
    get current() { return this.list.find((one) => one.name === this.chosen); },
    get isOwn() { return this.chosen === own && !this.adding; },
    get isMapped() { return !this.isOwn; },
    get url() { return this.current ? this.current.address : this.adding ? '' : this.address; },
    get urlWithKey() { return this.key && this.current ? `${this.url}?key=${this.key}` : ''; },
    get hasKeyedAddress() { return this.urlWithKey !== ''; },
    get makeText() { return this.making ? 'Making…' : 'Make a key for it'; },
    get title() { return this.adding ? 'A new CRM' : this.current ? this.current.name : 'Our own format'; },
    get about() {
      if (this.adding) return 'Name it, and show below what it sends. Saving creates its address.';
      if (!this.current) return 'For a CRM whose fields can be named as we name them, and for programs of your own. Nothing to map.';
      return `Version ${this.current.version}, saved ${stores.show.clockTime(this.current.savedAt)} by ${this.current.savedBy}.`;
    },
    get options() {
      return [{ name: own, label: 'Our own format', id: 'source-own' }, ...this.list.map(({ name }) => ({ name, label: name, id: `source-${name}` }))];
    },
    isChosen(one) { return !this.adding && this.chosen === one.name; },

    async load() {
      try {
        const answer = await get('/api/sources');
        Object.assign(this, { list: answer.sources, address: answer.address, problem: '' });
        if (!this.loaded && this.list.length) this.take(this.list[0].name);
        this.loaded = true;
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },

    async choose(one) {
      if (!await this.mayLeave()) return;
      this.take(one.name);
    },
    take(name) {
      Object.assign(this, { chosen: name, adding: false, key: '' });
      stores.mapping.begin(this.current ? this.current.fields : null);
    },
    async add() {
      if (!await this.mayLeave()) return;
      Object.assign(this, { adding: true, chosen: own, key: '' });
      this.form = fieldForm({ name: '' });
      stores.mapping.begin(null);
      focusById('source-name');
    },
    async mayLeave() {
      if (!stores.mapping.dirty) return true;
      return stores.confirm.ask({ title: 'Leave without saving?', text: 'What you changed in this mapping is lost.', action: 'Leave' });
    },

    /** The name under which the mapping is saved, or nothing when it will not do. */
    nameToSave() {
      if (!this.adding) return this.chosen;
      this.form.require({ name: 'Give it a short name, such as our-crm.' });
      if (!this.form.invalid('name')) return this.form.values.name.trim();
      focusFirstInvalid();
      return '';
    },
    saved(source) {
      this.list = [...this.list.filter(({ name }) => name !== source.name), source].sort((a, b) => (a.name < b.name ? -1 : 1));
      Object.assign(this, { chosen: source.name, adding: false });
    },

    async makeKey() {
      this.making = true;
      try {
        const name = this.current ? `CRM ${this.current.name}` : 'CRM';
        this.key = (await post('/api/keys', { name, scopes: ['transactions:write'] })).key;
        focusById('source-key');
      } catch (problem) {
        stores.notices.add('error', `No key was made: ${problem.message}`);
      }
      this.making = false;
    },

    async remove() {
      const { name } = this.current;
      const sure = await stores.confirm.ask({
        title: `Remove ${name}?`, action: 'Remove it',
        text: 'What this CRM sends from now on is refused. What came through it stays.',
      });
      if (!sure) return;
      try {
        await request('DELETE', `/api/sources/${name}`);
        this.list = this.list.filter((one) => one.name !== name);
        stores.notices.add('success', `${name} is removed.`);
        this.take(own);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },
  };
}
