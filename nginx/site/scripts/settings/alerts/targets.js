import { get, post, request } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { ago, plural } from '../../format.js';
import { seldom } from '../../seldom.js';
import { stores } from '../../stores.js';
import { alertKinds, titleOf } from './kinds.js';

const leastMilliseconds = 10000;
const askMilliseconds = 500;
const patienceMilliseconds = 20000;

const kinds = [
  { kind: 'email', label: 'E-mail', icon: '/icons.svg#mail' },
  { kind: 'slack', label: 'Slack', icon: '/icons.svg#conversation' },
  { kind: 'webhook', label: 'Webhook', icon: '/icons.svg#hook' },
].map((one) => ({ ...one, id: `target-kind-${one.kind}` }));

const words = {
  email: { label: 'E-mail address', type: 'email', example: 'ann@example.com', name: 'Ann, sales manager', help: '', way: 'By e-mail to' },
  slack: { label: 'Webhook address', type: 'url', example: 'https://hooks.slack.com/services/…', name: '#alerts', help: 'Slack gives you one under “Incoming webhooks”. Mattermost, Rocket.Chat and others take the same.', way: 'In the channel of' },
  webhook: { label: 'Address', type: 'url', example: 'https://crm.example.com/alerts', name: 'Our CRM', help: 'We post JSON there, signed as Standard Webhooks says. You get the secret when you have saved.', way: 'By signed webhook to' },
};
const blank = { kind: 'email', name: '', address: '', kinds: null, takesNumbers: false, enabled: true };

