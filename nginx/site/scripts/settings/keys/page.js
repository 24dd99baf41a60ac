// The keys of programs.
import { start } from '../../frame.js';
import { copy } from '../../copy.js';
import { key } from './key.js';
import { keys } from './keys.js';
import { newKey } from './new-key.js';
import { replacing } from './replacing.js';

start({ parts: { keys, key, newKey, replacing, copy }, live: ['keys'] });
