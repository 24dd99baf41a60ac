// How a business shows itself to its customers.
import { start } from '../frame.js';
import { guardUnsaved } from '../unsaved.js';
import { business } from './business.js';
import { page } from './preview.js';

start({ parts: { business, page }, live: ['business', 'page'] });
guardUnsaved('business');
