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
    { label: 'Transaction', value: record.kind === 'test' ? 'Test message' : record.transactionId, look: 'code breakable', copied: record.kind === 'test' ? '' : record.transactionId },
    { label: 'Amount', value: format.money(record.amount, record.currency), look: 'number' },
    time('Received', record.receivedAt),
    time('Due', record.dueAt),
    time('Sent', record.sentAt),
    time('Finished', record.finishedAt),
    { label: 'Sent from', value: provider && provider.sender && format.phone(provider.sender), look: 'number' },
    { label: 'Provider’s id', value: record.providerMessageId, look: 'code breakable', copied: record.providerMessageId },
  ].filter((fact) => fact.value).map((fact) => ({ look: '', title: '', copied: '', copyLabel: `Copy: ${fact.label}`, ...fact }));
}

/** What it was to cost, what the provider says and what the invoice says, where they are known. */
function costsOf(record, billed) {
  const shown = (money) => money && format.money(money.amount.replace(/^-/, ''), money.currency);
  return [
    { label: 'Estimated', value: shown(record.estimate) },
    { label: 'Reported', value: shown(record.price) },
    { label: 'On the invoice', value: shown(billed) },
  ].filter((fact) => fact.value);
}

function lineOf(line, index) {
  const inbound = line.direction === 'inbound';
  return { key: `${index} ${line.at}`, at: line.at, body: line.body || unsaid(line), look: line.body ? '' : 'unwritten', side: inbound ? 'theirs' : 'ours', who: inbound ? 'The customer' : 'You' };
}

function unsaid(line) {
  return line.contentRemovedAt ? format.removedText('This text was', line.at, line.contentRemovedAt) : '';
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
    billed: null,
    ways: [],
    said: [],
    problem: '',
    loading: false,

    get visible() { return this.id !== null && stores.session.signedIn; },
    get title() { return this.record ? stores.show.customer(this.record) : 'Message'; },
    get phone() { return this.record ? format.phone(this.record.customerPhone) : ''; },
    get showSkeleton() { return this.loading && this.timeline.length === 0; },
    get costs() { return this.record ? costsOf(this.record, this.billed) : []; },
    get facts() { return this.record ? factsOf(this.record, this.provider) : []; },
    get bodyText() {
      const { record } = this;
      if (record && record.contentRemovedAt) return format.removedText('The text and the name were', record.receivedAt, record.contentRemovedAt);
      return (record && record.body) || 'The text is made from your template when the message goes out.';
    },
    get bodyClass() { return this.record && this.record.body ? '' : 'unwritten'; },
    get sizeText() { return this.record && this.record.segments ? format.plural(this.record.segments, 'segment') : ''; },

    /** Shows a message of the log at once with what the log knows, then with the rest. */
    open(message) {
      if (this.id !== message.id) {
        Object.assign(this, { id: message.id, record: message.receivedAt ? message : null, provider: null, attempts: [], timeline: [], billed: null, ways: [], said: [], problem: '' });
      }
      this.loading = true;
      this.load(null);
    },
    close() { this.id = null; },

    way(attempt) {
      const found = this.ways.find((way) => way.attempt === attempt.number);
      return found ? found.explanation : [];
    },
    hasWay(attempt) { return this.way(attempt).length > 0; },
    wayTitle: (attempt) => `Why through ${attempt.provider || 'this provider'}`,

    /** What stands elsewhere: why it went that way, and what else was said to and by the number. */
    async addMore(id, record) {
      const [route, conversation] = await Promise.all([
        get(`/api/messages/${encodeURIComponent(id)}/route`).catch(() => null),
        get(`/api/conversations/${encodeURIComponent(record.customerPhone)}?limit=6`).catch(() => null),
      ]);
      if (this.id !== id) return;
      this.ways = route ? route.attempts : this.ways;
      this.said = conversation ? conversation.lines.map(lineOf) : this.said;
    },

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
        this.billed = answer.billed;
        this.addMore(id, answer.record);
        this.problem = '';
      } catch (problem) {
        if (turn === asked) this.problem = problem.silent ? '' : problem.message;
      }
      if (turn === asked) this.loading = false;
    },
  };
}
