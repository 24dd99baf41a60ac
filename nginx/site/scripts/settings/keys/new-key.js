import { focusById } from '../../focus.js';
import { stores } from '../../stores.js';

/** The dialog that says a new key, this once. */
export function newKey() {
  return {
    made: null,

    get visible() { return this.made !== null && stores.session.signedIn; },
    get signs() { return Boolean(this.made && this.made.signs); },
    get sent() { return Boolean(this.made && !this.made.signs); },
    get text() { return this.made ? this.made.key || this.made.secret : ''; },
    get title() { return this.signs ? 'The new signing secret' : 'The new key'; },
    get warning() {
      return this.signs
        ? 'Copy the secret now. It is not shown again.'
        : 'Copy the key now. It is not shown again: we keep only what is needed to recognise it.';
    },
    get address() { return this.made ? `${window.location.origin}/webhook/transaction-complete?signed=${this.made.id}` : ''; },

    show(made) {
      this.made = made;
      focusById('key-made');
    },
    close() { this.made = null; },
  };
}
