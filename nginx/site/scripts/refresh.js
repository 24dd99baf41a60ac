import { coalesced } from './coalesced.js';
import { stores } from './stores.js';

const leastMilliseconds = 500;

/** Ids that have changed since the last refresh; `null` means "anything may have". */
let touched = new Set();

/** The parts of the page that follow what happens. */
let parts = [];

/** Says which parts are brought up to date from now on; each has a method `load(ids)`. */
export function keepUpToDate(stores) { parts = stores; }

const work = coalesced(async () => {
  const ids = touched;
  touched = new Set();
  if (!stores.session.signedIn) return;
  const { silences } = stores.server;
  await Promise.all(parts.map((part) => part.load(ids)));
  if (stores.server.silences === silences) stores.server.back();
}, leastMilliseconds);

/** Brings what is on the screen up to date, at most once in half a second however often it is asked. */
export const refresh = {
  /** Everything. */
  now() {
    touched = null;
    return work();
  },

  /** What an event of the stream names: at most 200 changes, and whether there were more. */
  changed({ changes = [], more = false }) {
    if (more || !changes.length) touched = null;
    if (touched) for (const change of changes) touched.add(change.id);
    return work();
  },
};
