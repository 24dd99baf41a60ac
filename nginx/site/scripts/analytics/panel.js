import { get, query } from '../api.js';
import { stores } from '../stores.js';

/**
 * One report of the page: asks for it, and turns its rows into a view. `asks` are parameters of its
 * own; `takes` says which of the page's filters it knows, `needs` what somebody must hold to see it.
 */
export function panel({ id, report, blank, view, takes = ['dealership', 'provider'], asks = () => ({}), emptyText = 'Nothing happened in this time.', ...more }) {
  let turn = 0;
  return {
    id,
    takes,
    emptyText,
    loaded: false,
    busy: false,
    problem: '',
    isBare: true,
    view: blank,
    ...more,

    get loading() { return !this.loaded; },
    get drawable() { return this.loaded && !this.isBare; },
    get empty() { return this.loaded && this.isBare && !this.problem; },

    get parameters() {
      const { from, to, compare, dealership, provider } = stores.period.query;
      return {
        from, to, compare,
        dealership: takes.includes('dealership') ? dealership : '',
        provider: takes.includes('provider') ? provider : '',
        ...asks(this),
      };
    },
    get exportAddress() { return `/api/analytics/${report}.csv${query({ ...this.parameters, bom: 'yes' })}`; },

    async load() {
      const mine = ++turn;
      this.busy = true;
      try {
        const answer = await get(`/api/analytics/${report}${query(this.parameters)}`);
        if (mine !== turn) return null;
        this.view = view(answer, this);
        this.isBare = !this.view.any;
        this.problem = '';
        this.loaded = true;
        return answer;
      } catch (problem) {
        if (mine === turn && !problem.silent) {
          this.problem = problem.errors && problem.errors.length ? problem.errors.map((error) => error.message).join(' ') : problem.message;
          this.isBare = true;
          this.loaded = true;
        }
        return null;
      } finally {
        if (mine === turn) this.busy = false;
      }
    },
  };
}
