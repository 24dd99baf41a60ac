import { get, request } from '../../api.js';
import { ago, plural } from '../../format.js';
import { stores } from '../../stores.js';

/** The keys there are, and what each may do. */
export function keys() {
  return {
    list: [],
    scopes: [],
    ratePerMinute: null,
    loaded: false,
    problem: '',

    get waiting() { return !this.loaded && !this.problem; },
    get valid() { return this.list.filter((key) => key.valid); },
    get ended() { return this.list.filter((key) => !key.valid); },
    get isEmpty() { return this.loaded && this.valid.length === 0; },
    get together() { return `All keys of your business together may make ${plural(this.ratePerMinute, 'request')} a minute.`; },
    get endedTitle() { return `Ended keys (${this.ended.length})`; },

    async load() {
      try {
        const answer = await get('/api/keys');
        Object.assign(this, { list: answer.keys, scopes: answer.scopes, ratePerMinute: answer.ratePerMinute, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },

    // One key, as a person reads it

    begin: (key) => `${key.prefix}…`,
    about(scope) {
      const known = this.scopes.find((one) => one.scope === scope);
      return known ? known.about : scope;
    },
    used(key) {
      if (!key.lastUsedAt) return 'Never used';
      return `Last used ${ago(key.lastUsedAt, stores.show.now)}, ${plural(key.useCount, 'request')} in all`;
    },
    life(key) {
      const made = `Made ${stores.show.clockTime(key.createdAt)}${key.createdBy ? ` by ${key.createdBy}` : ''}`;
      if (key.revokedAt) return `${made}, ended ${stores.show.clockTime(key.revokedAt)}`;
      if (!key.expiresAt) return `${made}, does not end by itself`;
      return `${made}, ${key.valid ? 'ends' : 'ended'} ${stores.show.clockTime(key.expiresAt)}`;
    },
    limits(key) {
      const former = this.list.find((one) => one.id === key.replaces);
      const next = this.list.find((one) => one.replaces === key.id && one.valid);
      return [
        key.signs && `Signs what it posts, to addresses that end in ?signed=${key.id}`,
        key.networks.length > 0 && `Only from ${key.networks.join(', ')}`,
        key.ratePerMinute && `At most ${plural(key.ratePerMinute, 'request')} a minute`,
        former && `Replaces ${this.begin(former)}`,
        next && `Replaced by ${this.begin(next)}`,
      ].filter(Boolean).join('. ');
    },
    changeLabel: (key) => `Change the key ${key.name}`,
    replaceLabel: (key) => `Replace the key ${key.name}`,
    endLabel: (key) => `End the key ${key.name}`,

    async end(key) {
      const sure = await stores.confirm.ask({
        title: `End “${key.name}”?`,
        text: `Whatever uses this key is refused within seconds. ${this.used(key)}. This cannot be undone.`,
        action: 'End the key',
      });
      if (!sure) return;
      try {
        await request('DELETE', `/api/keys/${key.id}`);
        stores.notices.add('success', `The key “${key.name}” has ended.`);
        await this.load();
      } catch (problem) {
        stores.notices.add('error', `The key was not ended: ${problem.message}`);
      }
    },
  };
}
