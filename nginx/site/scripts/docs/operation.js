import { pageHeaders } from '../api.js';
import { duration } from '../format.js';
import { stores } from '../stores.js';
import { example, rows } from './schema.js';

const bodyMax = 200000;

/** One route: how it is described, and the form that tries it. */
export function operation(method, path, described) {
  const { operationId: id, parameters = [], requestBody, responses } = described;
  const [mediaType, content] = Object.entries((requestBody || {}).content || {})[0] || [];
  const shape = content && content.schema && content.schema.type ? content.schema : null;
  const json = mediaType === 'application/json';

  return {
    id, method: method.toUpperCase(), path, open: false, busy: false,
    summary: described.summary, note: described.description ? described.description.replace(/`/g, '') : '',
    anyone: Array.isArray(described.security) && described.security.length === 0,
    methodClass: method, panelId: `${id}-panel`, bodyId: `${id}-body`,
    parameters: parameters.map((one) => ({ ...one, id: `${id}-${one.in}-${one.name}`, value: '', about: one.description || '', mark: one.required ? '(required)' : '', where: one.in })),
    body: requestBody ? (json ? JSON.stringify(shape ? example(shape) : {}, null, 2) : '') : '',
    hasBody: Boolean(requestBody), mediaType, requestRows: rows(shape),
    answers: Object.entries(responses).map(([status, answer]) => {
      const inner = Object.values(answer.content || {})[0];
      return { status, about: answer.description, rows: status === 'default' ? [] : rows(inner && inner.schema) };
    }),
    answer: null,

    get key() { return id; },
    get headline() { return `${this.method} ${path}`; },
    get buttonText() { return this.busy ? 'Sending…' : 'Send the request'; },
    toggle(event) { this.open = event.target.open; },
    type(parameter, event) { parameter.value = event.target.value; },
    write(event) { this.body = event.target.value; },

    get url() {
      const query = new URLSearchParams();
      let filled = path;
      for (const { name, where, value } of this.parameters) {
        if (where === 'path') filled = filled.replace(`{${name}}`, encodeURIComponent(value) || `{${name}}`);
        else if (where === 'query' && value) query.set(name, value);
      }
      const text = query.toString();
      return filled + (text ? `?${text}` : '');
    },
    get headers() {
      const typed = this.parameters.filter(({ where, value }) => where === 'header' && value).map(({ name, value }) => [name, value]);
      return [...typed, ...(this.hasBody && this.body ? [['content-type', mediaType]] : [])];
    },
    get curl() {
      const quote = (text) => `'${text.replace(/'/g, `'\\''`)}'`;
      const parts = [`curl -X ${this.method} ${quote(window.location.origin + this.url)}`];
      if (!this.anyone) parts.push(`-H 'x-api-key: ${stores.access.usesKey ? '…' : 'YOUR_KEY'}'`);
      parts.push(...this.headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`));
      if (this.hasBody && this.body) parts.push(`-d ${quote(this.body)}`);
      return parts.join(' \\\n  ');
    },
    get missing() { return this.parameters.filter(({ where, value }) => where === 'path' && !value).map(({ name }) => name); },

    async send() {
      if (this.missing.length) {
        this.answer = { tone: 'error', text: `Fill in ${this.missing.join(' and ')} first.`, body: '' };
        return;
      }
      if (method === 'delete' && !await stores.confirm.ask({ title: 'Really delete?', text: `${this.headline} is sent to this system, and what it says happens.`, action: 'Send it' })) return;
      this.busy = true;
      const { usesKey, key } = stores.access;
      const started = performance.now();
      try {
        const response = await fetch(this.url, {
          method: this.method, cache: 'no-store', credentials: usesKey ? 'omit' : 'same-origin',
          headers: Object.fromEntries([...this.headers, ...(usesKey ? [['x-api-key', key.trim()]] : Object.entries(pageHeaders(this.method)))]),
          body: this.hasBody && this.body ? this.body : undefined,
        });
        const text = await response.text();
        this.answer = {
          tone: response.ok ? 'success' : 'error', body: pretty(text),
          text: `${response.status} ${response.statusText} in ${duration(Math.round(performance.now() - started))}`,
        };
      } catch (error) {
        this.answer = { tone: 'error', text: 'The server did not answer.', body: '' };
      }
      this.busy = false;
    },
  };
}

function pretty(text) {
  const short = text.length > bodyMax ? `${text.slice(0, bodyMax)}\n… and ${text.length - bodyMax} more characters` : text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, bodyMax);
  } catch (error) {
    return short;
  }
}
