import { get, post, request } from '../api.js';
import { words as spaced } from '../format.js';
import { fieldForm, focusFirstInvalid } from '../form.js';
import { stores } from '../stores.js';
import { isColour, textOnColour } from './colours.js';
import { regionName, regions, zones } from './places.js';
import { words } from './words.js';

const byteCountMax = 200 * 1024;
const kinds = ['image/png', 'image/jpeg', 'image/webp'];
const names = ['displayName', 'colour', 'background', 'language', 'question', 'lowRating', 'timeZone', 'defaultRegion', 'mailName', 'mailReplyTo'];
const colour = (name, label, help) => ({ name, label, help, id: `b-${name}`, errorId: `b-${name}-error`, pickLabel: `Pick: ${label.toLowerCase()}` });
const lowRatings = [
  { value: '0', label: 'No rating' }, { value: '1', label: '1 star' }, { value: '2', label: '2 stars or fewer' },
  { value: '3', label: '3 stars or fewer' }, { value: '4', label: '4 stars or fewer' },
];

/** Name, logo, colours, question and place of the business. */
export function business() {
  return {
    saved: null,
    logo: null,
    logoBusy: false,
    logoProblem: '',
    form: fieldForm({ displayName: '', colour: '#2454d6', background: '#f4f6fb', language: 'en', question: '', lowRating: '3', timeZone: '', defaultRegion: '', mailName: '', mailReplyTo: '' }),
    colourFields: [
      colour('colour', 'Your colour', 'Of the head and the buttons.'),
      colour('background', 'Background', 'Behind the page; on phones set to dark it is dark.'),
    ],
    languages: Object.entries(words).map(([value, { label }]) => ({ value, label })),
    lowRatings,
    zones,
    regions,

    get loading() { return this.saved === null; },
    get changed() { return this.saved ? names.filter((name) => this.form.values[name] !== this.saved[name]) : []; },
    get dirty() { return this.changed.length > 0; },
    get cannotSave() { return !this.dirty || this.form.busy; },
    get buttonText() { return this.form.busy ? 'Saving…' : 'Save'; },
    get stateText() { return this.dirty ? `Not saved yet: ${this.changed.map(spaced).join(', ').toLowerCase()}` : ''; },
    get hasLogo() { return this.logo !== null; },
    get logoAddress() { return this.logo ? this.logo.url : undefined; },
    get logoButton() { return this.logoBusy ? 'Sending…' : this.hasLogo ? 'Choose another' : 'Choose a picture'; },
    get usualQuestion() { return (words[this.form.values.language] || words.en).question; },
    get regionHelp() {
      const name = regionName(this.form.values.defaultRegion);
      return `${name ? `${name}: n` : 'N'}umbers without a country code are taken as from here.`;
    },
    get contrastText() {
      if (!isColour(this.form.values.colour)) return '';
      const { contrast, name } = textOnColour(this.form.values.colour);
      return `Text on your colour is ${name} and ${contrast >= 4.5 ? 'easy to read' : 'hard to read: choose a darker or lighter shade'} (${contrast.toFixed(1)} to 1).`;
    },
    get contrastTone() { return isColour(this.form.values.colour) && textOnColour(this.form.values.colour).contrast < 4.5 ? 'error-text' : 'muted'; },

    isLanguage(value) { return this.form.values.language === value; },
    isLow(value) { return this.form.values.lowRating === value; },
    /** What the browser's picker can show: never something half typed. */
    pickable(name) { return isColour(this.form.get(name)) ? this.form.get(name) : (this.saved && this.saved[name]) || '#000000'; },

    async load() {
      if (this.dirty) return;
      try {
        const answer = await get('/api/business');
        if (!this.dirty) this.take(answer); // somebody may have begun to type meanwhile
      } catch (problem) {
        if (!problem.silent) this.form.problem = problem.message;
      }
    },

    take(answer) {
      const values = Object.fromEntries(names.map((name) => [name, String(answer[name])]));
      this.saved = values;
      this.form.values = { ...values };
      this.name = answer.name;
      this.logo = answer.logo;
    },
    name: '',

    undo() {
      this.form.clear();
      this.form.values = { ...this.saved };
    },

    async save() {
      this.form.clear();
      const changes = Object.fromEntries(this.changed.map((name) => [name, name === 'lowRating' ? Number(this.form.values[name]) : this.form.values[name].trim()]));
      const answer = await this.form.submit(() => post('/api/business', changes));
      if (!answer) return focusFirstInvalid();
      this.take(answer.business);
      const said = answer.changed.map(spaced).join(', ').toLowerCase();
      return stores.notices.add('success', said ? `Saved: ${said}.` : 'Saved.');
    },

    async chooseLogo(event) {
      const [file] = event.target.files;
      event.target.value = '';
      if (!file) return;
      if (!kinds.includes(file.type)) this.logoProblem = 'This is no PNG, JPEG or WebP picture.';
      else if (file.size > byteCountMax) this.logoProblem = `This picture has ${Math.ceil(file.size / 1024)} KB; at most 200 KB fit.`;
      else await this.changeLogo(() => request('PUT', '/api/business/logo', { body: file }), 'The logo is saved.');
    },
    removeLogo() { return this.changeLogo(() => request('DELETE', '/api/business/logo'), 'The logo is removed.'); },
    async changeLogo(send, said) {
      this.logoBusy = true;
      this.logoProblem = '';
      try {
        this.logo = (await send()).logo;
        stores.notices.add('success', said);
      } catch (problem) {
        this.logoProblem = problem.message;
      }
      this.logoBusy = false;
    },
  };
}
