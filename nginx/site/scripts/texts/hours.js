import { get, request } from '../api.js';
import { fieldForm } from '../form.js';
import { stores } from '../stores.js';

const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const label = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** A day of the week as it is edited: empty times are those of the law. */
function dayOf(name, hours) {
  const own = hours && name in hours ? hours[name] : {};
  // What the functions answer for a time that the law alone decides.
  const time = (value, widest) => (!value || value === widest ? '' : value);
  return {
    name, label: label(name), open: own !== null,
    earliest: own ? time(own.earliest, '00:00') : '', latest: own ? time(own.latest, '24:00') : '',
    openId: `hours-${name}`, earliestLabel: `${label(name)}, not before`, latestLabel: `${label(name)}, not after`,
  };
}

const text = (days) => days.map(({ open, earliest, latest }) => [open, earliest, latest].join()).join(';');

/** The business's own hours, which can only be shorter than the law's. */
export function hours() {
  return {
    loaded: false,
    days: [],
    saved: '',
    form: fieldForm({ hours: '' }),

    get dirty() { return this.loaded && text(this.days) !== this.saved; },
    get cannotSave() { return !this.dirty || this.form.busy; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save hours'; },
    get error() { return this.form.error('hours'); },

    async load(ids) {
      if (ids || this.dirty) return;
      try {
        const { own } = await get('/api/quiet-hours');
        if (!this.dirty) this.take(own && own.hours);
      } catch (problem) {
        if (!problem.silent) this.form.problem = problem.message;
      }
    },

    take(own) {
      this.days = names.map((name) => dayOf(name, own));
      this.saved = text(this.days);
      this.loaded = true;
    },

    undo() {
      this.form.clear();
      this.loaded = false;
      this.load();
    },

    async save() {
      const own = {};
      for (const { name, open, earliest, latest } of this.days) {
        if (!open) own[name] = null;
        else if (earliest || latest) own[name] = { ...(earliest && { earliest }), ...(latest && { latest }) };
      }
      const isNone = Object.keys(own).length === 0;
      this.form.values = { hours: text(this.days) };
      const answer = await this.form.submit(() => (isNone
        ? request('DELETE', '/api/quiet-hours/own') : request('PUT', '/api/quiet-hours/own', { body: { hours: own } })));
      if (!answer) return;
      this.take(answer.own && answer.own.hours);
      stores.notices.add('success', isNone ? 'Saved: the law alone decides.' : 'Saved: these hours hold from now on.');
    },
  };
}
