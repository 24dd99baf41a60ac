// The businesses of the installation, for whoever owns the platform.
import { start } from '../../frame.js';
import { copy } from '../../copy.js';
import { adding } from './adding.js';
import { businesses } from './businesses.js';
import { changing } from './changing.js';
import { removing } from './removing.js';
import { suspending } from './suspending.js';
import { usage } from './usage.js';

start({ parts: { businesses, adding, changing, suspending, removing, usage, copy }, live: ['businesses'] });
