import { get, post } from '../api.js';
import { ago, count, exactTime, phone, plural } from '../format.js';
import { stores } from '../stores.js';
import { reasons, unknownReason } from './reasons.js';

const shownMax = 200;

function held(one, now) {
  const name = one.customerName || phone(one.recipient);
  const over = one.transactionCompletedAt;
  return {
    id: one.id,
    reason: one.reason,
    name,
    phone: one.customerName ? phone(one.recipient) : '',
    dealership: one.dealershipName || '',
    when: over ? `Visit: ${exactTime(over)}` : `Came ${ago(one.receivedAt, now)}`,
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
        return {
          ...(reasons.find((one) => one.reason === reason) || unknownReason(reason)),
          id: `parked-${reason}`,
          icon: `/icons.svg#${(reasons.find((one) => one.reason === reason) || unknownReason(reason)).icon}`,
          total,
          messages,
          hasSeveral: total > 1,
          countText: count(total),
          sendAll: `Send all ${count(total)}`,
          moreText: total > messages.length ? `The newest ${count(messages.length)} of ${count(total)} are shown.` : '',
        };
      });
    },

    async load() {
      this.loading = true;
      try {
        const [page, config] = await Promise.all([get(`/api/parked?limit=${shownMax}`), get('/api/config')]);
        this.page = page;
        this.isShadow = Boolean(config.shadow);
        this.problem = '';
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
      this.loading = false;
    },

    approve(message) { return this.decide('approve', { ids: [message.id] }); },
    drop(message) { return this.decide('drop', { ids: [message.id] }); },

    async approveAll(group) {
      const yes = await stores.confirm.ask({
        title: `Send ${plural(group.total, 'text')}?`,
        text: 'They go out now, or at their own hour where that is still to come. This cannot be taken back.',
        action: `Send ${count(group.total)}`,
      });
      if (yes) await this.decide('approve', { reason: group.reason });
    },
    async dropAll(group) {
      const yes = await stores.confirm.ask({
        title: `Drop ${plural(group.total, 'text')}?`,
        text: 'These customers get no text about this visit.',
        action: `Drop ${count(group.total)}`,
      });
      if (yes) await this.decide('drop', { reason: group.reason });
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
