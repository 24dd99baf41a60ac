import { get, post, query } from '../../api.js';
import { ago, clockTime, duration, plural } from '../../format.js';
import { seldom } from '../../seldom.js';
import { stores } from '../../stores.js';

const leastMilliseconds = 3000;
const states = {
  delivered: { label: 'Told', tone: 'success' },
  waiting: { label: 'On its way', tone: 'primary' },
  retrying: { label: 'Trying again', tone: 'warning' },
  failed: { label: 'Not told', tone: 'error' },
};

/** What was told to whom, with every attempt. */
export function deliveries() {
  const stateOf = (one) => states[one.state === 'waiting' && one.attempts.some((attempt) => attempt.problem) ? 'retrying' : one.state];
  return {
    loaded: false,
    problem: '',
    busy: false,
    target: '',
    list: [],

    get loading() { return !this.loaded && !this.problem; },
    get isEmpty() { return this.loaded && this.list.length === 0; },

    load: seldom(leastMilliseconds, () => stores.deliveries.ask()),

    async ask() {
      try {
        this.list = (await get(`/api/alert-deliveries${query({ target: this.target, limit: '30' })}`)).deliveries;
        this.loaded = true;
        this.problem = '';
      } catch (problem) {
        this.problem = this.loaded ? '' : problem.message;
      }
    },

    choose(event) {
      this.target = event.target.value;
      return this.ask();
    },

    async replay(one) {
      this.busy = true;
      try {
        await post(`/api/alert-deliveries/${one.id}/replay`);
        stores.notices.add('success', `“${one.title}” is told to ${one.targetName} once more.`);
        await this.ask();
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = false;
    },

    state(one) { return stateOf(one).label; },
    tone(one) { return stateOf(one).tone; },
    canReplay(one) { return one.state !== 'waiting'; },
    when(one) { return ago(one.createdAt, Math.max(stores.show.now, Date.now())); },
    next(one) { return one.state === 'waiting' && one.attempts.length ? ` · again ${clockTime(one.nextAttemptAt, stores.show.now)}` : ''; },
    attemptsTitle(one) { return plural(one.attempts.length, 'attempt'); },
    attempt(attempt) {
      return [clockTime(attempt.at, stores.show.now), attempt.status && `status ${attempt.status}`, duration(attempt.milliseconds)].filter(Boolean).join(' · ');
    },
    replayLabel(one) { return `Send again: ${one.title}, to ${one.targetName}`; },
  };
}
