import { get, query } from '../api.js';
import { plural, count, phoneTyped } from '../format.js';
import { filters } from '../statuses.js';
import { refresh } from '../refresh.js';
import { stores } from '../stores.js';

const pageSize = 25;
const flashMilliseconds = 1800;

/** The message log: one page of it, filtered, brought up to date in place. */
export function log() {
  let asked = 0;

  return {
    filters,
    chosen: 'all',
    typed: '',
    found: '',
    foundAs: 'phone',
    messages: [],
    loaded: false,
    busy: false,
    problem: '',
    total: null,
    cursor: '',
    newerCursor: null,
    olderCursor: null,
    page: 1,
    flashing: {},

    get loading() { return this.busy || !this.loaded; },
    get showSkeleton() { return !this.loaded; },
    get hasRows() { return this.messages.length > 0; },
    get filtered() { return this.chosen !== 'all' || this.found !== ''; },
    get empty() { return this.loaded && !this.hasRows && !this.problem; },
    get nothingYet() { return this.empty && !this.filtered && this.page === 1; },
    get nothingFound() { return this.empty && !this.nothingYet; },
    get nothingFoundText() {
      return this.found ? `No message with the phone number or transaction “${this.found}” here.` : 'No message is in this state at the moment.';
    },
    get atStart() { return !this.newerCursor || this.busy; },
    get atEnd() { return !this.olderCursor || this.busy; },
    get hasPages() { return Boolean(this.newerCursor || this.olderCursor) || this.page > 1; },
    get pageText() {
      const pages = this.total === null ? '' : ` of ${count(Math.max(1, Math.ceil(this.total / pageSize)))}`;
      return `Page ${count(this.page)}${pages}`;
    },
    get countText() { return this.total === null || !this.loaded ? '' : plural(this.total, 'message'); },

    get filterQuery() {
      const number = this.foundAs === 'phone' ? phoneTyped(this.found) : '';
      return {
        status: filters.find((filter) => filter.name === this.chosen).statuses.join(','),
        phone: number,
        transactionId: number ? '' : this.found,
      };
    },
    get exportAddress() { return `/api/export/messages.csv${query(this.filterQuery)}`; },

    /** Digits that are nobody's phone number may be a transaction's. */
    get mayBeTransaction() { return this.foundAs === 'phone' && this.page === 1 && this.filterQuery.phone !== ''; },

    isChosen(name) { return this.chosen === name; },
    choose(name) {
      this.chosen = name;
      this.first();
    },
    find() {
      if (this.typed.trim() === this.found) return;
      this.found = this.typed.trim();
      this.foundAs = 'phone';
      this.first();
    },
    clear() {
      this.typed = '';
      this.found = '';
      this.choose('all');
      document.getElementById('messages').focus({ preventScroll: true }); // the button is about to vanish
    },

    first() { this.go('', 1); },
    newer() { this.go(this.page > 2 ? this.newerCursor : '', this.page - 1); },
    older() { this.go(this.olderCursor, this.page + 1); },
    go(cursor, page) {
      this.cursor = cursor;
      this.page = page;
      this.busy = true;
      this.load();
    },

    rowClass(message) {
      return { troubled: Boolean(message.errorCode), flash: Boolean(this.flashing[message.id]) };
    },

    /** A click anywhere in a row opens it, unless it was meant for a control or selects text. */
    rowClicked(event, message) {
      if (event.target.closest('button, a') || String(window.getSelection())) return;
      stores.detail.open(message);
    },

    async load() {
      const turn = ++asked;
      try {
        const answer = await get(`/api/messages${query({ limit: pageSize, cursor: this.cursor, ...this.filterQuery })}`);
        if (turn !== asked) return;
        if (!answer.messages.length && this.mayBeTransaction) {
          this.foundAs = 'transaction';
          await this.load();
          return;
        }
        this.take(answer);
      } catch (problem) {
        if (turn !== asked) return;
        this.problem = problem.silent ? '' : problem.message;
        if (problem.errors && problem.errors.length) this.problem = problem.errors.map((error) => error.message).join(' ');
        if (!problem.silent) this.loaded = true;
      }
      if (turn === asked) this.busy = false;
    },

    take({ messages, nextCursor, previousCursor, total }) {
      const before = {};
      for (const message of this.messages) before[message.id] = message.status;
      const changed = messages.filter((message) => before[message.id] && before[message.id] !== message.status);
      this.messages = messages;
      this.olderCursor = nextCursor;
      this.newerCursor = previousCursor;
      this.total = total;
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

    refresh: () => refresh.now(),
  };
}
