import { post } from './api.js';
import { plural } from './format.js';
import { sizeNote } from './segments.js';
import { stores } from './stores.js';

const quietMilliseconds = 250;

/**
 * What a text that is being written will be, as the server counts it: `body()` says what to ask, or null
 * for nothing; until the answer is there, `guess()` is counted here.
 */
export function textCount({ body, guess }) {
  let waiting = null;
  let asked = 0;

  return {
    answer: null,

    get text() { return this.answer ? this.answer.body : guess(); },
    get note() { return sizeNote(this.text); },
    get size() {
      if (!this.answer) return this.note.text;
      const { body: text, segments, encoding } = this.answer;
      return `${plural([...text].length, 'character')} · ${plural(segments, 'segment')} · ${encoding}`;
    },
    get tone() { return this.note.tone; },
    get hint() { return this.text ? this.note.hint : ''; },
    get cost() { return this.answer && this.answer.estimatedCost ? `About ${stores.show.price(this.answer.estimatedCost)}` : ''; },
    get replaced() {
      const list = (this.answer && this.answer.replaced) || [];
      return list.length ? `Replaced to save segments: ${list.map(({ from, to }) => `${from} → ${to}`).join(', ')}` : '';
    },

    /** Counts anew once the typing pauses. */
    later() {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.ask(), quietMilliseconds);
      this.answer = null;
    },

    async ask() {
      const turn = ++asked;
      const question = body();
      if (!question) return;
      try {
        const answer = await post('/api/preview', question);
        if (turn === asked) this.answer = answer;
      } catch (problem) {
        if (turn === asked) this.answer = null; // counted here; the field says what is wrong
      }
    },
  };
}
