// What every page is wired with: its own parts beside those of the frame. Each part is one subject, in
// a file of its own, and becomes a store that the page's attributes know by its name.
import { evaluator } from './evaluator.js';
import { stores } from './stores.js';
import { dialogDirective } from './dialog.js';
import { keepUpToDate } from './refresh.js';
import { attention } from './attention.js';
import { server } from './server.js';
import { session } from './session.js';
import { door } from './door.js';
import { elsewhere } from './elsewhere.js';
import { live as liveUpdates } from './live.js';
import { navigation } from './navigation.js';
import { confirm } from './confirm.js';
import { proof } from './proof.js';
import { notices } from './notices.js';
import { show } from './show.js';

const frame = { server, session, door, elsewhere, live: liveUpdates, navigation, attention, confirm, proof, notices, show };

/**
 * Starts a page. Those of its parts that are named in `live` have a method `load(ids)`, which is called
 * after logging in and whenever something has changed; `ids` are the messages, or null for anything.
 * A page that `isOpen` is for who is not logged in, and asks nobody to.
 */
export function start({ parts = {}, live = [], directives = {}, isOpen = false }) {
  const all = { ...frame, ...parts };

  document.addEventListener('alpine:init', () => {
    const { Alpine } = window;
    Alpine.setEvaluator(evaluator(Alpine, stores));
    for (const [name, directive] of Object.entries({ dialog: dialogDirective, ...directives })) {
      Alpine.directive(name, directive);
    }
    Alpine.data('page', () => ({}));
    for (const [name, part] of Object.entries(all)) {
      Alpine.store(name, part());
      stores[name] = Alpine.store(name);
    }
    keepUpToDate(['attention', ...live].map((name) => stores[name]));
  });

  document.addEventListener('alpine:initialized', () => {
    stores.show.tick();
    if (!isOpen) stores.session.check();
  });
}
