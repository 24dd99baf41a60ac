// Who changed what.
import { start } from '../../frame.js';
import { files } from '../../files.js';
import { menu } from '../../menu.js';
import { search } from '../../search.js';
import { stores } from '../../stores.js';
import { entries } from './entries.js';
import { narrow } from './narrow.js';

start({
  parts: { search: search(() => stores.list.first()), narrow, list: entries, menu, files: files('audit', () => stores.narrow.query) },
  live: ['list', 'narrow'],
});
