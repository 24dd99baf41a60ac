import { get, query } from '../api.js';
import { clockTime, phone } from '../format.js';
import { seldom } from '../seldom.js';
import { stores } from '../stores.js';
import { trail } from '../trail.js';
import { noteIsTold, reasonNamed, reasons, sourceOf } from './reasons.js';

const typingMilliseconds = 250;
/** Messages move all the time; this list does not. */
const leastMilliseconds = 5000;
const onPage = 50;

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

/** The list, page by page, newest first. */
export function optOuts() {
  let typing = null;
  let asked = 0;

  return {
    reasons,
    typed: '',
    search: '',
    reason: '',
    withHistory: false,
    pages: trail(),
    rows: [],
    loaded: false,
    loading: false,
    problem: '',

    get hasRows() { return this.rows.length > 0; },
    get narrowed() { return this.search !== '' || this.reason !== ''; },
    get nothing() { return this.loaded && !this.hasRows && !this.problem; },
    get nothingYet() { return this.nothing && !this.narrowed; },
    get nothingFound() { return this.nothing && this.narrowed; },
    get nothingText() {
      const about = this.search ? `No number with “${this.search}” is on the list` : 'No number is on the list';
      return `${about}${this.reason ? ' for this reason' : ''}${this.withHistory ? '.' : '. Perhaps it was released: those can be shown too.'}`;
    },
    get showSkeleton() { return !this.loaded && !this.problem; },

    /** What the list and its files are narrowed by. */
    get filter() { return { search: this.search, reason: this.reason, history: this.withHistory ? 'true' : '' }; },

    when(iso) { return clockTime(iso, stores.show.now); },

    findSoon() {
      clearTimeout(typing);
      typing = setTimeout(() => this.find(), typingMilliseconds);
    },
    find() {
      clearTimeout(typing);
      if (this.search === this.typed.trim()) return;
      this.search = this.typed.trim();
      this.first();
    },
    toggleHistory() {
      this.withHistory = !this.withHistory;
      this.first();
    },
    clear() {
      Object.assign(this, { typed: '', search: '', reason: '' });
      this.first();
    },

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

    load: seldom(leastMilliseconds, () => stores.optOuts.ask()),
    async ask() {
      const turn = ++asked;
      this.loading = true;
      try {
        const page = await get(`/api/suppressions${query({ ...this.filter, cursor: this.pages.cursor, limit: onPage })}`);
        if (turn !== asked) return;
        this.rows = page.suppressions.map((one) => row(one, stores.show.now));
        this.pages.next = page.nextCursor;
        Object.assign(this, { loaded: true, problem: '' });
      } catch (problem) {
        if (turn !== asked || problem.silent) return;
        const [first] = problem.errors;
        this.problem = first && first.field === 'search' ? 'Type a number or a part of one: digits alone are looked for.' : problem.message;
        this.rows = [];
        this.loaded = true;
      } finally {
        if (turn === asked) this.loading = false;
      }
    },
  };
}
