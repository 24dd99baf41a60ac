import { get, post, query } from '../../api.js';
import { ago, clockTime, count } from '../../format.js';
import { seldom } from '../../seldom.js';
import { stores } from '../../stores.js';

const pageLength = 100;
const leastMilliseconds = 3000;

const looks = {
  lowRating: { tone: 'warning', icon: 'star' },
  budgetShare: { tone: 'warning', icon: 'analytics' },
  silence: { tone: 'warning', icon: 'offline' },
  queueAge: { tone: 'warning', icon: 'scheduled' },
  reportNotSent: { tone: 'warning', icon: 'report' },
  targetDisabled: { tone: 'warning', icon: 'bell' },
};
/** Subjects that say nothing which the title and the words below it do not. */
const plainSubjects = ['messages', 'transactions', 'queue', 'budget'];
const plainKinds = ['lowRating'];

/** What stands, and what is over. */
export function alerts() {
  return {
    loaded: false,
    problem: '',
    busy: false,
    standing: [],
    past: [],
    hasMore: false,

    get loading() { return !this.loaded && !this.problem; },
    get isCalm() { return this.loaded && this.standing.length === 0; },
    get noPast() { return this.loaded && this.past.length === 0; },

    load: seldom(leastMilliseconds, () => stores.alerts.ask()),

    async ask() {
      try {
        const [now, before] = await Promise.all([get('/api/alerts?state=standing'), get('/api/alerts?state=past')]);
        this.standing = now.alerts;
        // Older pages that were asked for stay.
        const oldest = before.alerts.length ? before.alerts[before.alerts.length - 1].id : 0;
        const older = this.past.filter((alert) => alert.id < oldest);
        if (!older.length) this.hasMore = before.alerts.length === pageLength;
        this.past = [...before.alerts, ...older];
        this.loaded = true;
        this.problem = '';
        stores.attention.take(now);
      } catch (problem) {
        this.problem = this.loaded ? '' : problem.message;
      }
    },

    async more() {
      await this.act(async () => {
        const page = await get(`/api/alerts${query({ state: 'past', before: this.past[this.past.length - 1].id })}`);
        this.past = [...this.past, ...page.alerts];
        this.hasMore = page.alerts.length === pageLength;
      });
    },

    async acknowledge(alert) {
      await this.act(async () => {
        await post(`/api/alerts/${alert.id}/acknowledge`);
        stores.notices.add('success', `“${alert.title}” is noted. You will not hear of it again until it is over and comes back.`);
        document.getElementById('content').focus({ preventScroll: true });
        await this.ask();
      });
    },

    async act(work) {
      this.busy = true;
      try {
        await work();
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = false;
    },

    tone(alert) { return alert.acknowledgedAt ? 'neutral' : (looks[alert.kind] || { tone: 'error' }).tone; },
    icon(alert) { return stores.show.icon((looks[alert.kind] || { icon: 'alert' }).icon); },
    hasSubject(alert) { return !plainSubjects.includes(alert.subject) && !plainKinds.includes(alert.kind); },
    link(alert) { return alert.path && alert.path.startsWith('/') && !alert.path.startsWith('//') && alert.path !== '/settings/alerts' ? alert.path : ''; },
    since(alert) { return `Began ${ago(alert.raisedAt, Math.max(stores.show.now, Date.now()))}${alert.count ? ` · ${count(alert.count)} affected` : ''}`; },
    /** What concerns every business is looked after by the one that runs the installation. */
    canNote: (alert) => !alert.acknowledgedAt && (!alert.everybodys || stores.session.may('installation')),
    seenBy(alert) { return alert.acknowledgedBy ? ` · Seen by ${alert.acknowledgedBy}` : ''; },
    span(alert) {
      const { now } = stores.show;
      return `${clockTime(alert.raisedAt, now)} – ${clockTime(alert.clearedAt, now)}`;
    },
    lookLabel(alert) { return `Look at it: ${alert.title}`; },
    seenLabel(alert) { return `I’ve seen it: ${alert.title}`; },
  };
}
