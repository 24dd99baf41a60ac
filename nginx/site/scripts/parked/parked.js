import { get, post } from '../api.js';
import { ago, count, exactTime, phone, plural } from '../format.js';
import { stores } from '../stores.js';
import { reasons, unknownReason } from './reasons.js';

const shownMax = 200;

/** What is done with texts, in the words of the questions. */
const questions = {
  approve: {
    verb: 'Send',
    text: 'They go out now, or at their own hour where that is still to come. This cannot be taken back.',
  },
  drop: { verb: 'Drop', text: 'These customers get no text about this visit.' },
};

function held(one, now) {
  const name = one.customerName || phone(one.recipient);
  const over = one.transactionCompletedAt;
  const isRehearsed = one.reason === 'shadow' && one.heldAt;
  return {
    id: one.id,
    reason: one.reason,
    name,
    phone: one.customerName ? phone(one.recipient) : '',
    dealership: one.dealershipName || '',
    when: over ? `Visit: ${exactTime(over)}` : `Came ${ago(one.receivedAt, now)}`,
    rehearsed: isRehearsed ? `Would have gone: ${exactTime(one.heldAt)}` : '',
    tickId: `held-${one.id}`,
    tickLabel: `Choose the text to ${name}`,
    body: one.body || 'The text cannot be written: its template leaves nothing.',
    look: one.body ? '' : 'unwritten',
    size: one.segments ? `${plural(one.segments, 'segment')} · ${one.encoding}` : '',
    sendLabel: `Send the text to ${name}`,
    dropLabel: `Drop the text to ${name}`,
    talk: one.reason === 'review' ? `/conversations?with=${encodeURIComponent(one.recipient)}` : '',
    talkLabel: `Conversation with ${name}`,
  };
}

/** What waits for a person, by why it waits. */
export function parked() {
  return {
    page: null,
    isShadow: false,
    problem: '',
    loading: false,
    busy: false,
    /** The ids of those that are ticked. */
    chosen: [],

    get nothing() { return this.page !== null && this.page.total === 0; },
    get showSkeleton() { return this.page === null && !this.problem; },

    get groups() {
      if (!this.page) return [];
      const now = Math.max(stores.show.now, Date.now());
      const known = reasons.map((one) => one.reason);
      const found = Object.keys(this.page.reasons);
      const order = [...known.filter((one) => found.includes(one)), ...found.filter((one) => !known.includes(one))];
      return order.map((reason) => {
        const total = this.page.reasons[reason];
        const messages = this.page.messages.filter((one) => one.reason === reason).map((one) => held(one, now));
        const chosen = messages.filter((one) => this.isChosen(one)).map((one) => one.id);
        return {
          ...(reasons.find((one) => one.reason === reason) || unknownReason(reason)),
          id: `parked-${reason}`,
          icon: `/icons.svg#${(reasons.find((one) => one.reason === reason) || unknownReason(reason)).icon}`,
          total,
          messages,
          chosen,
          hasSeveral: total > 1,
          countText: count(total),
          tickAllLabel: messages.length < total ? `Choose the ${count(messages.length)} shown` : 'Choose all',
          areAllChosen: chosen.length > 0 && chosen.length === messages.length,
          sendLabel: chosen.length ? `Send ${count(chosen.length)} chosen` : `Send all ${count(total)}`,
          dropLabel: chosen.length ? `Drop ${count(chosen.length)} chosen` : 'Drop all',
          moreText: total > messages.length ? `The newest ${count(messages.length)} of ${count(total)} are shown.` : '',
        };
      });
    },

    async load() {
      this.loading = true;
      try {
        const [page, config] = await Promise.all([get(`/api/parked?limit=${shownMax}`), get('/api/config')]);
        this.page = page;
        const ids = page.messages.map((one) => one.id);
        this.chosen = this.chosen.filter((id) => ids.includes(id));
        this.isShadow = Boolean(config.shadow);
        this.problem = '';
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
      this.loading = false;
    },

    approve(message) { return this.decide('approve', { ids: [message.id] }); },
    drop(message) { return this.decide('drop', { ids: [message.id] }); },

    isChosen(message) { return this.chosen.includes(message.id); },
    choose(message) {
      this.chosen = this.isChosen(message) ? this.chosen.filter((id) => id !== message.id) : [...this.chosen, message.id];
    },
    chooseGroup(group) {
      const ids = group.messages.map((one) => one.id);
      const others = this.chosen.filter((id) => !ids.includes(id));
      this.chosen = group.areAllChosen ? others : [...others, ...ids];
    },

    approveMany(group) { return this.decideOnMany('approve', group); },
    dropMany(group) { return this.decideOnMany('drop', group); },

    /** The chosen ones of a group, or all of it when none is chosen. */
    async decideOnMany(verdict, group) {
      const number = group.chosen.length || group.total;
      const { verb, text } = questions[verdict];
      const choice = group.chosen.length ? { ids: group.chosen } : { reason: group.reason };
      const yes = await stores.confirm.ask({
        title: `${verb} ${plural(number, 'text')}?`,
        text,
        action: `${verb} ${count(number)}`,
      });
      if (yes) await this.decide(verdict, choice);
    },

    async decide(verdict, choice) {
      this.busy = true;
      try {
        const { count: number } = await post(`/api/parked/${verdict}`, choice);
        const done = verdict === 'approve' ? 'let go' : 'dropped';
        stores.notices.add('success', number ? `${plural(number, 'text')} ${done}.` : 'Somebody else has decided already.');
        await this.load();
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = false;
      // The button that was pressed is gone.
      if (!document.activeElement || document.activeElement === document.body) document.getElementById('content').focus({ preventScroll: true });
    },
  };
}
