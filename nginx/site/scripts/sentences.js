import * as format from './format.js';

const instant = /^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d(:?\d\d)?)$/;

/** A fact as people read it: a moment in their own time, a list with commas, else as it is. */
export function readable(value) {
  if (Array.isArray(value)) return value.map(readable).join(', ');
  if (value !== null && typeof value === 'object') return JSON.stringify(value);
  const moment = instant.test(value) && new Date(String(value).replace(' ', 'T'));
  return moment && !Number.isNaN(moment.getTime()) ? format.exactTime(moment.toISOString()) : String(value);
}

/** Why a message is held, withdrawn or never sent, in the words of the functions. */
const reasons = {
  stale: 'the transaction was long over when it was reported',
  burst: 'far more transactions came at once than ever before',
  comeback: 'the customer came back',
  budget: 'the month’s budget is used up',
  review: 'the customer wrote something that a person should read first',
  shadow: 'shadow mode is on',
  opted_out: 'the person asked for no more messages',
  dead_number: 'the number can receive nothing',
  wrong_number: 'the number belongs to somebody else',
  complained: 'the person complained',
  operator: 'somebody put the number on the list',
  provider_code: 'the provider refuses the number',
  complaint: 'the customer complained',
  reopened: 'the order is open again',
  refund: 'the customer got the money back',
  'frequency-cap': 'this person has had as many messages as the settings allow',
};
const intents = {
  stop: 'No more messages, please',
  start: 'Messages again, please',
  help: 'A call for help',
  wrong_number: 'Not the person we mean',
  review: 'Perhaps no more messages: a person reads it',
};
const people = { customer: 'the customer', provider: 'the provider' };

const because = (reason) => reasons[reason] || (reason ? format.words(reason).toLowerCase() : '');
const opening = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const by = (who) => (who ? `By ${people[who] || who}` : '');
const stop = (...parts) => opening(parts.filter(Boolean).join(': ').replace(/\.?$/, '.'));
const from = (sender) => (sender ? ` from ${format.phone(sender)}` : '');

function span(text) {
  const seconds = Number(text);
  if (seconds < 120) return format.plural(seconds, 'second');
  if (seconds < 7200) return format.plural(Math.round(seconds / 60), 'minute');
  return format.plural(Math.round(seconds / 3600), 'hour');
}

/**
 * For each kind of line the facts that its sentence tells, and the sentence. It is left out when
 * the first fact is missing; facts that it does not tell are listed below it.
 */
const sentences = {
  received: [['dueAt'], (due) => `Due ${readable(due)}.`],
  routed: [['provider', 'sender', 'reason'], (provider, sender, reason) => stop(`Through ${provider}${from(sender)}`, reason)],
  waiting: [['reason'], stop],
  attempted: [['provider', 'attempt'], (provider, attempt) => `Attempt ${attempt}, through ${provider}.`],
  retryScheduled: [['inSeconds'], (seconds) => `In ${span(seconds)}.`],
  reported: [['seconds'], (seconds) => `${opening(span(seconds))} after it was handed over.`],
  delayed: [['until', 'rule', 'zones'], (until, rule, zones) => stop(`It goes out ${readable(until)}`, rule && `the rule is ${rule}${zones && zones.length ? `, in ${readable(zones)}` : ''}`)],
  held: [['reason', 'event'], (reason, event) => stop(because(event || reason))],
  released: [['reason'], (reason) => (reason === 'budget' ? 'There is room in the budget again.' : stop(because(reason)))],
  approved: [['by'], (who) => stop(by(who))],
  rearmed: [['until', 'by', 'event'], (until, who) => stop(by(who), `it goes out ${readable(until)}`)],
  cancelled: [['by', 'event', 'reason'], (who, event, reason) => stop(by(who), because(event || reason))],
  retryRequested: [['by'], (who) => stop(by(who))],
  expired: [['errorCode'], () => 'It could not go out in time; the settings say how long it is welcome.'],
  suppressed: [['errorCode', 'reason'], (code, reason) => stop(because(reason || code))],
  rehearsed: [['provider', 'segments', 'estimate', 'currency', 'at'], (provider, segments, estimate, currency, at) => [
    `It would have gone out ${at ? readable(at) : 'now'} through ${provider}`,
    segments && ` in ${format.plural(Number(segments), 'segment')}`,
    estimate && ` for about ${format.money(estimate, currency)}`, '.',
  ].filter(Boolean).join('')],
  answered: [['intent', 'keyword'], (intent, keyword) => stop(intents[intent] || 'A part of the conversation', keyword && `“${keyword}”`)],
};

/** What the facts of a line come to: a sentence, empty when there is none, and the facts it tells. */
export function sentenceOf(kind, facts) {
  const [told, sentence] = sentences[kind] || [[], null];
  if (!sentence || !facts[told[0]]) return { sentence: '', told: [] };
  return { sentence: sentence(...told.map((name) => facts[name])), told };
}
