import { stores } from '../../stores.js';
import { languages, written } from './snippets.js';

const ownBody = {
  transactionId: 'RO-10482', customerPhone: '(415) 517-2054', customerName: 'Maria Lopez', dealershipName: 'Sunrise Motors', amount: '412.50',
  transactionCompletedAt: '2026-11-20T16:45:00Z',
};

/** The request in the reader's own language, with the real address and the CRM's own fields. */
export function code() {
  return {
    language: 'curl',

    get languages() { return languages; },
    isChosen(one) { return this.language === one.name; },
    choose(one) { this.language = one.name; },
    get label() { return `Code in ${languages.find(({ name }) => name === this.language).label}`; },
    get text() {
      const { sources, mapping } = stores;
      const url = sources.url || `${window.location.origin}/webhook/in/${sources.form.values.name.trim() || 'your-crm'}`;
      const key = sources.key || 'YOUR_KEY';
      return written(this.language, { url, key, posted: sources.isOwn ? { json: ownBody } : posted(mapping) });
    },
    get hint() {
      return stores.sources.isOwn || !stores.mapping.noSample ? '' : 'Paste a sample above, and its own fields stand here.';
    },
  };
}

function posted({ sample, result }) {
  if (!result) return { json: { your: 'fields' } };
  if (result.kind === 'form') return { form: result.leaves.map(({ path, value }) => [path.replace(/^\["(.*)"\]$/, '$1'), value]) };
  try {
    return { json: JSON.parse(sample) };
  } catch (error) {
    return { json: { your: 'fields' } };
  }
}