/** Who is told, and the dialog that adds and changes them. */
export function targets() {
  return {
    loaded: false,
    problem: '',
    list: [],
    outcomes: {},
    shown: false,
    edited: null,
    secret: '',
    copied: '',
    kinds,
    alertKinds,
    form: fieldForm({ ...blank }),

    get loading() { return !this.loaded && !this.problem; },
    get isEmpty() { return this.loaded && this.list.length === 0; },
    get visible() { return this.shown && stores.session.signedIn; },

    load: seldom(leastMilliseconds, () => stores.targets.ask()),

    async ask() {
      try {
        this.list = (await get('/api/alert-targets')).targets;
        this.loaded = true;
        this.problem = '';
      } catch (problem) {
        this.problem = this.loaded ? '' : problem.message;
      }
    },

    // The list

    icon(target) { return kinds.find((one) => one.kind === target.kind).icon; },
    way(target) { return words[target.kind].way; },
    wants(target) {
      const numbers = target.takesNumbers ? ['numbers not to text'] : [];
      if (!target.kinds) return ['Everything', ...numbers].join(' and ');
      const titles = [...target.kinds.map((kind) => titleOf(kind)), ...numbers];
      return titles.length ? titles.join(' · ') : 'Nothing';
    },
    state(target) {
      if (target.disabledAt) return 'Turned off: it failed for 5 days';
      if (!target.enabled) return 'Off';
      if (target.failingSince) return `Failing since ${ago(target.failingSince, stores.show.now)}`;
      return target.succeededAt ? 'Works' : '';
    },
    tone(target) {
      if (target.disabledAt) return 'error';
      if (!target.enabled) return 'neutral';
      return target.failingSince ? 'warning' : 'success';
    },
    testLabel(target) { return `Send a test to ${target.name}`; },
    editLabel(target) { return `Change ${target.name}`; },
    removeLabel(target) { return `Remove ${target.name}`; },

    isTesting(target) { return (this.outcomes[target.id] || {}).isOpen === true; },
    outcome(target) { return (this.outcomes[target.id] || { text: '' }).text; },
    outcomeTone(target) { return (this.outcomes[target.id] || { tone: 'neutral' }).tone; },
    say(target, text, tone, isOpen) { this.outcomes = { ...this.outcomes, [target.id]: { text, tone, isOpen } }; },

    /** Sends a test, and waits until it is told how that went. */
    async test(target) {
      this.say(target, 'Sending a test…', 'neutral', true);
      try {
        const { deliveryId } = await post(`/api/alert-targets/${target.id}/test`);
        const found = await this.ended(deliveryId, target);
        const [last] = found ? found.attempts.slice(-1) : [];
        if (!last) this.say(target, 'The test is still on its way; look below.', 'warning', false);
        else if (last.problem) this.say(target, last.problem, 'error', false);
        else this.say(target, `The test arrived after ${plural(last.milliseconds, 'millisecond')}.`, 'success', false);
        await Promise.all([this.ask(), stores.deliveries.ask()]);
      } catch (problem) {
        this.say(target, problem.message, 'error', false);
      }
    },

    async ended(id, target) {
      const deadline = Date.now() + patienceMilliseconds;
      while (Date.now() < deadline) {
        const { deliveries } = await get(`/api/alert-deliveries?limit=20&target=${target.id}`);
        const found = deliveries.find((one) => one.id === id);
        if (found && found.attempts.length) return found;
        await new Promise((resolve) => { setTimeout(resolve, askMilliseconds); });
      }
      return undefined;
    },

    async remove(target) {
      const alone = stores.alertRules.onlyTo(target.id).length;
      const after = alone ? ` ${plural(alone, 'rule')} told to nobody else will be told to everybody.` : '';
      const yes = await stores.confirm.ask({ title: `Remove ${target.name}?`, text: `Nothing is told there any more, and the record of what was told goes with it.${after}`, action: 'Remove' });
      if (!yes) return;
      try {
        await request('DELETE', `/api/alert-targets/${target.id}`);
        await Promise.all([this.ask(), stores.deliveries.ask(), stores.alertRules.ask()]);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },

    // The dialog

    get isNew() { return !this.edited; },
    get kind() { return this.form.values.kind; },
    get isWebhook() { return this.kind === 'webhook'; },
    get asking() { return !this.secret; },
    get title() {
      if (this.secret) return 'Keep this secret';
      return this.edited ? `Change ${this.edited.name}` : 'Who should be told?';
    },
    get addressLabel() { return words[this.kind].label; },
    get addressType() { return words[this.kind].type; },
    get addressPlaceholder() { return this.edited && this.kind === 'slack' ? this.edited.address : words[this.kind].example; },
    get addressHelp() { return this.edited && this.kind === 'slack' ? 'It is a secret, so it is not shown. Leave this empty to keep it.' : words[this.kind].help; },
    get namePlaceholder() { return words[this.kind].name; },
    get wantsAll() { return this.form.values.kinds === null; },
    get takesNumbers() { return this.form.values.takesNumbers; },
    get isOn() { return this.form.values.enabled; },
    get canRenew() { return this.asking && !this.isNew && this.isWebhook; },
    get buttonText() { return this.secret ? 'Done' : this.form.busy ? 'Saving…' : this.isNew ? 'Add' : 'Save'; },

    isKind(one) { return this.kind === one.kind; },
    chosen(one) { return { chosen: this.isKind(one) }; },
    choose(one) { this.form.values.kind = one.kind; },
    isWanted(one) { return (this.form.values.kinds || []).includes(one.kind); },
    toggle(one) {
      const now = this.form.values.kinds || [];
      this.form.values.kinds = this.isWanted(one) ? now.filter((kind) => kind !== one.kind) : [...now, one.kind];
    },
    toggleAll() { this.form.values.kinds = this.wantsAll ? [] : null; },
    toggleNumbers() { this.form.values.takesNumbers = !this.takesNumbers; },
    turn() { this.form.values.enabled = !this.isOn; },

    add() { this.open(null, { ...blank, kinds: null }); },
    edit(target) {
      const { kind, name, address, takesNumbers, enabled } = target;
      this.open(target, { kind, name, address: kind === 'slack' ? '' : address, kinds: target.kinds && [...target.kinds], takesNumbers, enabled });
    },
    open(target, values) {
      Object.assign(this, { edited: target, secret: '', copied: '', shown: true });
      this.form.clear();
      this.form.values = values;
    },
    close() {
      this.shown = false;
      this.secret = '';
    },

    renew() { return this.save(true); },

    async save(renewSecret = false) {
      if (this.secret) return this.close();
      const { kind, name, address, takesNumbers, enabled } = this.form.values;
      this.form.require(this.isNew ? { name: 'Give it a name.', address: 'Enter the address.' } : { name: 'Give it a name.' });
      const body = { name: name.trim(), takesNumbers, enabled, ...(this.form.values.kinds ? { kinds: this.form.values.kinds } : {}), ...(address.trim() ? { address: address.trim() } : {}) };
      const saved = await this.form.submit(() => (this.isNew
        ? post('/api/alert-targets', { ...body, kind })
        : request('PUT', `/api/alert-targets/${this.edited.id}`, { body: { ...body, renewSecret: renewSecret === true } })));
      if (!saved) return focusFirstInvalid();
      await Promise.all([this.ask(), stores.alertRules.ask()]);
      if (saved.secret) this.secret = saved.secret;
      else this.close();
      return undefined;
    },

    async copy() {
      try {
        await navigator.clipboard.writeText(this.secret);
        this.copied = 'Copied.';
      } catch (error) {
        document.getElementById('target-secret').select();
        this.copied = 'Press Ctrl+C to copy it.';
      }
    },
  };
}
