// What happened in a time, and who is told of it by e-mail.
import { start } from '../frame.js';
import { daysDirective } from './days.js';
import { period } from './period.js';
import { report } from './report.js';
import { schedule } from './schedule.js';
import { schedules } from './schedules.js';

start({
  parts: { period, report, schedules, schedule },
  live: ['report', 'schedules'],
  directives: { days: daysDirective },
});
