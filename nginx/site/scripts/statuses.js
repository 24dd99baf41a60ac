/** How each delivery status is shown: word, icon, and tone (never the tone alone). */
export const statuses = {
  scheduled: { label: 'Scheduled', icon: 'scheduled', tone: 'neutral' },
  queued: { label: 'Queued', icon: 'queued', tone: 'primary' },
  sending: { label: 'Sending', icon: 'send', tone: 'primary' },
  sent: { label: 'Sent', icon: 'sent', tone: 'primary' },
  delivered: { label: 'Delivered', icon: 'delivered', tone: 'success' },
  undelivered: { label: 'Not delivered', icon: 'undelivered', tone: 'error' },
  failed: { label: 'Failed', icon: 'failed', tone: 'error' },
  cancelled: { label: 'Cancelled', icon: 'cancelled', tone: 'neutral' },
  unknown: { label: 'Checking', icon: 'unknown', tone: 'warning' },
  expired: { label: 'Expired', icon: 'scheduled', tone: 'warning' },
  suppressed: { label: 'Suppressed', icon: 'cancelled', tone: 'neutral' },
};

export function statusNamed(name) {
  return statuses[name] || { label: name || 'Unknown', icon: 'unknown', tone: 'neutral' };
}

/** The choices above the log, each with the statuses it stands for. */
export const filters = [
  { name: 'all', label: 'All', icon: '/icons.svg#all', statuses: [] },
  { name: 'waiting', label: 'Waiting', icon: '/icons.svg#scheduled', statuses: ['scheduled'] },
  { name: 'moving', label: 'On the way', icon: '/icons.svg#send', statuses: ['queued', 'sending', 'sent', 'unknown'] },
  { name: 'delivered', label: 'Delivered', icon: '/icons.svg#delivered', statuses: ['delivered'] },
  { name: 'failed', label: 'Failed', icon: '/icons.svg#failed', statuses: ['failed', 'undelivered'] },
  { name: 'cancelled', label: 'Not sent', icon: '/icons.svg#cancelled', statuses: ['cancelled', 'expired', 'suppressed'] },
];
