import { get } from '../api.js';
import { ago, count, deliveredShare, duration, exactTime, none, plural } from '../format.js';
import { seldom } from '../seldom.js';
import { stores } from '../stores.js';

const leastMilliseconds = 5000;
const units = ['B', 'KB', 'MB', 'GB', 'TB'];
const icon = (name) => `/icons.svg#${name}`;
const good = { tone: 'success', icon: icon('delivered') };
const bad = { tone: 'error', icon: icon('failed') };
const odd = { tone: 'warning', icon: icon('alert') };
const idle = { tone: 'neutral', icon: icon('same') };

/** Where a report gets lost on its way, in plain words. */
const stations = {
  dns: 'Your address has no entry in the domain name system.',
  connection: 'Your address cannot be reached from here.',
  tls: 'The certificate of your address is not accepted.',
  gateway: 'The gateway does not pass reports on.',
  function: 'The program that takes reports does not answer.',
  signature: 'Reports come, and their signatures are wrong.',
  matching: 'Reports come for messages that are not known here.',
  provider: 'The way here is open; the provider sends no reports.',
};

function bytes(number) {
  let [value, unit] = [number, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value.toFixed(value < 10 && unit > 1 ? 1 : 0)} ${units[unit]}`;
}

function span(seconds) {
  if (seconds < 60) return plural(seconds, 'second');
  if (seconds < 7200) return plural(Math.round(seconds / 60), 'minute');
  return plural(Math.round(seconds / 3600), 'hour');
}

function program(one, now) {
  const states = { well: { ...good, label: 'Running' }, partly: { ...odd, label: `${one.running} of ${one.processes} run` }, down: { ...bad, label: 'Not running' } };
  return {
    ...one,
    ...states[one.state],
    memory: one.running ? bytes(one.memoryBytes) : none,
    answers: one.kind === 'worker' ? none : count(one.requests),
    failures: one.failures ? ` · ${count(one.failures)} failed` : '',
    mean: one.meanMilliseconds === null || one.kind === 'worker' ? none : duration(one.meanMilliseconds),
    since: one.since ? ago(one.since, now) : none,
    sinceExact: exactTime(one.since),
    release: `No. ${one.release}`,
  };
}

function providerState(one) {
  if (!one.enabled) return { ...idle, state: 'Off', detail: 'Nothing is sent through it.' };
  if (one.paused) return { ...odd, state: 'Paused', detail: one.paused.reason };
  if (one.breaker.state === 'open') return { ...bad, state: 'Failing', detail: 'Most calls to it fail; it is left alone for a moment.' };
  if (one.breaker.share < 100) return { ...odd, state: 'Coming back', detail: `It gets ${one.breaker.share} % of its messages again.` };
  const { samples } = one.health;
  return { ...good, state: 'Ready', detail: samples ? `In the last half hour it delivered ${deliveredShare(one.health)} of ${plural(samples, 'message')}.` : 'Nothing went through it in the last half hour.' };
}

function reports(path) {
  if (!path) return { way: 'No reports yet', wayTone: 'neutral', wayIcon: icon('same') };
  if (path.state === 'working') return { way: 'Reports arrive', wayTone: 'success', wayIcon: icon('delivered') };
  return { way: 'Reports do not arrive', wayTone: 'error', wayIcon: icon('failed'), detail: stations[path.hop] || path.detail };
}

/** Every part of the installation. */
export function system() {
  return {
    loaded: false,
    problem: '',
    state: null,
    accounts: [],

    get loading() { return !this.loaded && !this.problem; },

    load: seldom(leastMilliseconds, () => stores.system.ask()),

    async ask() {
      try {
        const [state, { providers }] = await Promise.all([get('/api/system'), get('/api/providers')]);
        Object.assign(this, { state, accounts: providers, loaded: true, problem: '' });
      } catch (problem) {
        // What was seen last stays, and the banner says that the server is gone.
        this.problem = this.loaded && problem.silent ? '' : problem.message;
      }
    },

    get functions() { return this.loaded ? this.state.functions.map((one) => program(one, stores.show.now)) : []; },
    get hasFunctions() { return this.functions.length > 0; },
    get hasNone() { return this.loaded && !this.hasFunctions; },
    get providers() {
      if (!this.loaded) return [];
      return this.accounts.map((one) => ({ name: one.name, kind: one.kind, ...providerState(one), ...reports(this.state.callbackPaths.find((path) => path.provider === one.name)) }));
    },

    get ill() { return this.functions.filter((one) => one.state !== 'well').length + this.providers.filter((one) => one.tone === 'error' || one.wayTone === 'error').length; },
    get verdict() {
      if (this.ill) return { ...bad, text: `${plural(this.ill, 'part')} not well` };
      return { ...good, text: 'Everything runs' };
    },

    get cards() {
      if (!this.loaded) return ['Queue', 'Database', 'Programs', 'Alerts'].map((name) => ({ name, value: none, detail: '', tone: 'neutral', icon: icon('same') }));
      const { database, queue, standingAlerts, undelivered } = this.state;
      const running = this.functions.reduce((sum, one) => sum + one.running, 0);
      const memory = this.functions.reduce((sum, one) => sum + one.memoryBytes, 0);
      const isLate = queue.oldestWaitingSeconds > 900;
      return [
        { name: 'Queue', icon: icon('queued'), tone: isLate ? 'warning' : 'primary', value: count(queue.waiting), detail: queue.waiting ? `The oldest waits ${span(queue.oldestWaitingSeconds)}` : 'Nothing waits to be sent' },
        { name: 'Database', icon: icon('inbox'), tone: 'primary', value: bytes(database.sizeBytes), detail: `Answers in ${duration(database.milliseconds)}. ${database.connections} of ${database.connectionsMax} connections. PostgreSQL ${database.version.split(' ')[0]}` },
        { name: 'Programs', icon: icon('system'), tone: this.ill ? 'error' : 'success', value: count(this.functions.length), detail: `${plural(running, 'process').replace(/processs$/, 'processes')} in ${bytes(memory)} of memory` },
        { name: 'Alerts', icon: icon('bell'), tone: standingAlerts ? 'error' : 'success', value: count(standingAlerts), detail: undelivered ? `${count(undelivered)} still to be told.` : 'Nothing is left to be told.', href: '/settings/alerts', link: 'Alerts' },
      ];
    },
  };
}
