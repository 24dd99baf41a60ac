import { get } from '../../api.js';
import { startOfDay } from '../../days.js';
import { seldom } from '../../seldom.js';
import { stores } from '../../stores.js';
import { actorNamed, kindNamed } from './words.js';

const blank = { actor: '', kind: '', from: '', to: '' };
const leastMilliseconds = 60000;
const named = (values, name) => values.map((value) => ({ value, name: name(value) }));

/** What the record is narrowed by. */
export function narrow() {
  return {
    fields: { ...blank },
    people: [],
    things: [],

    get active() { return stores.search.text !== '' || Object.values(this.fields).some(Boolean); },

    /** What the list and its files take. */
    get query() {
      const { from, to, ...others } = this.fields;
      return { search: stores.search.text, ...others, from: startOfDay(from), to: startOfDay(to, 1) };
    },

    is(field, value) { return this.fields[field] === value; },
    choose(field, event) {
      this.fields[field] = event.target.value;
      this.changed();
    },
    changed() { stores.list.first(); },
    clear() {
      stores.search.clear();
      this.fields = { ...blank };
      for (const id of ['audit-actor', 'audit-kind']) document.getElementById(id).value = '';
      this.changed();
      document.getElementById('content').focus({ preventScroll: true }); // the button is about to vanish
    },

    /** Fills the menus with who and what stands in the record. */
    load: seldom(leastMilliseconds, async () => {
      try {
        const { actors, kinds } = await get('/api/audit/choices');
        const things = named(kinds, kindNamed).sort((one, other) => one.name.localeCompare(other.name));
        Object.assign(stores.narrow, { people: named(actors, actorNamed), things });
      } catch (problem) {
        // The menus stay as they are; the list says what is wrong.
      }
    }),
  };
}
