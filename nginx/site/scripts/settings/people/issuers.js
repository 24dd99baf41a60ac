import { get, request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { plural } from '../../format.js';
import { stores } from '../../stores.js';

const blank = { name: 'Company account', issuer: '', clientId: '', clientSecret: '', domains: '' };

/** Where people of the business sign in: the list, and the dialog that adds or changes one. */
export function issuers() {
  return {
    list: [],
    returnUrls: [],
    shown: false,
    editing: '',
    form: fieldForm({ ...blank }),

    get visible() { return this.shown && stores.session.signedIn; },
    get isOwner() { return Boolean(stores.session.user) && stores.session.user.role === 'owner'; },
    get hasAny() { return this.list.length > 0; },
    get isNew() { return !this.editing; },
    get registerText() {
      return this.returnUrls.length > 1
        ? 'Register this system there first, with both addresses below to come back to: your people log in at either.'
        : 'Register this system there first, with the address below to come back to.';
    },
    get title() { return this.editing ? `Change ${this.editing}` : 'Sign in elsewhere'; },
    get buttonText() { return this.form.busy ? 'Asking it…' : 'Save'; },
    get secretHint() { return this.editing ? 'Leave it empty to keep the one that is there.' : 'Leave it empty if it gave you none.'; },

    domainsText: (one) => one.domains.map((domain) => `@${domain}`).join(', '),
    peopleText: (one) => (one.people ? `${plural(one.people, 'person', 'people')} signed in there` : 'Nobody signed in there yet'),
    changeLabel: (one) => `Change ${one.name}`,
    removeLabel: (one) => `Remove ${one.name}`,

    async load() {
      if (!stores.session.may('people:write whole-business')) return;
      try {
        const { providers, returnUrls } = await get('/api/sign-in-providers');
        Object.assign(this, { list: providers, returnUrls });
      } catch (problem) {
        // The list of people says what is wrong.
      }
    },

    add() { Object.assign(this, { shown: true, editing: '', form: fieldForm({ ...blank }) }); },
    edit(one) {
      const { name, issuer, clientId, domains } = one;
      Object.assign(this, { shown: true, editing: name, form: fieldForm({ name, issuer, clientId, clientSecret: '', domains: domains.join(', ') }) });
    },
    close() { this.shown = false; },

    async save() {
      this.form.require({
        name: 'Give it a name.', issuer: 'Enter its address.', clientId: 'Enter what it calls this system.', domains: 'Say whose addresses sign in there.',
      });
      const { name, issuer, clientId, clientSecret, domains } = this.form.values;
      const body = {
        issuer: issuer.trim(), clientId: clientId.trim(), domains: domains.split(/[\s,;]+/).map((domain) => domain.replace(/^@/, '')).filter(Boolean),
      };
      if (clientSecret) body.clientSecret = clientSecret;
      const answer = await this.form.submit(() => request('PUT', `/api/sign-in-providers/${encodeURIComponent(name.trim())}`, { body }));
      if (!answer) return focusFirstInvalid();
      this.close();
      return this.load();
    },

    async remove(one) {
      const isSure = await stores.confirm.ask({
        title: `Remove ${one.name}?`, text: 'Whoever signs in there needs a password from then on: “Forgot your password?” does not reach who never had one.', action: 'Remove',
      });
      if (!isSure) return;
      try {
        await request('DELETE', `/api/sign-in-providers/${encodeURIComponent(one.name)}`);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.load();
    },
  };
}
