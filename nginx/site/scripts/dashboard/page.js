// The dashboard: today's figures, and the log of messages.
import { start } from '../frame.js';
import { copy } from '../copy.js';
import { detail } from '../detail.js';
import { files } from '../files.js';
import { menu } from '../menu.js';
import { search } from '../search.js';
import { stores } from '../stores.js';
import { filter } from './filter.js';
import { hoursDirective } from './hours.js';
import { sparkDirective } from './spark.js';
import { log } from './log.js';
import { look } from './look.js';
import { overview } from './overview.js';
import { retry } from './retry.js';
import { selection } from './selection.js';
import { sendTest } from './send-test.js';

start({
  parts: {
    overview, search: search(() => stores.log.first()), filter, look, log, selection, detail, retry, sendTest, menu, copy,
    files: files('messages', () => stores.filter.query),
  },
  live: ['overview', 'log', 'detail', 'retry'],
  directives: { hours: hoursDirective, spark: sparkDirective },
});
