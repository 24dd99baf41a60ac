import { clockTime, phone, removedText } from '../format.js';
import { pagedList } from '../paged-list.js';

const starNumbers = [1, 2, 3, 4, 5];

function row(one, now) {
  const name = one.customerName || phone(one.customerPhone);
  return {
    id: one.messageId,
    name,
    dealership: one.dealershipName || '',
    comment: one.comment,
    isMute: one.comment === '',
    muteText: one.contentRemovedAt ? removedText('The words were', one.ratedAt, one.contentRemovedAt) : 'No words, stars alone',
    ratedAt: one.ratedAt,
    changed: one.changedAt ? `· changed ${clockTime(one.changedAt, now)}` : '',
    stars: starNumbers.map((number) => ({ number, look: number <= one.stars ? 'lit' : '' })),
    starsLabel: `${one.stars} of 5 stars`,
    tone: one.stars <= 2 ? 'error' : one.stars === 3 ? 'warning' : 'success',
    click: one.reviewClicks > 0 ? 'Went on to a review page' : '',
    detailLabel: `Details of the text to ${name}`,
    talk: `/conversations?with=${encodeURIComponent(one.customerPhone)}`,
    talkLabel: `Conversation with ${name}`,
  };
}

export const ratings = pagedList({ name: 'ratings', limit: 25, row });
