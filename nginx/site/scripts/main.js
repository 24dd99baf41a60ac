// The page: its stores, and how they are wired. Each store is one subject, in a file of its own.
import { evaluator } from './evaluator.js';
import { stores } from './stores.js';
import { dialogDirective } from './dialog.js';
import { hoursDirective } from './hours.js';
import { server } from './server.js';
import { session } from './session.js';
import { live } from './live.js';
import { overview } from './overview.js';
import { log } from './log.js';
import { detail } from './detail.js';
import { retry } from './retry.js';
import { sendTest } from './send-test.js';
import { settings } from './settings.js';
import { confirm } from './confirm.js';
import { notices } from './notices.js';
import { show } from './show.js';

const parts = { server, session, live, overview, log, detail, retry, sendTest, settings, confirm, notices, show };

document.addEventListener('alpine:init', () => {
  const { Alpine } = window;
  Alpine.setEvaluator(evaluator(Alpine, stores));
  Alpine.directive('dialog', dialogDirective);
  Alpine.directive('hours', hoursDirective);
  Alpine.data('page', () => ({}));
  for (const name of Object.keys(parts)) {
    Alpine.store(name, parts[name]());
    stores[name] = Alpine.store(name);
  }
});

document.addEventListener('alpine:initialized', () => {
  stores.show.tick();
  stores.session.check();
});
