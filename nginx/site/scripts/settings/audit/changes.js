import { count, exactTime } from '../../format.js';

/** What the columns are called that do not say it themselves. */
const labels = {
  archived_at: 'Taken out of use', dealership_id: 'Dealership', default_customer: 'Name of an unnamed customer',
  default_dealership: 'Name of an unnamed dealership', disabled_at: 'Shut out since', delay_hours: 'Hours until the text', every: 'How often',
  google_review_url: 'Google review link', key_hash: 'Key', kind: 'Kind', limit_micros: 'Budget for a month', low_rating: 'Counts as low up to',
  password_hash: 'Password', paper: 'Paper size', priority: 'Order', provider_confirms_opt_out: 'The provider confirms STOP',
  quiet_hours: 'Quiet hours', released_at: 'Released', revoked_at: 'Ended', secret_hints: 'Secrets', shadow: 'Rehearsal', short_links: 'Short links', smart_encoding: 'Look-alike letters replaced',
  target_id: 'Told to', to_all: 'Told to everybody', totp_secret: 'Second factor', trustpilot_url: 'Trustpilot link', url: 'Address',
  valid_from: 'From', valid_to: 'Until', window_minutes: 'Minutes looked at', least: 'Only from so many messages', sealed: 'Secret', secrets: 'Secrets',
};

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function labelOf(field) {
  if (labels[field]) return labels[field];
  const text = field.replace(/_(at|micros)$/, '').replace(/_url$/, '_link').replace(/_/g, ' ');
  return text[0].toUpperCase() + text.slice(1);
}

/** A value as people read it: every column knows only its own kind. */
function told(field, value) {
  if (value === null || value === undefined || value === '') return 'Nothing';
  if (value === true) return 'Yes';
  if (value === false) return 'No';
  if (value === '(hidden)') return 'A secret, which is not written down';
  if (typeof value === 'number') return field.endsWith('_micros') ? String(value / 1000000) : count(value);
  if (typeof value === 'string') return moment.test(value) ? exactTime(value) : value;
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ') || 'None';
  return JSON.stringify(value, null, 1);
}

/** The fields of an entry, each before and after. */
export function changesOf({ before, after }) {
  const [was, is] = [before || {}, after || {}];
  const isChange = Boolean(before && after);
  return Object.keys({ ...was, ...is })
    // What is added with a secret says no more than that there is one.
    .filter((field) => isChange || (was[field] || is[field]) !== '(hidden)')
    .sort((one, other) => labelOf(one).localeCompare(labelOf(other)))
    .map((field) => {
      const isSecret = was[field] === '(hidden)' && is[field] === '(hidden)';
      return {
        field,
        label: labelOf(field),
        hasBefore: Boolean(before) && !isSecret,
        hasAfter: Boolean(after),
        afterWord: isChange ? 'After' : '',
        before: told(field, was[field]),
        after: isSecret ? 'Another one; secrets are not written down' : told(field, is[field]),
      };
    });
}
