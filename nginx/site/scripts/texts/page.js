// What is sent, where reviews are asked for, and when a text may leave.
import { start } from '../frame.js';
import { guardUnsaved } from '../unsaved.js';
import { hours } from './hours.js';
import { platforms } from './platforms.js';
import { preview } from './preview.js';
import { rules } from './rules.js';
import { texts } from './texts.js';
import { variant } from './variant.js';

start({
  parts: { texts, variant, preview, platforms, rules, hours },
  live: ['texts', 'preview', 'platforms', 'rules', 'hours'],
});
guardUnsaved('texts', 'platforms', 'rules', 'hours');
