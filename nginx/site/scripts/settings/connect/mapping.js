import { post, request } from '../../api.js';
import { fieldForm } from '../../form.js';
import { stores } from '../../stores.js';
import { example, fields, formats, labelOf, steps } from './fields.js';
import { readRule, readRules, writtenRules, zoned } from './rules.js';

const restMilliseconds = 300;

/** Which of a CRM's fields is which of ours: what is edited, and what the server makes of the sample. */
export function mapping() {
  let timer;
  let asked = 0;

  return {
    rules: readRules({}),
    saved: '{}',
    sample: '',
    result: null,
    sampleProblem: '',
    carried: '',
    /** What a pointer drags; nothing on the page moves meanwhile. */
    dragged: '',
    filter: '',
    form: fieldForm({}),
    formats,

    get dirty() { return stores.sources.isMapped && JSON.stringify(writtenRules(this.rules)) !== this.saved; },
    get cannotSave() { return this.form.busy || !(this.dirty || stores.sources.adding); },
    get buttonText() { return this.form.busy ? 'Saving…' : stores.sources.adding ? 'Save and get the address' : 'Save as a new version'; },
    get hasSample() { return Boolean(this.result); },
    get noSample() { return !this.sample.trim(); },
    get kindText() { return this.result ? `Read as ${this.result.kind === 'json' ? 'JSON' : 'a form'}, ${this.result.leaves.length} values` : ''; },
    get leaves() {
      const wanted = this.filter.trim().toLowerCase();
      const all = this.result ? this.result.leaves : [];
      return all.filter((leaf) => !wanted || `${leaf.path} ${leaf.value}`.toLowerCase().includes(wanted));
    },
    get isCut() { return Boolean(this.result && this.result.leavesCut); },
    get hasSuggestions() { return this.suggested().length > 0; },
    get stateText() { return this.form.problem ? '' : this.dirty ? 'Not saved yet.' : stores.sources.adding ? '' : 'Saved.'; },
    get carryText() { return this.carried ? `${this.carried} is picked up: choose the field it belongs to, or press Escape.` : ''; },
    get message() { return this.result && this.result.message ? this.result.message.body : ''; },
    get messageSize() {
      const { message } = this.result || {};
      return message ? `${message.segments} segment${message.segments === 1 ? '' : 's'} · ${message.encoding}` : '';
    },
    get verdict() {
      if (!this.result) return { tone: 'neutral', text: 'Paste a sample to see what comes out.' };
      const count = this.result.fields.filter((one) => one.problem).length;
      if (!count) return { tone: 'success', text: 'This sample would be taken.' };
      return { tone: 'warning', text: count === 1 ? 'One field keeps this sample from being taken.' : `${count} fields keep this sample from being taken.` };
    },

    /** Starts with the rules of a source, or with none. */
    begin(rules) {
      this.rules = readRules(rules || {});
      this.saved = JSON.stringify(writtenRules(this.rules));
      this.form = fieldForm({});
      this.drop();
      this.soon();
    },

    // The sample

    paste(event) {
      this.sample = event.target.value;
      this.soon();
    },
    useExample() {
      this.sample = example;
      this.soon();
    },
    soon() {
      clearTimeout(timer);
      timer = setTimeout(() => this.look(), restMilliseconds);
    },
    async look() {
      asked += 1;
      const mine = asked;
      if (this.noSample) return Object.assign(this, { result: null, sampleProblem: '' });
      try {
        const body = { sample: this.sample, fields: writtenRules(this.rules) };
        const result = await post(`/api/sources/${stores.sources.chosen || 'new'}/try`, body);
        if (mine === asked) Object.assign(this, { result, sampleProblem: '' });
      } catch (problem) {
        if (mine !== asked || problem.silent) return undefined;
        if (problem.errors.some(({ field }) => field.startsWith('fields'))) this.complain(problem);
        else Object.assign(this, { result: null, sampleProblem: problem.message });
      }
      return undefined;
    },
    complain(problem) {
      this.form.problem = problem.errors.length ? problem.errors.map(({ field, message }) => `${labelOf(field.split('.')[1])}: ${message}`).join(' ') : problem.message;
    },

    // Our fields

    get rows() {
      return fields.map((field) => {
        const line = this.result && this.result.fields.find((one) => one.field === field.name);
        const rule = this.rules[field.name];
        return {
          ...field, rule, id: `map-${field.name}`, mark: field.required ? '(required)' : '',
          value: line && line.value ? line.value : '', problem: line && line.problem ? line.problem : '',
          isDefault: Boolean(line && line.isDefault && line.value), isJoined: rule.join !== null, hasSeveral: rule.from.length > 1,
          isEmpty: Boolean(this.result) && !rule.from.length && rule.constant === '', hasRule: rule.from.length > 0 || rule.constant !== '', mayFix: !field.required && rule.from.length === 0,
        };
      });
    },
    rowTone: (row) => ({ filled: row.hasRule, faulty: row.problem !== '' }),
    changed(name, change) {
      this.rules = { ...this.rules, [name]: { ...this.rules[name], ...change } };
      this.form.clear();
      this.soon();
    },
    place(name, path) {
      const { from } = this.rules[name];
      this.drop();
      if (!path || from.includes(path) || from.length === 5) return;
      this.changed(name, { from: [...from, path], constant: '' });
      stores.notices.say(`${labelOf(name)} is taken from ${path}.`);
    },
    choose(row, event) {
      this.place(row.name, event.target.value);
      event.target.value = '';
    },
    unplace(row, path) { this.changed(row.name, { from: row.rule.from.filter((one) => one !== path), ...(row.rule.from.length < 3 ? { join: null } : {}) }); },
    unplaceLabel: (row, path) => `Do not take ${row.label} from ${path}`,
    chooseLabel: (row) => `Where is ${row.label} in the sample?`,
    moreLabel: (row) => `More for ${row.label}`,
    join(row, event) { this.changed(row.name, { join: event.target.value === 'join' ? ' ' : null }); },
    joinValue: (row) => (row.isJoined ? 'join' : 'first'),
    separator(row, event) { this.changed(row.name, { join: event.target.value }); },
    fallback(row, event) { this.changed(row.name, { fallback: event.target.value }); },
    constant(row, event) { this.changed(row.name, { constant: event.target.value }); },

    // Transformations

    stepOptions: steps,
    stepLabel(step) { return steps.find(({ name }) => name === step.do).label; },
    addStep(row, event) {
      const name = event.target.value;
      event.target.value = '';
      if (!name) return;
      const step = name === 'date' ? { do: 'date', format: 'MM/dd/yyyy HH:mm' } : { do: name };
      this.changed(row.name, zoned({ steps: [...row.rule.steps, step] }));
    },
    removeStep(row, step) { this.changed(row.name, { steps: row.rule.steps.filter((one) => one !== step) }); },
    removeStepLabel(row, step) { return `Leave out “${this.stepLabel(step)}” for ${row.label}`; },
    isDate: (step) => step.do === 'date',
    setStep(row, step, name, event) {
      const next = { ...step, [name]: event.target.value };
      this.changed(row.name, { steps: row.rule.steps.map((one) => (one === step ? next : one)) });
    },

    // Picking up and putting down, with a pointer, a finger or the keyboard

    pick(leaf) { this.carried = this.carried === leaf.path ? '' : leaf.path; },
    isPicked(leaf) { return this.carried === leaf.path; },
    isUsed(leaf) { return fields.some(({ name }) => this.rules[name].from.includes(leaf.path)); },
    chipState(leaf) { return { used: this.isUsed(leaf) }; },
    pickLabel(leaf) { return `${leaf.path}: ${leaf.value || 'empty'}${this.isUsed(leaf) ? ', in use' : ''}`; },
    drop() { Object.assign(this, { carried: '', dragged: '' }); },
    putLabel(row) { return `Put ${this.carried} into ${row.label}`; },
    put(row) { this.place(row.name, this.carried); },
    drag(event, leaf) {
      event.dataTransfer.setData('text/plain', leaf.path);
      event.dataTransfer.effectAllowed = 'copy';
      this.dragged = leaf.path;
    },
    over(event) {
      if (!this.dragged) return;
      event.preventDefault();
      event.currentTarget.classList.add('over');
    },
    out(event) { event.currentTarget.classList.remove('over'); },
    land(event, row) {
      event.preventDefault();
      this.out(event);
      this.place(row.name, this.dragged);
    },

    // What is likely

    suggested() {
      const { suggestions = {} } = this.result || {};
      return Object.entries(suggestions).filter(([name]) => !this.rules[name].from.length && !this.rules[name].constant);
    },
    suggest() {
      const found = this.suggested();
      for (const [name, rule] of found) this.rules = { ...this.rules, [name]: zoned(readRule(rule)) };
      stores.notices.say(`Filled in: ${found.map(([name]) => labelOf(name)).join(', ')}.`);
      this.soon();
    },

    undo() { this.begin(JSON.parse(this.saved)); },

    async save() {
      const name = stores.sources.nameToSave();
      if (!name) return;
      this.form.busy = true;
      this.form.clear();
      try {
        const written = writtenRules(this.rules);
        const answer = await request('PUT', `/api/sources/${encodeURIComponent(name)}`, { body: { fields: written } });
        this.saved = JSON.stringify(written);
        stores.sources.saved(answer);
        stores.notices.add('success', `Saved as version ${answer.version} of ${answer.name}.`);
      } catch (problem) {
        stores.sources.form.take({ errors: problem.errors.filter(({ field }) => field === 'name') });
        const rest = problem.errors.filter(({ field }) => field !== 'name');
        if (rest.length || !problem.errors.length) this.complain({ errors: rest, message: problem.message });
      }
      this.form.busy = false;
    },
  };
}
