import { stores } from './stores.js';

/** One question with two answers: `await stores.confirm.ask({ title, text, action })`. */
export function confirm() {
  let settle = () => {};
  return {
    shown: false,
    title: '',
    text: '',
    action: '',

    get visible() { return this.shown && stores.session.signedIn; },

    ask({ title, text, action }) {
      Object.assign(this, { title, text, action, shown: true });
      return new Promise((resolve) => { settle = resolve; });
    },
    answer(yes) {
      this.shown = false;
      settle(yes);
    },
  };
}
