import { get, post } from '../api.js';
import { textCount } from '../count.js';
import { focusById } from '../focus.js';
import { day, phone, plural, removedText } from '../format.js';
import { fieldForm } from '../form.js';
import { statusNamed } from '../statuses.js';
import { stores } from '../stores.js';
import { silenceSentence } from './silence.js';

const onPage = 50;
const wishes = {
  stop: 'asked for no more messages',
  start: 'asked for messages again',
  help: 'asked for help',
  wrong_number: 'says this is the wrong number',
  review: 'may want no more messages',
};
const holds = 'Waits for you';

const address = (number, rest = '') => `/api/conversations/${encodeURIComponent(number)}${rest}`;

function dayOf(iso) {
  const date = new Date(iso);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

function line(one, index, all) {
  const isOurs = one.direction === 'outbound';
  const status = isOurs && one.status ? statusNamed(one.status) : null;
  const isNewDay = index === 0 || dayOf(all[index - 1].at) !== dayOf(one.at);
  const wish = wishes[one.intent];
  return {
    key: `${one.direction} ${one.messageId} ${one.at}`,
    at: one.at,
    body: one.contentRemovedAt ? removedText('This text was', one.at, one.contentRemovedAt) : one.body,
    wording: one.contentRemovedAt ? 'unwritten' : '',
    who: isOurs ? 'You wrote ' : 'The customer wrote ',
    look: isOurs ? 'ours' : 'theirs',
    day: isNewDay ? day(dayOf(one.at)) : '',
    state: one.hold ? holds : status ? status.label : '',
    tone: one.hold ? 'warning' : status ? status.tone : '',
    icon: `/icons.svg#${one.hold ? 'parked' : status ? status.icon : 'dot'}`,
    note: isOurs ? '' : [wish && `The customer ${wish}.`, one.handledBy && one.handledBy !== 'inbound' && `Handled by ${one.handledBy}`].filter(Boolean).join(' '),
  };
}

/** One conversation: what was said, what state it is in, and the answer that is being written. */
export function thread() {
  let asked = 0;
  const drafts = {};

  /** What is typed, as a template for this customer. */
  function question() {
    const { form, customer } = stores.thread;
    if (!form.values.body.trim() || !customer) return null;
    const values = {};
    if (customer.customerName) values.customer_name = customer.customerName;
    if (customer.dealershipName) values.dealership_name = customer.dealershipName;
    return { template: form.values.body, values, to: customer.number };
  }

  window.addEventListener('popstate', () => stores.thread.readAddress());

  return {
    number: new URLSearchParams(window.location.search).get('with') || '',
    customer: null,
    said: [],
    cursor: null,
    problem: '',
    loading: false,
    busy: false,
    counter: textCount({ body: question, guess: () => stores.thread.form.values.body }),
    form: fieldForm({ body: '' }),

    get isOpen() { return this.number !== ''; },
    get isNone() { return this.number === ''; },
    get pageClass() { return this.isOpen ? 'reading' : ''; },
    get title() { return (this.customer && this.customer.customerName) || phone(this.number); },
    get phone() { return this.customer && this.customer.customerName ? phone(this.number) : ''; },
    get dealership() { return (this.customer && this.customer.dealershipName) || ''; },
    get lines() { return this.said.map(line); },
    get theirs() { return this.said.filter((one) => one.direction === 'inbound'); },
    get needsReview() { return this.theirs.some((one) => one.needsReview); },
    get canHandle() { return this.theirs.some((one) => !one.handledAt); },
    get canReopen() { return !this.canHandle && this.theirs.some((one) => one.handledAt && one.handledBy !== 'inbound'); },
    get hasOlder() { return Boolean(this.cursor); },
    get showSkeleton() { return this.isOpen && !this.customer && !this.problem; },
    get silence() { return silenceSentence(this.customer); },
    get canWrite() { return Boolean(this.customer) && this.silence === ''; },
    get dirty() { return this.form.values.body.trim() !== '' || Object.values(drafts).some((text) => text.trim()); },
    get cannotSend() { return this.form.busy || this.form.values.body.trim() === ''; },
    get sendText() { return this.form.busy ? 'Sending…' : 'Send'; },
    get size() {
      if (this.form.values.body === '') return { text: '', hint: '', tone: '' };
      const { size, hint, tone, cost } = this.counter;
      return { text: [size, cost.toLowerCase()].filter(Boolean).join(' · '), hint, tone };
    },

    current(number) { return number === this.number ? 'true' : 'false'; },

    open(number) {
      if (number !== this.number) window.history.pushState(null, '', `/conversations?with=${encodeURIComponent(number)}`);
      this.show(number);
      focusById('thread-title', { preventScroll: true });
    },
    close() {
      const left = `with-${this.number.replace(/\W/g, '')}`;
      window.history.pushState(null, '', '/conversations');
      this.show('');
      focusById(left);
    },
    readAddress() { this.show(new URLSearchParams(window.location.search).get('with') || ''); },

    show(number) {
      if (number === this.number) return;
      if (this.number) drafts[this.number] = this.form.values.body;
      this.number = number;
      this.customer = null;
      this.said = [];
      this.cursor = null;
      this.problem = '';
      this.form = fieldForm({ body: drafts[number] || '' });
      this.counter.later();
      delete drafts[number];
      this.load();
    },

    /** Brings the newest lines up to date; earlier ones that are shown stay. */
    async load() {
      if (!this.number) return;
      const turn = ++asked;
      const { number } = this;
      this.loading = true;
      try {
        const page = await get(address(number, `?limit=${onPage}`));
        if (turn !== asked || number !== this.number) return;
        const isFirst = this.customer === null;
        const grew = isFirst || atFoot();
        const first = page.lines.length ? page.lines[0].at : '';
        const earlier = this.said.filter((one) => one.at < first);
        if (!earlier.length) this.cursor = page.nextCursor;
        this.said = [...earlier, ...page.lines];
        this.customer = page.customer;
        this.problem = '';
        if (grew) toFoot();
      } catch (problem) {
        if (turn === asked && !problem.silent) this.problem = problem.status === 404 ? 'Nothing was ever said to or by this number.' : problem.message;
      } finally {
        if (turn === asked) this.loading = false;
      }
    },

    async older() {
      this.busy = true;
      try {
        const page = await get(address(this.number, `?limit=${onPage}&cursor=${encodeURIComponent(this.cursor)}`));
        this.said = [...page.lines, ...this.said];
        this.cursor = page.nextCursor;
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = false;
    },

    handle() { return this.mark(true, 'Marked as handled.'); },
    reopen() { return this.mark(false, 'Open again.'); },
    async mark(handled, said) {
      this.busy = true;
      try {
        const { released } = await post(address(this.number, '/handled'), { handled });
        stores.notices.add('success', released ? `${said} ${plural(released, 'message')} may go out now.` : said);
        await Promise.all([this.load(), stores.conversations.load()]);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = false;
    },

    async send() {
      if (this.cannotSend) return;
      const { number } = this;
      const sent = await this.form.submit(() => post(address(number, '/reply'), { body: this.form.values.body }));
      if (!sent) return;
      this.form.values.body = '';
      this.counter.later();
      stores.notices.say('Your answer is on its way.');
      await Promise.all([this.load(), stores.conversations.load()]);
      toFoot();
    },
  };
}

const lines = () => document.getElementById('thread-lines');

/** Whether the end of the conversation is in sight, so that it should stay so. */
function atFoot() {
  const area = lines();
  return area.scrollHeight - area.scrollTop - area.clientHeight < 80;
}

function toFoot() {
  setTimeout(() => { lines().scrollTop = lines().scrollHeight; }, 30);
}
