import { get, post, request } from '../../api.js';
import { ago, count, deliveredShare, money, none } from '../../format.js';
import { stores } from '../../stores.js';

/** The providers, with how each does and what can be done about it. */
export function providers() {
  return {
    list: [],
    nameEnding: '',
    loaded: false,
    problem: '',
    busy: '',

    get waiting() { return !this.loaded && !this.problem; },

    async load() {
      try {
        const answer = await get('/api/providers');
        Object.assign(this, { list: answer.providers, nameEnding: answer.nameEnding || '', loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },

    // One provider, as a person reads it

    state(one) {
      if (one.paused) return { tone: 'warning', icon: 'parked', text: 'Paused' };
      if (!one.enabled) return { tone: 'neutral', icon: 'cancelled', text: 'Switched off' };
      if (one.breaker.state === 'open') return { tone: 'error', icon: 'failed', text: 'Failing, left alone' };
      if (one.breaker.state === 'half_open') return { tone: 'warning', icon: 'retry', text: `Coming back, ${one.breaker.share} %` };
      return { tone: 'success', icon: 'sent', text: 'In use' };
    },
    stateIcon(one) { return stores.show.icon(this.state(one).icon); },
    stateTone(one) { return this.state(one).tone; },
    stateText(one) { return this.state(one).text; },

    pauseText(one) {
      if (!one.paused) return '';
      const who = one.paused.by ? `by ${one.paused.by}` : 'by itself, after trouble';
      return `Paused ${ago(one.paused.since, stores.show.now)} ${who}: ${one.paused.reason}`;
    },
    kindText(one) {
      const whose = one.origin === 'settings' ? 'from the installation’s settings' : one.everybodys ? 'for every business' : 'yours';
      return `${one.kind}, ${whose}`;
    },
    figures(one) {
      const { samples, medianSeconds } = one.health;
      const price = one.pricePerSegment ? `${money(one.pricePerSegment, one.currency)} a segment` : 'Price unknown';
      return [
        { label: 'Delivered', value: deliveredShare(one.health), hint: samples ? `of ${count(samples)} in the last half hour` : 'nothing in the last half hour' },
        { label: 'Half arrive within', value: medianSeconds === null ? none : `${medianSeconds} s`, hint: 'from our call to their report' },
        { label: 'Share now', value: `${one.paused || !one.enabled ? 0 : one.breaker.share} %`, hint: 'of what it may take' },
        { label: 'Cost', value: one.pricePerSegment ? money(one.pricePerSegment, one.currency) : none, hint: price },
      ];
    },
    limits(one) {
      const words = [`Priority ${one.priority}`, one.channel === 'sms' ? 'SMS' : 'WhatsApp'];
      words.push(one.countries ? `only ${one.countries.join(', ')}` : 'all countries');
      if (one.dealerships) words.push(`${one.dealerships.length} dealerships`);
      if (one.segmentsPerSecond) words.push(`${one.segmentsPerSecond} segments a second`);
      if (one.senders.length) words.push(`from ${one.senders.map((sender) => sender.address).join(', ')}`);
      return words;
    },
    facts(one) {
      const plain = Object.entries(one.settings).map(([label, value]) => ({ label, value }));
      const secret = Object.entries(one.secrets).map(([label, value]) => ({ label, value: `${value} (secret)` }));
      return [...plain, ...secret];
    },
    callbacks: (one) => [
      { what: 'Delivery reports', url: one.callbacks.status, label: `Copy the address for delivery reports of ${one.name}` },
      { what: 'Customers’ answers', url: one.callbacks.inbound, label: `Copy the address for customers’ answers at ${one.name}` },
    ],
    isOwn: (one) => one.origin === 'configured' && !one.everybodys,
    /** What every business uses is stopped by the one that runs the installation. */
    isOurs: (one) => !one.everybodys || stores.session.may('installation'),
    canPause(one) { return !one.paused && this.isOurs(one); },
    canResume(one) { return Boolean(one.paused) && this.isOurs(one); },
    isBusy(one) { return this.busy === one.name; },
    headingId: (one) => `provider-${one.name}`,

    // What can be done about it

    async pause(one) {
      const sure = await stores.confirm.ask({
        title: `Pause ${one.name}?`, action: 'Pause it',
        text: 'No message leaves through it until you resume it. Messages wait, or go through another provider.',
      });
      if (sure) await this.change(one, () => post(`/api/providers/${one.name}/pause`), `${one.name} is paused.`);
    },
    resume(one) { return this.change(one, () => post(`/api/providers/${one.name}/resume`), `${one.name} goes on.`); },
    async remove(one) {
      const sure = await stores.confirm.ask({
        title: `Remove ${one.name}?`, action: 'Remove it',
        text: 'Its settings and secrets are deleted. What went through it stays on record.',
      });
      if (sure) await this.change(one, () => request('DELETE', `/api/providers/${one.name}`), `${one.name} is removed.`);
    },
    async change(one, send, done) {
      this.busy = one.name;
      try {
        await send();
        stores.notices.add('success', done);
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = '';
      await this.load();
    },
  };
}
