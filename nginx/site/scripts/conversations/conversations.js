import { get, query } from '../api.js';
import { ago, count, phone, removedText } from '../format.js';
import { stores } from '../stores.js';
import { silenceWord } from './silence.js';

const onPage = 30;
const filters = [
  { name: 'all', label: 'All', nothing: 'Nobody matches', text: 'No conversation matches what you are looking for.' },
  { name: 'unhandled', label: 'To answer', nothing: 'All answered', text: 'Every message from a customer is handled.' },
  { name: 'needsReview', label: 'Read first', nothing: 'Nothing to read first', text: 'Nobody wrote anything that holds messages back.' },
];

function lastText({ body, at, contentRemovedAt }) {
  if (contentRemovedAt) return removedText('The text was', at, contentRemovedAt);
  return body || 'A text that has not been written yet';
}

function row(one) {
  const { number, customerName, lastMessage, unhandled, needsReview } = one;
  const silence = silenceWord(one);
  return {
    number,
    id: `with-${number.replace(/\W/g, '')}`,
    name: customerName || phone(number),
    address: `/conversations?with=${encodeURIComponent(number)}`,
    at: lastMessage.at,
    body: lastText(lastMessage),
    isOurs: lastMessage.direction === 'outbound' && lastMessage.body !== '',
    needsReview,
    isOpen: unhandled > 0 && !needsReview,
    openText: unhandled === 1 ? 'To answer' : `${count(unhandled)} to answer`,
    silence,
    hasMarks: unhandled > 0 || needsReview || silence !== '',
  };
}

/** Who has written, the latest first. */
export function conversations() {
  let asked = 0;

  return {
    filters,
    chosen: 'all',
    cursor: '',
    page: null,
    rows: [],
    problem: '',
    loading: false,

    get hasRows() { return this.rows.length > 0; },
    get narrowed() { return this.chosen !== 'all' || stores.search.text !== ''; },
    get nothing() { return this.page !== null && !this.hasRows && !this.problem; },
    get nothingYet() { return this.nothing && !this.narrowed; },
    get nothingFound() { return this.nothing && this.narrowed; },
    get filter() { return filters.find((one) => one.name === (stores.search.text ? 'all' : this.chosen)); },
    get nothingTitle() { return this.filter.nothing; },
    get nothingText() { return this.filter.text; },
    get showSkeleton() { return this.page === null && !this.problem; },
    get atStart() { return !this.page || !this.page.previousCursor; },
    get atEnd() { return !this.page || !this.page.nextCursor; },
    get hasPages() { return this.hasRows && !(this.atStart && this.atEnd); },
    /** What the list and its files are narrowed by. */
    get query() { return { ...(this.chosen === 'all' ? {} : { [this.chosen]: 'true' }), search: stores.search.text }; },

    isChosen(name) { return this.chosen === name ? 'true' : 'false'; },
    when(iso) { return ago(iso, Math.max(stores.show.now, Date.now())); },

    choose(name) {
      this.chosen = name;
      this.from('');
    },
    clear() {
      stores.search.clear();
      this.choose('all');
    },
    newer() { this.from(this.page.previousCursor); },
    older() { this.from(this.page.nextCursor); },
    from(cursor) {
      this.cursor = cursor;
      this.load();
    },

    async load() {
      const turn = ++asked;
      this.loading = true;
      try {
        const page = await get(`/api/conversations${query({ ...this.query, cursor: this.cursor, limit: onPage })}`);
        if (turn !== asked) return;
        this.page = page;
        this.rows = page.conversations.map(row);
        this.problem = '';
      } catch (problem) {
        if (turn === asked && !problem.silent) this.problem = problem.message;
      } finally {
        if (turn === asked) this.loading = false;
      }
    },
  };
}
