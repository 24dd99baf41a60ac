// What is held back until somebody decides.
import { files } from '../files.js';
import { start } from '../frame.js';
import { menu } from '../menu.js';
import { parked } from './parked.js';

start({ parts: { parked, menu, files: files('parked') }, live: ['parked'] });
