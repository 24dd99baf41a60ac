// The kinds of what is kept, in the words of the page.
import { count, plural } from '../../format.js';

const years = [['365', '1 year'], ['730', '2 years'], ['2555', '7 years']];
const months = [['30', '30 days'], ['90', '90 days'], ['180', '180 days']];
const options = (pairs) => pairs.map(([value, label]) => ({ value, label }));
const own = ['own', 'Another number of days'];
const long = options([['forever', 'For as long as this system runs'], ...months, ...years, own]);

export const kinds = [
  {
    name: 'messages',
    title: 'Texts and names',
    options: long,
    help: 'What you sent to customers, with their names and those of your sales people.',
    stays: 'What became of each text stays: when it went, whether it arrived, what it cost, which version of your text it was. So does the phone number: opt-outs and the limit of texts per customer go by it. A text that still waits is never touched.',
    counted: (number) => `${plural(number, 'text')} with ${number === 1 ? 'its name' : 'their names'}`,
  },
  {
    name: 'replies',
    title: 'What customers wrote',
    options: long,
    help: 'Their replies, and the words of their ratings.',
    stays: 'Stars and opt-outs stay. A reply that may be a wish to be left alone stays until you have marked it handled.',
    counted: (number) => (number === 1 ? '1 reply or comment' : `${count(number)} replies and comments`),
  },
  {
    name: 'requests',
    title: 'Requests of your CRM',
    options: options([['7', '7 days'], ['14', '14 days'], ['30', '30 days'], ['90', '90 days'], own]),
    help: 'What your CRM posted and was answered, to find out what went wrong. It holds names and numbers too.',
    stays: 'Never more than the newest 20,000 are kept, and never keys and passwords.',
    counted: (number) => plural(number, 'request'),
  },
];
