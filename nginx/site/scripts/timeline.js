import * as format from './format.js';
import { readable, sentenceOf } from './sentences.js';
import { statusNamed } from './statuses.js';

/** How each kind of line is marked; the titles come from the functions. */
const marks = {
  received: ['received', 'neutral'],
  routed: ['rate', 'primary'],
  waiting: ['queued', 'warning'],
  attempted: ['send', 'primary'],
  accepted: ['sent', 'primary'],
  refused: ['failed', 'error'],
  throttled: ['scheduled', 'warning'],
  notSent: ['offline', 'warning'],
  answerLost: ['unknown', 'warning'],
  undecidable: ['alert', 'error'],
  found: ['search', 'primary'],
  absent: ['search', 'warning'],
  lateReport: ['same', 'neutral'],
  retryScheduled: ['scheduled', 'warning'],
  failed: ['failed', 'error'],
  cancelled: ['cancelled', 'neutral'],
  retryRequested: ['retry', 'primary'],
  reportOverdue: ['unknown', 'warning'],
  delayed: ['scheduled', 'warning'],
  held: ['eye', 'warning'],
  released: ['right', 'primary'],
  approved: ['right', 'primary'],
  rearmed: ['scheduled', 'neutral'],
  expired: ['scheduled', 'warning'],
  suppressed: ['cancelled', 'neutral'],
  rehearsed: ['eye-off', 'neutral'],
  answered: ['inbox', 'primary'],
  clicked: ['sent', 'success'],
  rated: ['star', 'success'],
};

function mark({ kind, detail }) {
  if (kind === 'reported' && detail.status) {
    const { icon, tone } = statusNamed(detail.status);
    return [icon, tone];
  }
  return marks[kind] || ['dot', 'neutral'];
}

const isWorthShowing = ([name, value]) => value !== null && value !== '' && name !== 'status';

/** The lines of a message's timeline, ready to show. */
export function timelineLines(events) {
  return (events || []).map(({ at, kind, title, detail }, index) => {
    const facts = detail || {};
    const [icon, tone] = mark({ kind, detail: facts });
    const { sentence, told } = sentenceOf(kind, facts);
    const particulars = Object.entries(facts)
      .filter((fact) => isWorthShowing(fact) && !told.includes(fact[0]))
      .map(([name, value]) => ({ label: format.words(name), value: readable(value) }));
    return { key: `${index} ${at}`, at, title, sentence, tone, icon: `/icons.svg#${icon}`, particulars };
  });
}
