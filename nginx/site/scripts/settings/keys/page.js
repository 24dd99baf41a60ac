// The keys of programs.
import { start } from '../../frame.js';
import { copy } from '../../copy.js';
import { keys } from './keys.js';

start({ parts: { keys, copy }, live: ['keys'] });
