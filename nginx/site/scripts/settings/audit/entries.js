import { plural } from '../../format.js';
import { pagedList } from '../../paged-list.js';
import { changesOf } from './changes.js';
import { actorNamed, sentence } from './words.js';

function row(one) {
  const { did, icon, tone, object } = sentence(one);
  const changes = changesOf(one);
  return {
    id: one.number,
    at: one.at,
    who: actorNamed(one.actor),
    did,
    object,
    icon: `/icons.svg#${icon}`,
    tone,
    place: one.address ? ` · from ${one.address}` : '',
    changes,
    hasChanges: changes.length > 0,
    summary: one.before && one.after ? `${plural(changes.length, 'change')}: before and after` : 'Details',
  };
}

function problemText({ status, message }) {
  return status === 403 ? 'Owners and administrators see who changed what. Ask one of them.' : message;
}

export const entries = pagedList({ name: 'audit', limit: 50, row, problemText });
