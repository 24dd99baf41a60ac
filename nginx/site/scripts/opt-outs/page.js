// The numbers that are not written to.
import { start } from '../frame.js';
import { files } from '../files.js';
import { menu } from '../menu.js';
import { search } from '../search.js';
import { stores } from '../stores.js';
import { adding } from './adding.js';
import { narrow } from './narrow.js';
import { optOuts } from './opt-outs.js';
import { releasing } from './releasing.js';

start({
  parts: { search: search(() => stores.list.first()), narrow, list: optOuts, adding, releasing, menu, files: files('suppressions', () => stores.narrow.query) },
  live: ['list'],
});
