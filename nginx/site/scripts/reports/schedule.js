import { post, request } from '../api.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { stores } from '../stores.js';
import { days } from './weekdays.js';

const american = /-(US|CA|MX|PH|CL|CO)$/.test(navigator.language || '');
const fresh = () => ({ recipients: '', every: 'week', day: '1', at: '07:00', paper: american ? 'letter' : 'a4' });

/** The dialog that makes a schedule, or changes one. */
export function schedule() {
  return {
    shown: false,
    id: null,
    enabled: true,
    form: fieldForm(fresh()),

    get visible() { return this.shown && stores.session.signedIn; },
    get title() { return this.id === null ? 'Send a report regularly' : 'Change a report'; },
    get saveText() { return this.form.busy ? 'Saving…' : this.id === null ? 'Send it from now on' : 'Save'; },
    get explanation() {
      return this.form.values.every === 'week'
        ? 'It tells of the seven days before the day it is sent.'
        : 'It tells of the calendar month before.';
    },
    get days() { return days(this.form.values.every); },
    isDay(day) { return day.value === this.form.values.day; },

    /** A week has no 20th day. */
    everyChanged() { this.form.values.day = '1'; },

    create() { this.open(null, fresh(), true); },
    edit({ id, plan }) {
      const { every, day, at, paper, recipients } = plan;
      this.open(id, { every, day: String(day), at, paper, recipients: recipients.join('\n') }, plan.enabled);
    },
    open(id, values, enabled) {
      this.id = id;
      this.enabled = enabled;
      this.form.clear();
      Object.assign(this.form.values, values);
      this.shown = true;
    },
    close() { this.shown = false; },

    async save() {
      this.form.require({ recipients: 'Enter at least one e-mail address.', at: 'Enter a time such as 07:00.' });
      const { recipients, day, ...rest } = this.form.values;
      const addresses = recipients.split(/[\s,;]+/).filter(Boolean);
      const body = { ...rest, day: Number(day), recipients: addresses, enabled: this.enabled };
      const send = () => (this.id === null ? post('/api/report-schedules', body) : request('PUT', `/api/report-schedules/${this.id}`, { body }));
      const answer = await this.form.submit(send);
      if (!answer) return focusFirstInvalid();
      this.close();
      stores.notices.add('success', 'Saved.');
      return stores.schedules.reload();
    },
  };
}
