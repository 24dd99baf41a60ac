import { get, post, query } from '../../api.js';
import { clockTime, count, plural } from '../../format.js';
import { stores } from '../../stores.js';

const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const size = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
const said = (number) => (number === 1 ? '1 reply or comment' : `${count(number)} replies and comments`);
const day = (iso) => date.format(new Date(iso));

/** The files that removed texts and replies lie in, and bringing back what is in one. */
export function archives() {
  return {
    list: [],
    cursor: null,
    loaded: false,
    busy: false,
    problem: '',

    get waiting() { return !this.loaded && !this.problem; },
    get isEmpty() { return this.loaded && this.list.length === 0; },
    get hasMore() { return this.cursor !== null; },

    async load() {
      try {
        const answer = await get('/api/archives');
        Object.assign(this, { list: answer.archives, cursor: answer.nextCursor, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.message;
      }
    },
    async more() {
      this.busy = true;
      try {
        const answer = await get(`/api/archives${query({ cursor: this.cursor })}`);
        this.list = [...this.list, ...answer.archives];
        this.cursor = answer.nextCursor;
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
      this.busy = false;
    },

    // One archive, as a person reads it

    title: (one) => (one.kind === 'messages' ? plural(one.records, 'text') : said(one.records)),
    span: (one) => (day(one.firstAt) === day(one.lastAt) ? `Of ${day(one.firstAt)}` : `From ${day(one.firstAt)} to ${day(one.lastAt)}`),
    about: (one) => `Removed ${clockTime(one.madeAt, stores.show.now)}, ${size.format(Math.max(1, one.bytes / 1000))}`,
    isUnderWay: ({ restoration }) => Boolean(restoration) && restoration.endedAt === null,
    restoreLabel(one) { return `Bring back ${this.title(one)}, ${this.span(one)}`; },
    state(one) {
      const { restoration } = one;
      if (!restoration) return '';
      if (this.isUnderWay(one)) return 'Being brought back…';
      if (restoration.problem) return `Not brought back: ${restoration.problem}`;
      const lost = restoration.unreadable ? `; ${plural(restoration.unreadable, 'record')} of people who were erased` : '';
      return `${plural(restoration.restored, 'record')} brought back ${clockTime(restoration.endedAt, stores.show.now)}${lost}.`;
    },

    async restore(one) {
      const sure = await stores.confirm.ask({
        title: `Bring back ${this.title(one)}?`,
        text: `${this.span(one)}. They stay for 30 days, and go again then.`,
        action: 'Bring back',
      });
      if (!sure) return;
      try {
        const wanted = await post(`/api/archives/${one.id}/restoration`, {});
        this.list = this.list.map((other) => (other.id === wanted.id ? wanted : other));
        stores.notices.add('success', 'It is being brought back; this takes a minute or so.');
      } catch (problem) {
        if (problem.code !== 'confirmation-needed') stores.notices.add('error', `It was not brought back: ${problem.message}`);
      }
    },
  };
}
