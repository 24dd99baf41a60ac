// How a CRM is connected: its address and key, which of its fields is which, and what it sent lately.
import { start } from '../../frame.js';
import { copy } from '../../copy.js';
import { files } from '../../files.js';
import { menu } from '../../menu.js';
import { stores } from '../../stores.js';
import { guardUnsaved } from '../../unsaved.js';
import { code } from './code.js';
import { mapping } from './mapping.js';
import { logged } from './logged.js';
import { requests } from './requests.js';
import { sources } from './sources.js';
import { tryout } from './tryout.js';

start({
  parts: { sources, mapping, code, requests, logged, tryout, copy, menu, files: files('webhook-requests', () => stores.requests.wanted) },
  live: ['sources', 'requests'],
});
guardUnsaved('mapping');
