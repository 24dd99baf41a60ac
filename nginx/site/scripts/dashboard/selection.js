import { count, plural } from '../format.js';
import { stores } from '../stores.js';

/** Which messages are marked: some of the page, or all that the filter finds. */
export function selection() {
  return {
    ids: {},
    everything: false,

    get count() { return Object.keys(this.ids).length; },
    get any() { return this.count > 0; },
    get page() { return stores.log.messages; },
    get wholePage() { return this.page.length > 0 && this.page.every((message) => this.ids[message.id]); },
    get offersEverything() { return this.wholePage && !this.everything && stores.log.hasPages; },
    get chosen() { return this.page.filter((message) => this.ids[message.id]); },
    get retryable() { return this.chosen.filter((message) => message.retryable); },

    get text() {
      if (!this.everything) return `${count(this.count)} selected`;
      const { total } = stores.log;
      return total === null ? 'All that match are selected' : `All ${count(total)} that match are selected`;
    },
    get everythingText() {
      const { total } = stores.log;
      return total === null ? 'Select all that match' : `Select all ${count(total)} that match`;
    },
    get nothingToRetry() { return !this.everything && this.retryable.length === 0; },
    get retryText() {
      if (this.everything) return 'Send the failed ones again';
      return this.retryable.length ? `Send ${plural(this.retryable.length, 'message')} again` : 'Nothing to send again';
    },

    has(message) { return Boolean(this.ids[message.id]); },
    label(message) { return `Select the message to ${stores.show.customer(message)}`; },
    toggle(message) {
      this.everything = false;
      const { [message.id]: had, ...others } = this.ids;
      this.ids = had ? others : { ...this.ids, [message.id]: true };
    },
    togglePage() {
      if (this.wholePage) this.clear();
      else this.ids = Object.fromEntries(this.page.map((message) => [message.id, true]));
    },
    chooseEverything() { this.everything = true; },
    clear() {
      this.ids = {};
      this.everything = false;
    },

    async retry() {
      const sent = await (this.everything ? stores.retry.askAll() : stores.retry.askSome(this.retryable));
      if (sent) this.clear();
    },
  };
}
