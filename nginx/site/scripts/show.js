import * as format from './format.js';
import { statusNamed } from './statuses.js';

const tickMilliseconds = 10000;

/** Formatting for the pages. `now` moves, so that "2 min. ago" grows older by itself. */
export function show() {
  return {
    now: Date.now(),
    tick() {
      setInterval(() => { this.now = Date.now(); }, tickMilliseconds);
    },

    icon: (name) => `/icons.svg#${name}`,
    status: (name) => statusNamed(name).label,
    statusIcon: (name) => `/icons.svg#${statusNamed(name).icon}`,
    tone: (name) => statusNamed(name).tone,
    or: (text) => text || format.none,
    money: format.money,
    price: (price) => (price ? format.money(price.amount, price.currency) : ''),
    phone: format.phone,
    exact: format.exactTime,
    clockTime(iso) { return format.clockTime(iso, this.now); },

    customer: (message) => message.customerName || 'No name',
    transaction: (message) => (message.kind === 'test' ? 'Test message' : message.transactionId || format.none),
    retryLabel(message) { return `Retry the message to ${this.customer(message)}`; },

    /** The one time that says most about where a message is now. */
    momentISO(message) {
      if (message.status === 'scheduled') return message.nextAttemptAt || message.dueAt;
      return message.finishedAt || message.sentAt || message.nextAttemptAt || message.receivedAt;
    },
    moment(message) {
      const time = format.ago(this.momentISO(message), Math.max(this.now, Date.now()));
      if (message.status !== 'scheduled') return time;
      return message.attempts > 0 ? `Next try ${time}` : `Due ${time}`;
    },
    momentExact(message) { return format.exactTime(this.momentISO(message)); },
  };
}
