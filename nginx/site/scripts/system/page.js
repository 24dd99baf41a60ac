// The system: every part of the installation and how it is.
import { start } from '../frame.js';
import { system } from './system.js';

start({ parts: { system }, live: ['system'] });
