import { get, query } from '../api.js';
import { clockTime, phone, removedText } from '../format.js';
import { seldom } from '../seldom.js';
import { stores } from '../stores.js';
import { trail } from '../trail.js';

/** Messages move all the time; this list does not. */
const leastMilliseconds = 5000;
const onPage = 25;
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

/** The list, page by page, newest first. */
export function ratings() {
  let asked = 0;

  return {
    pages: trail(),
    rows: [],
    loaded: false,
    loading: false,
    problem: '',

    get hasRows() { return this.rows.length > 0; },
    get nothing() { return this.loaded && !this.hasRows && !this.problem; },
    get nothingYet() { return this.nothing && !stores.narrow.active; },
    get nothingFound() { return this.nothing && stores.narrow.active; },
    get showSkeleton() { return !this.loaded && !this.problem; },
    get showSummary() { return stores.summary.known && !this.nothing && !this.problem; },

    when(iso) { return clockTime(iso, stores.show.now); },

    first() {
      this.pages.first();
      return this.ask();
    },
    newer() {
      this.pages.back();
      this.ask();
    },
    older() {
      this.pages.on();
      this.ask();
    },

    load: seldom(leastMilliseconds, () => stores.ratings.ask()),
    async ask() {
      const turn = ++asked;
      this.loading = true;
      const wanted = stores.narrow.query;
      stores.summary.load(wanted);
      try {
        const page = await get(`/api/ratings${query({ ...wanted, cursor: this.pages.cursor, limit: onPage })}`);
        if (turn !== asked) return;
        this.rows = page.ratings.map((one) => row(one, stores.show.now));
        this.pages.next = page.nextCursor;
        Object.assign(this, { loaded: true, problem: '' });
      } catch (problem) {
        if (turn !== asked || problem.silent) return;
        Object.assign(this, { problem: problem.message, rows: [], loaded: true });
      } finally {
        if (turn === asked) this.loading = false;
      }
    },
  };
}
