// The numbers that are not written to.
import { start } from '../frame.js';
import { files } from '../files.js';
import { menu } from '../menu.js';
import { stores } from '../stores.js';
import { adding } from './adding.js';
import { optOuts } from './opt-outs.js';
import { releasing } from './releasing.js';

start({
  parts: { optOuts, adding, releasing, menu, files: files('suppressions', () => stores.optOuts.filter) },
  live: ['optOuts'],
});
