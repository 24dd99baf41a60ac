import { get } from '../../api.js';

const titled = (word) => word[0].toUpperCase() + word.slice(1);

/** What each role may do, and the dealerships that somebody can be limited to. */
export function roles() {
  return {
    list: [],
    scopes: [],
    dealerships: [],

    get columns() { return this.list.map(({ role }) => ({ role, title: titled(role) })); },
    get rows() {
      return this.scopes.map(({ scope, about, roles: holders }) => ({
        scope, about,
        who: this.list.filter(({ role }) => holders.includes(role)).map(({ role }) => titled(role)).join(', '),
        cells: this.list.map(({ role }) => {
          const may = holders.includes(role);
          return { role, may, words: may ? 'May' : 'May not' };
        }),
      }));
    },
    get options() { return this.list.map(({ role, about, mayGive }) => ({ role, text: `${titled(role)}: ${about}`, isForbidden: !mayGive })); },

    title: titled,
    mayGive(role) { return this.list.some((one) => one.role === role && one.mayGive); },
    canBeLimited: (role) => ['manager', 'agent', 'viewer'].includes(role),

    async load() {
      if (this.list.length) return;
      try {
        const [{ roles: list, scopes }, { dealerships }] = await Promise.all([get('/api/roles'), get('/api/messages/choices')]);
        Object.assign(this, { list, scopes, dealerships });
      } catch (problem) {
        // The list of people says what is wrong.
      }
    },
  };
}
