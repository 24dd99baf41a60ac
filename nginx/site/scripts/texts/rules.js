import { get, post } from '../api.js';
import { words } from '../format.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { stores } from '../stores.js';

const number = (name, label, unit, help) => ({ name, label, unit, help });
const timing = [
  number('delay_hours', 'Send after', 'hours', 'From the transaction to its text.'),
  number('validity_hours', 'Give up after', 'hours', 'A text that could not leave by then expires.'),
  number('retry_attempts', 'Retry at most', 'times', 'After a failure that may pass.'),
  number('retry_delay_minutes', 'First retry after', 'minutes', 'It doubles with each.'),
  number('batch_size', 'Batch size', 'messages', 'Taken up at once.'),
];
const limits = [
  number('cap_messages', 'At most', 'texts', 'To one person; 0 is any number.'),
  number('cap_days', 'within', 'days', ''),
  number('stale_hours', 'Old after', 'hours', 'Older transactions wait for you; 0 is never.'),
];
const switches = [
  { name: 'smart_encoding', label: 'Save segments', help: 'Look-alike characters, such as curly quotes, are replaced by plain ones.' },
  { name: 'burst_guard', label: 'Hold floods', help: 'Far more transactions than usual wait for you before anything is sent.' },
  { name: 'provider_confirms_opt_out', label: 'The provider confirms STOP', help: 'Then no second confirmation is sent from here.' },
  { name: 'shadow', label: 'Shadow mode', help: 'Everything happens but the sending. Each text is held under “Waiting for you”, where you send or drop it.' },
];
const links = [
  { name: 'google_review_url', label: 'Google review link' },
  { name: 'trustpilot_url', label: 'Trustpilot link' },
  { name: 'feedback_url', label: 'Feedback link' },
];
const quietChoices = [
  { value: 'default', label: 'As usual here' }, { value: 'on', label: 'Yes' }, { value: 'off', label: 'No' },
];
const withIds = (fields) => fields.map((field) => ({ ...field, id: `rule-${field.name}`, errorId: `rule-${field.name}-error`, helpId: `rule-${field.name}-help` }));
const isSwitch = (name) => switches.some((one) => one.name === name);
const isNumber = (name) => [...timing, ...limits].some((one) => one.name === name);

/** Numbers go out as numbers where they are; anything else goes as typed, for the server to refuse. */
function typed(name, value) {
  if (isSwitch(name)) return value;
  const text = String(value).trim();
  return isNumber(name) && /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** When a text may leave, how often it is tried, and what waits for a person. */
export function rules() {
  return {
    loaded: false,
    saved: {},
    timing: withIds(timing),
    limits: withIds(limits),
    switches: withIds(switches),
    links: withIds(links),
    quietChoices,
    form: fieldForm({}),

    get loading() { return !this.loaded; },
    get changed() { return Object.keys(this.saved).filter((name) => String(this.form.values[name]) !== String(this.saved[name])); },
    get dirty() { return this.loaded && this.changed.length > 0; },
    get cannotSave() { return !this.dirty || this.form.busy; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save rules'; },
    get stateText() { return this.dirty ? `Not saved yet: ${this.changed.map(words).join(', ').toLowerCase()}` : ''; },
    get isSmart() { return Boolean(this.form.values.smart_encoding); },
    isOn(name) { return Boolean(this.form.values[name]); },
    isQuiet(value) { return this.form.values.quiet_hours === value; },

    /** Nothing here follows single messages, and what is being written stays. */
    async load(ids) {
      if (ids || this.dirty) return;
      try {
        const config = await get('/api/config');
        if (!this.dirty) this.take(config);
      } catch (problem) {
        if (!problem.silent) this.form.problem = problem.message;
      }
    },

    take(config) {
      const names = [...timing, ...limits, ...switches, ...links].map((one) => one.name).concat('quiet_hours');
      const values = {};
      for (const name of names) values[name] = isSwitch(name) ? Boolean(config[name]) : String(config[name] === null || config[name] === undefined ? '' : config[name]);
      this.saved = values;
      this.form.values = { ...values };
      this.loaded = true;
      stores.preview.later();
    },

    turn(name, event) {
      this.form.values[name] = event.target.checked;
      stores.preview.later();
    },
    chooseQuiet(event) { this.form.values.quiet_hours = event.target.value; },

    undo() {
      this.form.clear();
      this.form.values = { ...this.saved };
    },

    /** Fills in what a new business begins with; nothing changes before it is saved. */
    async reset() {
      try {
        const initial = await get('/api/config/initial');
        for (const name of Object.keys(this.saved)) {
          if (!links.some((one) => one.name === name)) this.form.values[name] = isSwitch(name) ? Boolean(initial[name]) : String(initial[name]);
        }
        stores.notices.say(this.dirty ? 'The defaults are filled in; save them to use them.' : 'These are the defaults.');
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },

    async save() {
      this.form.clear();
      const changes = Object.fromEntries(this.changed.map((name) => [name, typed(name, this.form.values[name])]));
      const answer = await this.form.submit(() => post('/api/config', changes));
      if (!answer) return focusFirstInvalid();
      this.take(answer.config);
      const names = (answer.changed || []).map(words).join(', ').toLowerCase();
      return stores.notices.add('success', names ? `Saved: ${names}.` : 'Saved.');
    },
  };
}
