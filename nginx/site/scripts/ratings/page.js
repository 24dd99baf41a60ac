// How customers rated their visits.
import { copy } from '../copy.js';
import { detail } from '../detail.js';
import { files } from '../files.js';
import { start } from '../frame.js';
import { menu } from '../menu.js';
import { stores } from '../stores.js';
import { narrow } from './narrow.js';
import { ratings } from './ratings.js';
import { summary } from './summary.js';

start({
  parts: { narrow, list: ratings, summary, detail, copy, menu, files: files('ratings', () => stores.narrow.query) },
  live: ['list', 'summary', 'detail'],
});
