import { get, post, request } from '../api.js';
import { stores } from '../stores.js';
import { dayName } from './weekdays.js';

const watchMilliseconds = 2000;

/** The reports that go out by themselves. */
export function schedules() {
  let watching = null;

  return {
    answer: null,
    busy: false,
    problem: '',
    changing: {},

    get empty() { return this.answer !== null && !this.answer.schedules.length; },
    get cannotMail() { return this.answer !== null && !this.answer.canMail; },
    get zone() { return this.answer ? `Times are those of ${this.answer.timeZone}.` : ''; },
    get items() { return (this.answer ? this.answer.schedules : []).map((schedule) => described(schedule, this.answer.timeZone)); },

    isBusy(item) { return Boolean(this.changing[item.id]); },
    cannotSend(item) { return this.cannotMail || this.isBusy(item) || item.underWay; },

    /** Messages that change are none of its business; everything else may have changed it. */
    load(ids) { return ids && this.answer ? undefined : this.reload(); },

    async reload() {
      this.busy = true;
      try {
        this.answer = await get('/api/report-schedules');
        this.problem = '';
        this.watch();
      } catch (problem) {
        if (!this.answer || !problem.silent) this.problem = problem.message;
      } finally {
        this.busy = false;
      }
    },

    /** While a mail is on its way, what becomes of it is asked for. */
    watch() {
      clearTimeout(watching);
      if (!this.items.some((item) => item.underWay) || document.hidden) return;
      watching = setTimeout(() => this.reload(), watchMilliseconds);
    },

    async sendNow(item) {
      const answer = await this.change(item, () => post(`/api/report-schedules/${item.id}/send`));
      if (answer) stores.notices.add('success', answer.mails === 1 ? 'The report is on its way.' : `${answer.mails} mails are on their way.`);
    },

    async toggle(item) {
      const { id, plan } = item;
      await this.change(item, () => request('PUT', `/api/report-schedules/${id}`, { body: { ...plan, enabled: !plan.enabled } }));
    },

    async remove(item) {
      const yes = await stores.confirm.ask({
        title: 'Send this report no more?',
        text: `${item.title}, to ${item.people.map(({ address }) => address).join(', ')}. What is known of its mails goes as well.`,
        action: 'Remove',
      });
      if (yes) await this.change(item, async () => (await request('DELETE', `/api/report-schedules/${item.id}`)) || {});
    },

    /** Runs a change of one schedule; answers what it answered, or undefined when it failed. */
    async change(item, send) {
      this.changing[item.id] = true;
      try {
        return await send();
      } catch (problem) {
        stores.notices.add('error', problem.message);
        return undefined;
      } finally {
        this.changing[item.id] = false;
        await this.reload();
      }
    },
  };
}

/** A moment by the clock that the business goes by. */
function moment(iso, timeZone) {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', timeZone,
  }).format(new Date(iso));
}

/** A schedule in words. */
function described(schedule, zone) {
  const { id, every, day, at, recipients, paper, enabled, nextAt, mails } = schedule;
  const title = every === 'week' ? `Every ${dayName(every, day)} at ${at}` : `Each month on ${dayName(every, day)} at ${at}`;
  const people = recipients.map((address) => person(address, mails.find((mail) => mail.address === address)));
  const whom = `${title}, to ${recipients.join(', ')}`;
  return {
    id, enabled, title, people,
    plan: { every, day, at, recipients, paper, enabled },
    next: nextAt ? `Next: ${moment(nextAt, zone)}` : 'Switched off',
    underWay: mails.some(({ state }) => state === 'sending') || mails.some(({ state, attempts }) => state === 'waiting' && !attempts),
    switchLabel: `Send: ${whom}`,
    sendLabel: `Send now: ${whom}`,
    editLabel: `Change: ${whom}`,
    removeLabel: `Remove: ${whom}`,
  };
}

/** An address and what became of the last mail to it. */
function person(address, mail) {
  if (!mail) return { address, state: 'Nothing sent yet', tone: 'muted', icon: '' };
  const time = stores.show.clockTime(mail.endedAt || mail.nextTryAt);
  switch (mail.state) {
    case 'sent': return { address, state: `Sent ${time}`, tone: 'report-good', icon: '/icons.svg#delivered' };
    case 'failed': return { address, state: `Not sent: ${mail.error}`, tone: 'report-bad', icon: '/icons.svg#alert' };
    case 'sending': return { address, state: 'Being sent…', tone: 'muted', icon: '/icons.svg#queued' };
    default: return mail.error
      ? { address, state: `${mail.error} Next try ${time}.`, tone: 'report-bad', icon: '/icons.svg#retry' }
      : { address, state: 'About to be sent…', tone: 'muted', icon: '/icons.svg#queued' };
  }
}
