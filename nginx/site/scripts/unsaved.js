import { stores } from './stores.js';

/** Lets the browser ask before the page is left while one of the named stores is `dirty`. */
export function guardUnsaved(...names) {
  window.addEventListener('beforeunload', (event) => {
    if (!names.some((name) => stores[name].dirty)) return;
    event.preventDefault();
    event.returnValue = ''; // what Chrome before 119 wants
  });
}
