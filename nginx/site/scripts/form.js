import { focusOnceShown } from './focus.js';

/**
 * What a form holds and what was wrong with it. A field's error stays until the field changes:
 * it belongs to the value that was refused.
 */
export function fieldForm(values) {
  return {
    values,
    refused: {},
    problem: '',
    busy: false,

    get(name) { return this.values[name] === undefined ? '' : this.values[name]; },
    type(name, event) { this.values[name] = event.target.value; },
    invalid(name) { return Boolean(this.error(name)); },
    error(name) {
      const refusal = this.refused[name];
      return refusal && refusal.value === this.values[name] ? refusal.message : '';
    },

    refuse(name, message) {
      this.refused[name] = { message, value: this.values[name] };
    },

    clear() {
      this.refused = {};
      this.problem = '';
    },

    /** Refuses each named field that is empty, with its message; the next submit then does nothing. */
    require(messages) {
      this.clear();
      for (const name of Object.keys(messages)) {
        if (!String(this.get(name)).trim()) this.refuse(name, messages[name]);
      }
    },

    /** Runs `send` unless a field is refused; answers what it answered, or undefined when it failed. */
    async submit(send) {
      if (this.busy || Object.keys(this.refused).some((name) => this.invalid(name))) return undefined;
      this.busy = true;
      this.clear();
      try {
        return await send();
      } catch (problem) {
        this.take(problem);
        return undefined;
      } finally {
        this.busy = false;
      }
    },

    take(problem) {
      const unplaced = [];
      for (const { field, message } of problem.errors || []) {
        if (field in this.values) this.refuse(field, message);
        else unplaced.push(message);
      }
      const placed = Object.keys(this.refused).length > 0;
      this.problem = unplaced.length ? unplaced.join(' ') : placed ? '' : problem.message;
    },
  };
}

/** Moves the focus to the first field that was refused, once the page shows it. */
export function focusFirstInvalid() {
  focusOnceShown(() => [...document.querySelectorAll('[aria-invalid="true"]')].find((field) => field.offsetParent !== null));
}
