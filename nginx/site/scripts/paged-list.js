import { get, query } from './api.js';
import { clockTime } from './format.js';
import { seldom } from './seldom.js';
import { stores } from './stores.js';

/** Messages move all the time; such a list does not. */
const leastMilliseconds = 5000;

/**
 * The store `list` of a page: `row` of each thing that `/api/<name>` has, page by page, newest first.
 *
 * The page's store `narrow` says what it is narrowed by, with `query` and `active`. The API only knows
 * the way onwards: the cursors of the pages up to the one that is shown are the way back.
 */
export const pagedList = ({ name, limit, row, problemText = (problem) => problem.message }) => () => {
  let asked = 0;

  return {
    rows: [],
    /** The first page has none. */
    cursors: [''],
    next: null,
    loaded: false,
    loading: false,
    problem: '',

    get hasRows() { return this.rows.length > 0; },
    get nothing() { return this.loaded && !this.hasRows && !this.problem; },
    get nothingYet() { return this.nothing && !stores.narrow.active; },
    get nothingFound() { return this.nothing && stores.narrow.active; },
    get showSkeleton() { return !this.loaded && !this.problem; },

    get atStart() { return this.cursors.length === 1; },
    get atEnd() { return !this.next; },
    get hasPages() { return !(this.atStart && this.atEnd); },
    get pageText() { return `Page ${this.cursors.length}`; },

    when(iso) { return clockTime(iso, stores.show.now); },

    first() { return this.go(['']); },
    newer() { return this.go(this.cursors.slice(0, -1)); },
    older() { return this.go([...this.cursors, this.next]); },
    go(cursors) {
      this.cursors = cursors;
      return this.ask();
    },

    load: seldom(leastMilliseconds, () => stores.list.ask()),
    async ask() {
      const turn = ++asked;
      const cursor = this.cursors[this.cursors.length - 1];
      this.loading = true;
      try {
        const page = await get(`/api/${name}${query({ ...stores.narrow.query, cursor, limit })}`);
        if (turn !== asked) return;
        this.rows = page[name].map((one) => row(one, stores.show.now));
        this.next = page.nextCursor;
        Object.assign(this, { loaded: true, problem: '' });
      } catch (problem) {
        if (turn !== asked || problem.silent) return;
        Object.assign(this, { problem: problemText(problem), rows: [], loaded: true });
      } finally {
        if (turn === asked) this.loading = false;
      }
    },
  };
};
