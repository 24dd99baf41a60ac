import { get } from '../api.js';
import { stores } from '../stores.js';
import { isColour, properties } from './colours.js';
import { words } from './words.js';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const dealership = 'Sunrise Motors';

/** The customer's page as it would be with what is typed. */
export function shown() {
  return {
    names: [],
    latest: '',

    get values() { return stores.business.form.values; },
    get words() { return words[this.values.language] || words.en; },
    get language() { return words[this.values.language] ? this.values.language : 'en'; },
    get direction() { return this.words.direction || 'ltr'; },
    get dealership() { return this.latest || dealership; },
    get name() { return this.values.displayName.trim() || this.dealership; },
    get question() { return (this.values.question.trim() || this.words.question).split('{dealership_name}').join(this.dealership); },
    get platforms() { return (this.names.length ? this.names : ['Google']).map((name) => this.words.on.replace('{platform}', name)); },
    get stars() { return [1, 2, 3, 4, 5].map((number) => ({ number, look: number < 5 ? 'full' : '' })); },
    get description() { return `A phone with the customer’s page of ${this.name}, which asks: ${this.question}`; },
    get colours() {
      const saved = stores.business.saved || {};
      const pick = (name) => (isColour(this.values[name]) ? this.values[name] : saved[name] || '#2454d6');
      return properties(pick('colour'), pick('background'), dark.matches);
    },

    /** Which links and which dealership customers see. */
    async load() {
      try {
        const [links, config, latest] = await Promise.all([get('/api/review-links'), get('/api/config'), get('/api/messages?limit=1')]);
        const weighed = (links.platforms || []).filter((one) => one.weight > 0 && !one.dealershipName).map((one) => one.name);
        const plain = [config.google_review_url && 'Google', config.trustpilot_url && 'Trustpilot'].filter(Boolean);
        this.names = weighed.length ? weighed : plain;
        this.latest = (latest.messages[0] && latest.messages[0].dealershipName) || '';
      } catch (problem) {
        // An example stands in for them.
      }
    },
  };
}
