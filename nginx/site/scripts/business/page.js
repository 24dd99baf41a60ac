// How a business shows itself to its customers.
import { start } from '../frame.js';
import { guardUnsaved } from '../unsaved.js';
import { business } from './business.js';
import { shown } from './preview.js';

start({ parts: { business, shown }, live: ['business', 'shown'] });
guardUnsaved('business');
