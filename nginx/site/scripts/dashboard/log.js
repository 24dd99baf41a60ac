import { get, query } from '../api.js';
import { plural, count } from '../format.js';
import { stores } from '../stores.js';
import { refresh } from '../refresh.js';

const pageSize = 25;
const flashMilliseconds = 1800;
/** How often a search that finds too little on its own goes on looking before it asks. */
const roundsMax = 20;

/** The message log: one page of it, narrowed and ordered, brought up to date in place. */
export function log() {
  let asked = 0;
  let asking = null;

  return {
    messages: [],
    loaded: false,
    busy: false,
    looking: false,
    partial: false,
    problem: '',
    total: null,
    /** The cursors of the pages up to this one; the first has none. */
    trail: [''],
    nextCursor: null,
    flashing: {},

    get loading() { return this.busy || !this.loaded; },
    get showSkeleton() { return !this.loaded; },
    get hasRows() { return this.messages.length > 0; },
    get page() { return this.trail.length; },
    get empty() { return this.loaded && !this.hasRows && !this.problem && !this.busy && !this.partial; },
    get nothingYet() { return this.empty && !stores.filter.active && this.page === 1; },
    get nothingFound() { return this.empty && !this.nothingYet; },
    get nothingFoundText() {
      const { search: { text }, filter: { hasFields } } = stores;
      if (text) return `No message with “${text}” in its customer, number, transaction or text${hasFields ? ' and these filters' : ''}.`;
      return hasFields ? 'No message fits these filters.' : 'No message is in this state at the moment.';
    },
    get atStart() { return this.page === 1 || this.busy; },
    get atEnd() { return !this.nextCursor || this.busy; },
    get hasPages() { return Boolean(this.nextCursor) || this.page > 1; },
    get pageText() {
      if (this.partial) return 'Not all has been looked through yet';
      const pages = this.total === null ? '' : ` of ${count(Math.max(1, Math.ceil(this.total / pageSize)))}`;
      return `Page ${count(this.page)}${pages}`;
    },
    get olderText() { return this.partial ? 'Keep looking' : stores.look.isOriginal ? 'Older' : 'Next'; },
    get newerText() { return stores.look.isOriginal ? 'Newer' : 'Previous'; },
    get countText() {
      if (!this.loaded) return '';
      if (this.looking) return 'Looking further…';
      return this.total === null ? '' : plural(this.total, 'message');
    },

    first() { this.go(['']); },
    newer() { this.go(this.trail.slice(0, -1)); },
    older() { this.go([...this.trail, this.nextCursor]); },
    go(trail) {
      this.trail = trail;
      this.busy = true;
      stores.selection.clear();
      this.load();
    },

    rowClass(message) {
      return { troubled: Boolean(message.errorCode), flash: Boolean(this.flashing[message.id]), chosen: stores.selection.has(message) };
    },

    /** A click anywhere in a row opens it, unless it was meant for a control or selects text. */
    rowClicked(event, message) {
      if (event.target.closest('button, a, input, label') || String(window.getSelection())) return;
      stores.detail.open(message);
    },

    /** Asks for the page; whoever asked before is called off. */
    async load() {
      const turn = ++asked;
      if (asking) asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      try {
        const answer = await this.ask(this.trail[this.page - 1], signal, turn);
        if (turn === asked) this.take(answer);
      } catch (problem) {
        if (turn !== asked) return;
        this.problem = problem.silent ? '' : problem.message;
        if (problem.errors && problem.errors.length) this.problem = problem.errors.map((error) => error.message).join(' ');
        if (!problem.silent) this.loaded = true;
      }
      if (turn === asked) {
        this.busy = false;
        this.looking = false;
      }
    },

    /** A page that ended before it was full is filled with what the following ones find. */
    async ask(cursor, signal, turn) {
      const path = (from) => `/api/messages${query({ limit: pageSize, cursor: from, ...stores.filter.query, ...stores.look.query })}`;
      const answer = await get(path(cursor), { signal });
      for (let round = 1; answer.partial && answer.messages.length < pageSize && round < roundsMax; round += 1) {
        if (turn === asked) this.looking = true;
        const more = await get(path(answer.nextCursor), { signal });
        answer.messages.push(...more.messages);
        answer.nextCursor = more.nextCursor;
        answer.partial = more.partial;
      }
      return answer;
    },

    take({ messages, nextCursor, total, partial }) {
      const before = {};
      for (const message of this.messages) before[message.id] = message.status;
      const changed = messages.filter((message) => before[message.id] && before[message.id] !== message.status);
      this.messages = messages;
      this.nextCursor = nextCursor;
      this.total = total;
      this.partial = Boolean(partial) && messages.length < pageSize;
      this.problem = '';
      this.loaded = true;
      if (changed.length) this.mark(changed);
    },

    /** Lets what has changed be seen for a moment, and heard. */
    mark(changed) {
      for (const { id } of changed) this.flashing[id] = true;
      setTimeout(() => { for (const { id } of changed) delete this.flashing[id]; }, flashMilliseconds);
      const [first] = changed;
      stores.notices.say(changed.length === 1
        ? `${stores.show.customer(first)}: ${stores.show.status(first.status)}`
        : `${changed.length} messages changed their status`);
    },

    refresh() {
      this.busy = true;
      return refresh.now();
    },
  };
}
