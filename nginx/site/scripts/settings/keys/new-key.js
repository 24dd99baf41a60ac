import { focusById } from '../../focus.js';
import { stores } from '../../stores.js';

/** The dialog that says a new key, this once. */
export function newKey() {
  return {
    made: null,

    get visible() { return this.made !== null && stores.session.signedIn; },
    get text() { return this.made ? this.made.key : ''; },

    show(made) {
      this.made = made;
      focusById('key-made');
    },
    close() { this.made = null; },
  };
}
