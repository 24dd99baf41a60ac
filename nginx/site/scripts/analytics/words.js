// Figures of the summary and names of countries, as people read them.
import * as format from '../format.js';
import { change, unitText } from './units.js';

let regions = null;
try {
  regions = new Intl.DisplayNames(undefined, { type: 'region' });
} catch (error) { /* Firefox before 86 and Safari before 14.1 have none: the letters do. */ }

const directionWords = { up: 'Up by', down: 'Down by', same: '' };

function figure(name, label, row, before, good) {
  const { text, tone, direction } = before ? change(row.value, row.before, row.unit, good) : { text: '', tone: 'neutral', direction: 'same' };
  const earlier = row.before === null || row.before === undefined ? 'nothing' : unitText(row.before, row.unit);
  return {
    name, label, value: unitText(row.value, row.unit), change: text, tone, word: directionWords[direction], icon: `/icons.svg#${direction}`,
    before: before ? `before: ${earlier}` : '',
  };
}

/** One figure for each currency. */
function costs(rows, before) {
  if (!rows.length) return [figure('cost', 'Cost', { value: null, before: null, unit: 'messages' }, null)];
  return rows.map((row) => figure(`cost-${row.unit}`, rows.length > 1 ? `Cost in ${row.unit}` : 'Cost', { ...row, value: row.value === null ? '0' : row.value, before: row.before === null ? '0' : row.before }, before));
}

const names = [['sent', 'Sent'], ['deliveryRate', 'Delivery rate'], ['failed', 'Failed'], ['p50Time', 'Half arrive within'], ['replies', 'Replies'], ['optOuts', 'Opt-outs'], ['cost', 'Cost']];

export const show = {
  figure,
  costs,
  /** What stands there until the figures come, so that nothing jumps. */
  blankFigures: () => names.map(([name, label]) => ({ name, label, value: format.none, change: '', tone: 'neutral', word: '', icon: '/icons.svg#same', before: '\u00a0' })),
  country(letters) {
    try {
      return letters && regions ? regions.of(letters) : letters;
    } catch (error) {
      return letters;
    }
  },
};
