import { post } from '../api.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { stores } from '../stores.js';

/**
 * What the pages behind a link have in common, which let somebody choose a password. The link's token
 * stands behind its `#`, where no server and no log sees it.
 */
export function passwordLink(values) {
  return {
    token: window.location.hash.slice(1),
    state: 'opening',
    email: '',
    headline: '',
    words: '',
    revealed: false,
    form: fieldForm({ password: '', ...values }),

    get isOpen() { return this.state === 'open'; },
    get isOver() { return this.state === 'over'; },
    get passwordType() { return this.revealed ? 'text' : 'password'; },
    get revealIcon() { return stores.show.icon(this.revealed ? 'eye-off' : 'eye'); },
    toggleReveal() { this.revealed = !this.revealed; },

    /** Finds out what the link is for, and answers that. */
    async open(path) {
      try {
        const found = await post(path, { token: this.token });
        Object.assign(this, { email: found.email, state: 'open' });
        return found;
      } catch (problem) {
        const isGone = problem.status === 404 || problem.status === 400;
        this.end(isGone ? 'This link opens nothing' : 'That did not work', isGone
          ? 'It was used already, or is too old, or was not copied whole. Ask for another one.' : problem.message);
        return undefined;
      }
    },

    async submit(send) {
      const answer = await this.form.submit(send);
      if (!answer) focusFirstInvalid();
      return answer;
    },

    end(headline, words) { Object.assign(this, { state: 'over', headline, words }); },
  };
}
