// What is held back until somebody decides.
import { start } from '../frame.js';
import { parked } from './parked.js';

start({ parts: { parked }, live: ['parked'] });
