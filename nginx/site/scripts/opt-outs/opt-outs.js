import { clockTime, phone } from '../format.js';
import { pagedList } from '../paged-list.js';
import { noteIsTold, reasonNamed, sourceOf } from './reasons.js';

function row(one, now) {
  const { word, icon, tone } = reasonNamed(one.reason);
  const isReleased = Boolean(one.releasedAt);
  const number = phone(one.number);
  const why = one.releaseNote ? `: ${one.releaseNote}` : '';
  return {
    id: one.id,
    e164: one.number,
    number,
    addedAt: one.addedAt,
    reason: word,
    icon: `/icons.svg#${icon}`,
    tone: isReleased ? 'neutral' : tone,
    look: isReleased ? 'released' : '',
    sinceText: isReleased ? 'Added' : 'Since',
    source: sourceOf(one),
    note: noteIsTold(one) ? '' : one.note,
    released: isReleased ? `Released by ${one.releasedBy}, ${clockTime(one.releasedAt, now)}${why}` : '',
    releasable: one.releasable,
    releaseLabel: `Release ${number}`,
    bound: isReleased || one.releasable ? '' : 'Their own word: only they can take it back, by texting START.',
    talk: one.source === 'keyword' ? `/conversations?with=${encodeURIComponent(one.number)}` : '',
    talkLabel: `Conversation with ${number}`,
  };
}

function problemText({ errors: [first], message }) {
  return first && first.field === 'search' ? 'Type a number or a part of one: digits alone are looked for.' : message;
}

export const optOuts = pagedList({ name: 'suppressions', limit: 50, row, problemText });
