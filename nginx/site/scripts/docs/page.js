// The interface of this system, from what the functions say of themselves, to read and to try.
import { start } from '../frame.js';
import { copy } from '../copy.js';
import { reference } from './reference.js';
import { access } from './access.js';

start({ parts: { reference, access, copy }, live: ['reference'] });
