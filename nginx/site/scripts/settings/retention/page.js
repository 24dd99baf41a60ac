// For how long what was said is kept.
import { start } from '../../frame.js';
import { guardUnsaved } from '../../unsaved.js';
import { archives } from './archives.js';
import { keeping } from './keeping.js';

start({ parts: { keeping, archives }, live: ['keeping', 'archives'] });
guardUnsaved('keeping');
