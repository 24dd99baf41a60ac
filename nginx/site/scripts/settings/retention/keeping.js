import { get, query, request } from '../../api.js';
import { clockTime, count, plural } from '../../format.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';
import { kinds } from './kinds.js';

const quietMilliseconds = 300;
const names = kinds.map(({ name }) => name);
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const spoken = (value) => (value === 'forever' ? 'for as long as this system runs' : plural(Number(value), 'day'));

function row(kind) {
  const id = `k-${kind.name}`;
  return { ...kind, id, ownId: `${id}-own`, errorId: `${id}-error`, helpId: `${id}-help`, describedBy: `${id}-error ${id}-help` };
}

/** For how long each kind is kept, what a choice removes, and the last night's work. */
export function keeping() {
  let waiting = null;
  let asked = 0;

  return {
    rows: kinds.map(row),
    saved: null,
    rules: {},
    own: {},
    found: {},
    form: fieldForm(Object.fromEntries(names.map((name) => [name, '']))),

    get loading() { return this.saved === null; },
    get changed() { return this.saved ? names.filter((name) => String(this.form.values[name]).trim() !== this.saved[name]) : []; },
    get dirty() { return this.changed.length > 0; },
    get cannotSave() { return !this.dirty || this.form.busy; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save'; },

    value(one) { return this.form.values[one.name]; },
    ownDays(one) { return this.isOwn(one) ? this.value(one) : ''; },
    isOwn(one) { return Boolean(this.own[one.name]); },
    isChosen(one, option) { return this.isOwn(one) ? option.value === 'own' : option.value === this.value(one); },
    choose(one, event) {
      const { value } = event.target;
      this.own = { ...this.own, [one.name]: value === 'own' };
      if (value !== 'own') this.form.values[one.name] = value;
      else if (this.form.values[one.name] === 'forever') this.form.values[one.name] = '';
      this.askLater();
    },
    type(one, event) {
      this.form.type(one.name, event);
      this.askLater();
    },
    limits(one) {
      const rule = this.rules[one.name];
      return rule ? `${count(rule.daysMin)} to ${count(rule.daysMax)} days` : '';
    },

    /** Who chose it, and what was done for it. */
    state(one) {
      const rule = this.rules[one.name];
      if (!rule) return '';
      const time = (iso) => clockTime(iso, stores.show.now);
      const parts = [rule.chosenBy ? `Chosen by ${rule.chosenBy}, ${time(rule.chosenAt)}.` : `Nobody has chosen yet${rule.days === null ? '' : '; a new business begins so'}.`];
      if (rule.ranAt) parts.push(`Last looked through ${time(rule.ranAt)}; ${count(rule.removed)} removed in all.`);
      if (rule.nextRunAt) parts.push(`Next ${time(rule.nextRunAt)}.`);
      return parts.join(' ');
    },

    /** What the choice of a row would remove, in a sentence; nothing while it is as saved. */
    effect(one) {
      const found = this.found[one.name];
      if (!this.changed.includes(one.name)) return '';
      if (this.value(one) === 'forever') return 'Nothing more will be removed.';
      if (!found) return '';
      const when = one.name === 'requests' ? 'at once' : 'from tonight on';
      if (found.count === 0 && !found.isMore) return `There is nothing from before ${date.format(new Date(found.before))} to remove now. What grows older goes.`;
      return `${found.isMore ? 'More than ' : ''}${one.counted(found.count)} from before ${date.format(new Date(found.before))} will be removed ${when}. ${one.name === 'requests' ? 'This cannot be undone.' : 'An archive keeps them.'}`;
    },
    hasEffect(one) { return this.effect(one) !== ''; },
    effectTone(one) {
      const found = this.found[one.name];
      return this.value(one) !== 'forever' && found && (found.count > 0 || found.isMore) ? 'warning' : 'neutral';
    },

    async load() {
      if (this.dirty) return;
      try {
        const answer = await get('/api/retention');
        if (!this.dirty) this.take(answer); // somebody may have begun to choose meanwhile
        this.form.problem = '';
      } catch (problem) {
        if (!problem.silent) this.form.problem = problem.message;
      }
    },
    take(answer) {
      this.rules = answer;
      this.saved = Object.fromEntries(names.map((name) => [name, answer[name].days === null ? 'forever' : String(answer[name].days)]));
      const isOffered = ({ options, name }) => options.some(({ value }) => value === this.saved[name]);
      this.own = Object.fromEntries(kinds.map((kind) => [kind.name, !isOffered(kind)]));
      this.form.values = { ...this.saved };
      this.found = {};
    },
    undo() {
      this.form.clear();
      this.take(this.rules);
    },

    askLater() {
      clearTimeout(waiting);
      this.found = {};
      waiting = setTimeout(() => this.ask(), quietMilliseconds);
    },
    /** Counts what the changes would remove; says whether that is known. */
    async ask() {
      clearTimeout(waiting);
      const turn = ++asked;
      const wanted = Object.fromEntries(this.changed.map((name) => [name, String(this.form.values[name]).trim()]).filter(([, value]) => value && value !== 'forever'));
      if (Object.keys(wanted).length === 0) return;
      try {
        const found = await get(`/api/retention/preview${query(wanted)}`);
        if (turn === asked) this.found = found;
      } catch (problem) {
        if (turn === asked) this.form.take(problem);
      }
    },

    async save() {
      this.form.require(Object.fromEntries(this.changed.map((name) => [name, 'Type a number of days.'])));
      if (!this.changed.some((name) => this.form.invalid(name))) await this.ask();
      if (this.changed.some((name) => this.form.invalid(name))) return focusFirstInvalid();
      const effects = this.rows.filter((one) => this.changed.includes(one.name) && this.value(one) !== 'forever').map((one) => `${one.title}: ${this.effect(one)}`);
      const yes = effects.length === 0 || await stores.confirm.ask({ title: 'Keep it no longer than this?', text: effects.join(' '), action: 'Save' });
      if (!yes) return undefined;
      const body = Object.fromEntries(this.changed.map((name) => [name, String(this.form.values[name]).trim()]));
      const answer = await this.form.submit(() => request('PUT', '/api/retention', { body }));
      if (!answer) return focusFirstInvalid();
      this.take(answer.retention);
      const said = this.rows.filter(({ name }) => answer.changed.includes(name)).map(({ name, title }) => `${title}: ${spoken(this.saved[name])}`);
      return stores.notices.add('success', said.length ? `Saved. ${said.join('; ')}.` : 'Saved.');
    },
  };
}
