import { get } from '../api.js';
import { words } from '../format.js';
import { operation } from './operation.js';

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const titles = {
  webhook: 'Reporting transactions', sources: 'CRMs and their fields', keys: 'Keys', messages: 'Messages', retry: 'Trying again', send: 'Sending a test',
  stats: 'Figures', config: 'Settings', 'quiet-hours': 'Quiet hours', 'review-links': 'Review links', parked: 'What waits for a person',
  session: 'Logging in', health: 'Health', 'status-callback': 'Providers’ delivery reports', inbound: 'Providers’ inbound messages',
};
const first = ['webhook', 'messages', 'conversations', 'templates', 'stats'];

/** Every route by its subject, and the search among them. */
export function reference() {
  return {
    groups: [],
    wanted: '',
    loaded: false,
    problem: '',

    get waiting() { return !this.loaded && !this.problem; },
    get shown() {
      const terms = this.wanted.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (one) => terms.every((term) => `${one.headline} ${one.summary}`.toLowerCase().includes(term));
      return this.groups.map((group) => ({ ...group, operations: group.operations.filter(fits) })).filter(({ operations }) => operations.length);
    },
    get isEmpty() { return this.loaded && this.shown.length === 0; },
    get countText() {
      const count = this.shown.reduce((sum, { operations }) => sum + operations.length, 0);
      return `${count} request${count === 1 ? '' : 's'}`;
    },

    async load() {
      if (this.loaded) return;
      try {
        const { paths } = await get('/api/openapi.json');
        this.groups = grouped(paths);
        Object.assign(this, { loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },
  };
}

/** What is tried out belongs to what it tries, whichever function answers. */
const subject = (path, tag) => (tag === 'webhook' && path.startsWith('/api/') ? 'sources' : tag);

function grouped(paths) {
  const groups = new Map();
  for (const [path, described] of Object.entries(paths)) {
    for (const method of methods.filter((name) => described[name])) {
      const tag = subject(path, described[method].tags[0]);
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(method, path, described[method]));
    }
  }
  const place = (tag) => (first.includes(tag) ? first.indexOf(tag) : first.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([tag, operations]) => ({ tag, id: `tag-${tag}`, href: `#tag-${tag}`, title: titles[tag] || words(tag.replace(/-/g, '_')), operations }));
}
