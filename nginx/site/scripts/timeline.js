import * as format from './format.js';
import { statusNamed } from './statuses.js';

/** How each kind of line is marked; the titles come from the functions. */
const marks = {
  received: ['received', 'neutral'],
  attempted: ['send', 'primary'],
  accepted: ['sent', 'primary'],
  refused: ['failed', 'error'],
  throttled: ['scheduled', 'warning'],
  notSent: ['offline', 'warning'],
  answerLost: ['unknown', 'warning'],
  found: ['search', 'primary'],
  absent: ['search', 'warning'],
  retryScheduled: ['scheduled', 'warning'],
  failed: ['failed', 'error'],
  cancelled: ['cancelled', 'neutral'],
  retryRequested: ['retry', 'primary'],
  reportOverdue: ['unknown', 'warning'],
};

const instant = /^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d(:?\d\d)?)$/;

function mark({ kind, detail }) {
  if (kind === 'reported' && detail.status) {
    const { icon, tone } = statusNamed(detail.status);
    return [icon, tone];
  }
  return marks[kind] || ['dot', 'neutral'];
}

function particular([name, value]) {
  const moment = instant.test(value) && new Date(String(value).replace(' ', 'T'));
  const readable = moment && !Number.isNaN(moment.getTime());
  return { label: format.words(name), value: readable ? format.exactTime(moment.toISOString()) : String(value) };
}

/** The lines of a message's timeline, ready to show. */
export function timelineLines(events) {
  return (events || []).map(({ at, kind, title, detail }, index) => {
    const facts = detail || {};
    const [icon, tone] = mark({ kind, detail: facts });
    const particulars = Object.entries(facts).filter(([name, value]) => value !== null && value !== '' && name !== 'status').map(particular);
    return { key: `${index} ${at}`, at, title, tone, icon: `/icons.svg#${icon}`, particulars };
  });
}
