// The dashboard: today's figures, and the log of messages.
import { start } from '../frame.js';
import { detail } from '../detail.js';
import { hoursDirective } from './hours.js';
import { overview } from './overview.js';
import { log } from './log.js';
import { retry } from './retry.js';
import { sendTest } from './send-test.js';

start({
  parts: { overview, log, detail, retry, sendTest },
  live: ['overview', 'log', 'detail'],
  directives: { hours: hoursDirective },
});
