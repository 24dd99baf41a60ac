// Message templates as far as a preview needs them; the functions have the last word.

/** The variables there are, each with a usual value. */
export const samples = {
  customer_name: 'Ada Lovelace',
  dealership_name: 'Sunrise Motors',
  sales_rep_name: 'Sam Rivera',
  amount: '249.00',
  transaction_id: 'T-1001',
  review_url: 'https://g.page/r/example',
  feedback_url: 'https://example.com/feedback',
};

const variable = /\{([^{}|]*)(?:\|([^{}]*))?\}/g;
/** The innermost part that needs a value: what stands in it has no such part itself. */
const part = /\{#if ([^{}]*)\}((?:(?!\{#if )[\s\S])*?)\{\/if\}/;

/** The names in braces that are no variable, in the order of the text. */
export function unknownVariables(text) {
  const names = [...text.matchAll(variable)].map((match) => match[1].replace(/^#if /, ''));
  return [...new Set(names.filter((name) => name !== '/if' && !(name in samples)))];
}

/** What to say about them, or nothing. */
export function unknownVariablesText(text) {
  const unknown = unknownVariables(text).map((name) => `{${name}}`);
  return unknown.length ? `There is no variable ${unknown.join(', ')}.` : '';
}

/** The text with its variables replaced: by `values`, else by the fallback after the bar. */
export function rendered(text, values) {
  const match = part.exec(text);
  if (match) {
    const kept = values[match[1]] ? match[2] : '';
    return rendered(text.slice(0, match.index) + kept + text.slice(match.index + match[0].length), values);
  }
  return text.replace(variable, (whole, name, fallback = '') => (name in samples ? values[name] || fallback : whole));
}
