/** Why a number is not written to: in a word for the list, in a sentence beside the empty field. */
const reasons = {
  opted_out: ['Opted out', 'This customer asked for no more messages, so nothing can be sent. They can text START to take that back.'],
  dead_number: ['Dead number', 'This number receives no messages, so nothing can be sent.'],
  wrong_number: ['Wrong number', 'This number belongs to somebody else, so nothing can be sent.'],
  complained: ['Complained', 'This customer complained about messages, so nothing can be sent.'],
  operator: ['On your list', 'Somebody of your business put this number on the list of numbers that are not written to.'],
  provider_code: ['Refused', 'The provider refuses this number, so nothing can be sent.'],
};

const unknown = ['Not written to', 'This number is on the list of numbers that are not written to.'];
const reason = (customer) => {
  const [first] = (customer && customer.suppressions) || [];
  return first ? reasons[first] || unknown : ['', ''];
};

export const silenceWord = (customer) => reason(customer)[0];
export const silenceSentence = (customer) => reason(customer)[1];
