import { get, query } from '../api.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { stores } from '../stores.js';
import { languageName, usualLanguages } from './languages.js';

/** The dialog in which a text for one dealership or one language is begun. */
export function variant() {
  return {
    shown: false,
    dealerships: [],
    languages: usualLanguages.map((code) => ({ code, name: languageName(code) })),
    form: fieldForm({ dealershipName: '', language: '' }),

    get visible() { return this.shown && stores.session.signedIn; },

    async open() {
      this.form = fieldForm({ dealershipName: '', language: '' });
      this.shown = true;
      try {
        const { dealerships } = await get('/api/quiet-hours/dealerships');
        this.dealerships = dealerships;
      } catch (problem) {
        this.form.problem = problem.message;
      }
    },
    close() { this.shown = false; },

    async begin() {
      const { dealershipName, language } = this.form.values;
      this.form.clear();
      if (!dealershipName.trim() && !language.trim()) this.form.refuse('dealershipName', 'Choose a dealership, a language, or both.');
      const known = await this.form.submit(() => get(`/api/templates${query({})}`));
      if (!known) return focusFirstInvalid();
      this.close();
      return stores.texts.begin({ dealershipName: dealershipName.trim() || null, language: language.trim() || null });
    },
  };
}
