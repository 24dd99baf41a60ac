// What can be set, and where.
import { start } from '../frame.js';

start({});
