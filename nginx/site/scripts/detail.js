import { get } from './api.js';
import * as format from './format.js';
import { stores } from './stores.js';
import { timelineLines } from './timeline.js';

function attemptRow(attempt) {
  const error = [attempt.errorCode, attempt.errorMessage].filter(Boolean).join(' ');
  const figures = [attempt.httpStatus && `HTTP ${attempt.httpStatus}`, format.duration(attempt.milliseconds)];
  return {
    ...attempt,
    heading: `${attempt.number}. ${format.words(attempt.provider || 'provider')}`,
    outcome: format.words(attempt.state || ''),
    figures: figures.filter(Boolean).join(' · '),
    error,
  };
}

function factsOf(record, provider) {
  const time = (label, iso) => ({ label, value: iso && format.clockTime(iso, Date.now()), title: format.exactTime(iso) });
  return [
    { label: 'Dealership', value: record.dealershipName },
    { label: 'Sales rep', value: record.salesRepName },
    { label: 'Transaction', value: record.kind === 'test' ? 'Test message' : record.transactionId, look: 'code' },
    { label: 'Amount', value: format.money(record.amount, record.currency), look: 'number' },
    time('Received', record.receivedAt),
    time('Due', record.dueAt),
    time('Sent', record.sentAt),
    time('Finished', record.finishedAt),
    { label: 'Sent from', value: provider && provider.sender && format.phone(provider.sender), look: 'number' },
    { label: 'Price', value: record.price && format.money(record.price.amount.replace(/^-/, ''), record.price.currency), look: 'number' },
    { label: 'Provider’s id', value: record.providerMessageId, look: 'code breakable' },
  ].filter((fact) => fact.value).map((fact) => ({ look: '', title: '', ...fact }));
}

/** The panel beside the log: one message with everything that happened to it. */
export function detail() {
  let asked = 0;

  return {
    id: null,
    record: null,
    provider: null,
    attempts: [],
    timeline: [],
    problem: '',
    loading: false,

    get visible() { return this.id !== null && stores.session.signedIn; },
    get title() { return this.record ? stores.show.customer(this.record) : 'Message'; },
    get phone() { return this.record ? format.phone(this.record.customerPhone) : ''; },
    get showSkeleton() { return this.loading && this.timeline.length === 0; },
    get facts() { return this.record ? factsOf(this.record, this.provider) : []; },
    get bodyText() { return (this.record && this.record.body) || 'The text is made from your template when the message goes out.'; },
    get bodyClass() { return this.record && this.record.body ? '' : 'unwritten'; },
    get sizeText() { return this.record && this.record.segments ? format.plural(this.record.segments, 'segment') : ''; },

    /** Shows a message of the log at once with what the log knows, then with the rest. */
    open(message) {
      if (this.id !== message.id) {
        Object.assign(this, { id: message.id, record: message.receivedAt ? message : null, provider: null, attempts: [], timeline: [], problem: '' });
      }
      this.loading = true;
      this.load(null);
    },
    close() { this.id = null; },

    /** Loads it again if it is open and among `ids`; `null` means it may have changed. */
    async load(ids) {
      const { id } = this;
      if (id === null || (ids && !ids.has(id))) return;
      const turn = ++asked;
      try {
        const answer = await get(`/api/messages/${encodeURIComponent(id)}`);
        if (turn !== asked || this.id !== id) return;
        this.record = answer.record;
        this.provider = answer.twilio;
        this.attempts = (answer.attempts || []).map(attemptRow);
        this.timeline = timelineLines(answer.timeline);
        this.problem = '';
      } catch (problem) {
        if (turn === asked) this.problem = problem.silent ? '' : problem.message;
      }
      if (turn === asked) this.loading = false;
    },
  };
}
