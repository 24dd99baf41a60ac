import { stores } from '../../stores.js';

/** The part of a form that says what somebody may do, and for which dealerships. */
export const limits = {
  get showsDealerships() { return stores.roles.canBeLimited(this.form.values.role) && stores.roles.dealerships.length > 0; },
  tickId(name) { return `${this.prefix}-dealership-${stores.roles.dealerships.indexOf(name)}`; },
  isRole(role) { return this.form.values.role === role; },
  isChosen(name) { return this.chosen.includes(name); },
  toggle(name) { this.chosen = this.isChosen(name) ? this.chosen.filter((one) => one !== name) : [...this.chosen, name]; },
  get dealerships() { return this.showsDealerships ? this.chosen : []; },
  get limitWords() { return this.chosen.length ? `Sees only what is ticked.` : 'Nothing ticked: sees the whole business.'; },
};

/** An object with the getters and methods of both. */
export function mixed(...parts) {
  return Object.defineProperties({}, Object.assign({}, ...parts.map(Object.getOwnPropertyDescriptors)));
}
