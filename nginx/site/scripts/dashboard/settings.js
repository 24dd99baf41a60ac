import { get, post } from '../api.js';
import { words } from '../format.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { sizeNote } from '../segments.js';
import { stores } from '../stores.js';
import { rendered, samples, unknownVariablesText } from '../template.js';

const field = (name, label, unit) => ({ name, label, unit, id: `set-${name}`, errorId: `set-${name}-error` });
const links = [
  field('google_review_url', 'Google review link'),
  field('trustpilot_url', 'Trustpilot link'),
  field('feedback_url', 'Feedback link'),
];
const numbers = [
  field('delay_hours', 'Send after', 'hours'),
  field('retry_attempts', 'Retry at most', 'times'),
  field('retry_delay_minutes', 'First retry after', 'minutes'),
  field('batch_size', 'Batch size', 'messages'),
];
/** Numbers go out as numbers where they are; anything else goes as typed, for the server to refuse. */
function typed(values) {
  const body = {};
  for (const [name, value] of Object.entries(values)) {
    const text = String(value).trim();
    const number = numbers.some((one) => one.name === name) && /^\d+(\.\d+)?$/.test(text);
    body[name] = number ? Number(text) : text;
  }
  return body;
}

/** What goes out and when: template, links, delay and retries. Unsaved changes survive closing. */
export function settings() {
  return {
    shown: false,
    saved: null,
    links,
    numbers,
    variables: Object.keys(samples).map((name) => `{${name}}`),
    form: fieldForm({ message_template: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get loading() { return this.saved === null; },
    get dirty() { return this.saved !== null && this.changed.length > 0; },
    get changed() { return Object.keys(this.saved || {}).filter((name) => String(this.form.values[name]) !== String(this.saved[name])); },
    get cannotSave() { return !this.dirty || this.form.busy; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save'; },
    get stateText() { return this.dirty ? `Not saved yet: ${this.changed.map(words).join(', ').toLowerCase()}` : ''; },

    get templateError() {
      return unknownVariablesText(this.form.values.message_template) || this.form.error('message_template');
    },
    get templateInvalid() { return this.templateError !== ''; },
    get preview() { return rendered(this.form.values.message_template, samples); },
    get size() {
      const note = sizeNote(this.preview);
      return { ...note, text: `About ${note.text}` };
    },

    open() {
      this.shown = true;
      if (!this.dirty) this.load();
    },
    close() { this.shown = false; },

    async load() {
      this.form.clear();
      try {
        this.take(await get('/api/config'));
      } catch (problem) {
        this.form.problem = problem.message;
      }
    },

    take(config) {
      const names = ['message_template', ...links.map((one) => one.name), ...numbers.map((one) => one.name)];
      const values = {};
      for (const name of names) values[name] = config[name] === null || config[name] === undefined ? '' : String(config[name]);
      this.saved = values;
      this.form.values = { ...values };
    },

    insert(name) {
      const area = document.getElementById('set-template');
      area.setRangeText(name, area.selectionStart, area.selectionEnd, 'end');
      this.form.values.message_template = area.value;
      area.focus();
    },

    undo() {
      this.form.clear();
      this.form.values = { ...this.saved };
    },

    async save() {
      this.form.clear();
      const changes = {};
      for (const name of this.changed) changes[name] = this.form.values[name];
      const answer = await this.form.submit(() => post('/api/config', typed(changes)));
      if (!answer) return focusFirstInvalid();
      if (answer.config) this.take(answer.config);
      else this.saved = { ...this.form.values };
      const names = (answer.changed || []).map(words).join(', ').toLowerCase();
      stores.notices.add('success', names ? `Saved: ${names}.` : 'Saved.');
      return this.close();
    },
  };
}
