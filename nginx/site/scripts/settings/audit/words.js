import { plural } from '../../format.js';

/** The kinds of things: for the menu, within a sentence, and how they look. */
const kinds = {
  account: { name: 'Credit with the host', noun: 'the account in', icon: 'table' },
  alert: { name: 'Alerts that were seen', noun: 'the alert', icon: 'bell' },
  'alert-rule': { name: 'Rules of alerts', noun: 'the rule of alerts', icon: 'bell' },
  'alert-rule-target': { name: 'Who is told of alerts', noun: 'somebody to be told by the rule of alerts', icon: 'bell' },
  'alert-target': { name: 'Ways to be alerted', noun: 'the way to be alerted', icon: 'bell' },
  branding: { name: 'Look of the business', noun: 'how the business looks', icon: 'star', isAlone: true },
  budget: { name: 'Budget', noun: 'the budget', icon: 'table', isAlone: true },
  business: { name: 'The business', noun: 'the business', icon: 'star' },
  conversation: { name: 'Answers to customers', noun: 'a customer', icon: 'conversation' },
  customer: { name: 'Customers’ data', noun: 'the data of', icon: 'person' },
  dealership: { name: 'Dealerships', noun: 'the dealership', icon: 'table' },
  invitation: { name: 'Invitations', noun: 'the invitation of', icon: 'people' },
  invoice: { name: 'Invoices', noun: 'the invoice', icon: 'table' },
  key: { name: 'Keys', noun: 'the key', icon: 'eye' },
  list: { name: 'Downloads', noun: 'the list', icon: 'download' },
  login: { name: 'Logging in and out', noun: '', icon: 'person' },
  logo: { name: 'Logo', noun: 'the logo', icon: 'star', isAlone: true },
  message: { name: 'Messages', noun: 'a message', icon: 'send' },
  'opt-out': { name: 'Opt-outs', noun: 'the opt-out of', icon: 'cancelled' },
  password: { name: 'Forgotten passwords', noun: 'the password of', icon: 'person' },
  person: { name: 'People', noun: 'the person', icon: 'people' },
  'platform-owner': { name: 'Who owns the platform', noun: 'the owner of the platform', icon: 'people' },
  prices: { name: 'Prices', noun: 'prices of', icon: 'table' },
  provider: { name: 'Providers', noun: 'the provider', icon: 'send' },
  'quiet-hours': { name: 'Quiet hours', noun: 'the quiet hours', icon: 'scheduled' },
  'recovery-code': { name: 'Recovery codes', noun: 'a recovery code of', icon: 'person' },
  report: { name: 'Reports by mail', noun: 'the report that goes out every', icon: 'report' },
  request: { name: 'Requests sent again', noun: 'the request of the CRM', icon: 'code' },
  archive: { name: 'Archives', noun: 'the archive', icon: 'inbox' },
  retention: { name: 'What is kept', noun: 'for how long is kept:', icon: 'inbox' },
  'review-platform': { name: 'Review links', noun: 'the review link', icon: 'star' },
  sender: { name: 'Numbers of ours', noun: 'our number', icon: 'send' },
  settings: { name: 'Settings', noun: 'the settings', icon: 'settings', isAlone: true },
  'sign-in': { name: 'Signing in elsewhere', noun: 'where people sign in:', icon: 'person' },
  source: { name: 'Connected CRMs', noun: 'the fields of the CRM', icon: 'code' },
  text: { name: 'Texts', noun: 'the text', icon: 'text' },
};

const tones = { added: 'success', changed: 'primary', removed: 'error', ended: 'error', failed: 'warning', dropped: 'error', released: 'warning', paused: 'warning', suspended: 'warning', exported: 'warning', copied: 'warning', erased: 'error', evidenced: 'warning' };

/** What was done, where the kind of thing and the verb do not make the sentence. */
const deeds = {
  'account.credited': () => 'added a payment to the account in',
  'alert.acknowledged': () => 'saw to the alert',
  'archive.restored': () => 'brought back the archive',
  'business.exported': () => 'downloaded everything of the business',
  'business.resumed': () => 'let the business go on:',
  'conversation.answered': () => 'answered a customer with the message',
  'customer.copied': () => 'downloaded everything that is known of',
  'customer.erased': () => 'erased the customer',
  'customer.evidenced': () => 'downloaded evidence of what was sent to',
  'invitation.accepted': () => 'accepted the invitation of',
  'invitation.added': () => 'invited',
  'invitation.ended': () => 'took back the invitation of',
  'key.added': () => 'made the key',
  'key.ended': () => 'ended the key',
  'list.exported': () => 'downloaded the list of',
  'login.ended': () => 'logged out',
  'login.ended-elsewhere': ({ actor, object }) => (actor === object ? 'ended other sessions of their own' : 'logged out everywhere'),
  'login.failed': () => 'failed to log in as',
  'login.succeeded': () => 'logged in',
  'message.approved': ({ count }) => `let ${plural(count, 'held message')} go`,
  'message.cancelled': () => 'cancelled the message of the transaction',
  'message.dropped': ({ count }) => `withdrew ${plural(count, 'held message')}`,
  'message.retried': ({ count }) => `sent ${plural(count, 'failed message')} again`,
  'message.retry-cancelled': () => 'stopped sending failed messages again',
  'message.tested': () => 'sent a test message',
  'opt-out.added': () => 'put on the list of opt-outs',
  'opt-out.imported': ({ count }) => `put ${plural(count, 'number')} of a file on the list of opt-outs`,
  'opt-out.released': () => 'released from the list of opt-outs',
  'password.forgotten': () => 'asked for a new password for',
  'password.reset': () => 'chose a new password by the link of a mail',
  'provider.paused': () => 'paused the provider',
  'provider.resumed': () => 'let the provider go on',
  'recovery-code.made': () => 'made new recovery codes',
  'recovery-code.used': () => 'logged in with a recovery code of',
  'request.replayed': () => 'sent again the request of the CRM with the number',
  'text.added': () => 'wrote the text',
};

/** Whose name says it all. */
const own = ['login.ended', 'login.succeeded', 'password.reset', 'recovery-code.made'];
const titled = (word) => word[0].toUpperCase() + word.slice(1);

export const kindNamed = (kind) => (kinds[kind] ? kinds[kind].name : titled(kind.replace(/-/g, ' ')));

/** Who did something; programs are known by their keys. */
export function actorNamed(actor) {
  if (!actor) return 'The system';
  if (actor === 'nobody') return 'Somebody';
  if (actor === 'administrator of the host') return 'The administrator of the host';
  return actor.startsWith('key ') ? `The key “${actor.slice(4)}”` : actor;
}

/** What an entry says after who did it. */
export function sentence(one) {
  const [kind, verb] = one.action.split('.');
  const { noun = kind, icon = 'dot', isAlone = false } = kinds[kind] || {};
  const deed = deeds[one.action];
  const { count = 1 } = one.after || {};
  const isMany = kind === 'message' && count > 1;
  const isOwn = own.includes(one.action) && one.actor === one.object;
  const name = kind === 'list' ? one.object.replace(/-/g, ' ') : one.object;
  return {
    did: deed ? deed({ ...one, count }) : `${verb} ${noun}`,
    object: isOwn || isMany || isAlone || (one.action === 'login.ended-elsewhere' && one.actor === one.object) ? '' : name,
    icon,
    tone: tones[verb] || 'neutral',
  };
}
