/** Why a number is not written to: as a word, as a choice of who adds one, and how it looks. */
export const reasons = [
  { name: 'opted_out', word: 'Opted out', choice: 'Wants no more texts', icon: 'cancelled', tone: 'error' },
  { name: 'complained', word: 'Complained', choice: 'Complained about texts', icon: 'alert', tone: 'error' },
  { name: 'wrong_number', word: 'Wrong number', choice: 'Belongs to somebody else', icon: 'unknown', tone: 'warning' },
  { name: 'dead_number', word: 'Dead number', choice: 'Receives no messages', icon: 'offline', tone: 'warning' },
  { name: 'operator', word: 'On your list', choice: 'Another reason of ours', icon: 'eye-off', tone: 'neutral' },
  { name: 'provider_code', word: 'Refused by the provider', choice: '', icon: 'failed', tone: 'warning' },
];

/** What a person can say about a number; what providers say is theirs. */
export const choices = reasons.filter((one) => one.choice);

export const reasonNamed = (name) => reasons.find((one) => one.name === name) || { name, word: 'Not written to', icon: 'cancelled', tone: 'neutral' };

/** Where an entry came from, as a sentence. */
export function sourceOf({ source, addedBy, note }) {
  switch (source) {
    case 'keyword': return note ? `The customer texted “${note}”` : 'The customer texted it';
    case 'code': return note ? `The provider reported it (${note})` : 'The provider reported it';
    case 'page': return addedBy === 'customer' ? 'The customer stopped it on their page' : `Added by ${addedBy}`;
    case 'import': return `From a file, by ${addedBy}`;
    case 'api': return `From a program: ${addedBy}`;
    default: return `Added by ${addedBy}`;
  }
}

/** Whether the note is a part of that sentence. */
export const noteIsTold = ({ source }) => source === 'keyword' || source === 'code';
