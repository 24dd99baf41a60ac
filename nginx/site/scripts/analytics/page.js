// Analytics: figures of a time beside those of the time before, as charts with the tables behind them.
import { start } from '../frame.js';
import { chartDirective } from './chart.js';
import { choiceDirective } from './choice.js';
import { intervalDirective } from './interval.js';
import { period } from './period.js';
import { reports } from './reports.js';

start({
  parts: { period, reports },
  live: ['reports'],
  directives: { chart: chartDirective, choice: choiceDirective, interval: intervalDirective },
});
