// Alerts: what stands, who is told, of what, and how that went.
import { start } from '../../frame.js';
import { alerts } from './alerts.js';
import { targets } from './targets.js';
import { alertRules } from './rules.js';
import { deliveries } from './deliveries.js';

start({
  parts: { alerts, targets, alertRules, deliveries },
  live: ['alerts', 'targets', 'alertRules', 'deliveries'],
});
