import { get, query, request, post } from '../api.js';
import { plural } from '../format.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { stores } from '../stores.js';
import { samples, unknownVariablesText } from '../template.js';
import { languageName } from './languages.js';

const lintMilliseconds = 700;
const causesShown = 5;
const everybody = { dealershipName: null, language: null };
const path = '/api/templates/default';

const keyOf = ({ dealershipName, language }) => JSON.stringify([dealershipName || '', language || '']);

/** Whose text it is, in words. */
function ownerOf({ dealershipName, language }) {
  if (!dealershipName && !language) return 'Everybody';
  return [dealershipName, language && languageName(language)].filter(Boolean).join(' · ');
}

const ownerQuery = ({ dealershipName, language }) => query({ dealershipName, language });

/** The texts of the business: everybody's, and those of single dealerships and languages. */
export function texts() {
  let linting = null;
  let asked = 0;

  return {
    list: [],
    loaded: false,
    chosen: keyOf(everybody),
    saved: '',
    versions: [],
    lint: null,
    problem: '',
    form: fieldForm({ text: '' }),
    variables: Object.keys(samples).map((name) => `{${name}}`),

    get loading() { return !this.loaded; },
    /** Whether the page can be shown whole, so that nothing moves afterwards. */
    get ready() { return this.loaded && stores.platforms.loaded && stores.rules.loaded; },
    get options() { return this.list.map((text) => ({ key: keyOf(text), label: ownerOf(text) })); },
    get current() { return this.list.find((text) => keyOf(text) === this.chosen) || everybody; },
    get isEverybodys() { return this.chosen === keyOf(everybody); },
    get owner() { return ownerOf(this.current); },
    get dirty() { return this.loaded && this.form.values.text !== this.saved; },
    get cannotSave() { return !this.dirty || this.form.busy || this.invalid; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save as a new version'; },
    get error() { return unknownVariablesText(this.form.values.text) || this.form.error('text'); },
    get invalid() { return this.error !== ''; },
    get stateText() { return this.dirty ? 'Not saved yet.' : ''; },

    /** Nothing here follows single messages, and what is being written stays. */
    async load(ids) {
      if (ids || this.dirty) return;
      try {
        const { templates } = await get('/api/templates');
        if (this.dirty) return; // somebody began to write meanwhile
        this.problem = '';
        const list = templates.filter((text) => text.name === 'default');
        // Every refresh comes by here; what is shown already need not be tried on all customers again.
        if (this.loaded && JSON.stringify(list) === JSON.stringify(this.list)) return;
        this.list = list;
        this.show();
      } catch (problem) {
        this.problem = problem.silent ? '' : problem.message;
      }
    },

    show() {
      const { text = '' } = this.list.find((one) => keyOf(one) === this.chosen) || this.list[0] || {};
      this.saved = text;
      this.form.values = { text };
      this.form.clear();
      this.loaded = true;
      this.changed();
      this.loadVersions();
    },

    async loadVersions() {
      const turn = ++asked;
      try {
        const { versions } = await get(`${path}${ownerQuery(this.current)}`);
        if (turn === asked) this.versions = versions;
      } catch (problem) {
        if (turn === asked) this.versions = [];
      }
    },

    async choose(event) {
      const key = event.target.value;
      if (this.dirty && !await stores.confirm.ask({
        title: 'Leave this text unsaved?', text: 'What you have changed in it will be lost.', action: 'Leave it',
      })) {
        event.target.value = this.chosen;
        return;
      }
      this.chosen = key;
      this.show();
    },

    /** Shows a text that has just been begun. */
    begin({ dealershipName, language }) {
      const text = { name: 'default', dealershipName, language, text: this.form.values.text, version: 0 };
      if (!this.list.some((one) => keyOf(one) === keyOf(text))) this.list = [...this.list, text];
      this.chosen = keyOf(text);
      this.show();
      if (!text.version) this.saved = '';
    },

    write(event) {
      this.form.values.text = event.target.value;
      this.changed();
    },

    changed() {
      stores.preview.later();
      clearTimeout(linting);
      linting = setTimeout(() => this.check(), lintMilliseconds);
    },

    /** Puts a variable where the text is being written, in place of what is selected. */
    insert(name) {
      const area = document.getElementById('text');
      area.setRangeText(name, area.selectionStart, area.selectionEnd, 'end');
      this.form.values.text = area.value;
      area.focus();
      this.changed();
    },

    /** A text field takes what is dropped on it by itself, where it is dropped. */
    drag(event, name) {
      event.dataTransfer.setData('text/plain', name);
      event.dataTransfer.effectAllowed = 'copy';
    },

    body() {
      const { dealershipName, language } = this.current;
      const body = { text: this.form.values.text };
      if (dealershipName) body.dealershipName = dealershipName;
      if (language) body.language = language;
      return body;
    },

    /** What the text would cost for the latest customers. */
    async check() {
      if (!this.form.values.text.trim() || unknownVariablesText(this.form.values.text)) return;
      try {
        this.lint = await post('/api/templates/lint', this.body());
      } catch (problem) {
        this.lint = null;
        if (!problem.silent) this.form.take(problem);
      }
    },

    async save() {
      const answer = await this.form.submit(() => request('PUT', path, { body: this.body() }));
      if (!answer) return focusFirstInvalid();
      this.saved = this.form.values.text;
      this.lint = answer.lint;
      stores.notices.add('success', answer.changed
        ? `Saved as version ${answer.version} for ${this.owner.toLowerCase() === 'everybody' ? 'everybody' : this.owner}. Messages sent from now on use it.`
        : 'This text was saved already.');
      return this.load();
    },

    undo() { this.show(); },

    restore(version) {
      this.form.values = { text: version.text };
      this.changed();
      document.getElementById('text').focus();
      stores.notices.say(`Version ${version.version} is in the field; save it to use it.`);
    },

    async archive() {
      const { owner } = this;
      if (!await stores.confirm.ask({
        title: `Remove the text of ${owner}?`, text: 'From then on these customers get the text of everybody. Its versions are kept.', action: 'Remove it',
      })) return;
      try {
        await request('DELETE', `${path}${ownerQuery(this.current)}`);
        this.chosen = keyOf(everybody);
        this.saved = this.form.values.text;
        stores.notices.add('success', `${owner} gets the text of everybody now.`);
        await this.load();
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },

    // What the lint found, in words.
    get hasLint() { return this.lint !== null && this.lint.customers > 0; },
    get lintSummary() {
      if (!this.lint) return '';
      const { customers, segments, estimatedCost } = this.lint;
      const cost = estimatedCost ? ` and cost about ${stores.show.price(estimatedCost)}` : '';
      return `For your latest ${plural(customers, 'customer')} it would take ${plural(segments, 'segment')}${cost}.`;
    },
    get lintRows() {
      const { customers, bySegments } = this.lint || { bySegments: [] };
      return bySegments.map(({ segments, messages }) => ({
        segments, label: plural(segments, 'segment'), messages, percent: `${Math.round((100 * messages) / customers)} %`,
      }));
    },
    get lintCauses() {
      return ((this.lint && this.lint.causes) || []).slice(0, causesShown).map((cause) => ({
        ...cause,
        text: `${cause.inTemplate ? 'stands in your text' : 'stands in names'}; it makes ${plural(cause.messages, 'text')} longer`
          + (cause.replacement ? ` – “${cause.replacement}” would not.` : '.'),
      }));
    },
    get lintMore() {
      const more = this.hasLint ? this.lint.causes.length - causesShown : 0;
      return more > 0 ? `and ${plural(more, 'other character')}` : '';
    },
    versionLabel(version) { return `Put version ${version.version} back into the field`; },
  };
}
