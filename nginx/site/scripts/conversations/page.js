// What customers write back, and what is answered.
import { files } from '../files.js';
import { start } from '../frame.js';
import { menu } from '../menu.js';
import { search } from '../search.js';
import { stores } from '../stores.js';
import { guardUnsaved } from '../unsaved.js';
import { conversations } from './conversations.js';
import { thread } from './thread.js';

start({
  parts: {
    search: search(() => stores.conversations.from('')), conversations, thread, menu,
    files: files('conversations', () => stores.conversations.query),
  },
  live: ['conversations', 'thread'],
});
guardUnsaved('thread');
