import { get } from '../api.js';
import { stores } from '../stores.js';
import { charts } from './charts.js';
import { plusDays } from './days.js';
import { costKinds, costs, dealerships, errors, funnel, hours, providers, summary } from './tables.js';

/** Live news come many times a second; figures of weeks may be half a minute old. */
const freshMilliseconds = 30000;

/** All reports of the page, brought up to date together. */
export function reports() {
  let loadedAt = -Infinity;

  return {
    summary: summary(),
    charts: charts(),
    hours: hours(),
    dealerships: dealerships(),
    providers: providers(),
    errors: errors(),
    costs: costs(),
    funnel: funnel(),
    costKinds,

    get all() { return [this.summary, ...this.charts, this.hours, this.dealerships, this.providers, this.errors, this.costs, this.funnel]; },
    /** Nothing at all, and no filter that hid it. */
    get nothing() {
      const { view, loaded, problem } = this.summary;
      const { dealership, provider } = stores.period;
      return loaded && !problem && !dealership && !provider && view.total === 0 && this.charts[4].empty;
    },

    async load(ids) {
      if (ids && Date.now() - loadedAt < freshMilliseconds) return;
      try {
        // The business's day, which the browser may be ahead of or behind.
        const { to } = await get('/api/analytics/answers?compare=no');
        stores.period.know(to);
      } catch (problem) {
        if (problem.silent || problem.status === 401) return;
        this.summary.problem = problem.message;
        this.summary.loaded = true;
        return;
      }
      await this.loadAll();
    },

    async loadAll() {
      loadedAt = Date.now();
      await Promise.all(this.all.filter(({ needs }) => !needs || stores.session.may(needs)).map((one) => one.load()));
      if (this.dealerships.view.names) stores.period.knownDealerships = this.dealerships.view.names;
      if (this.providers.view.names) stores.period.knownProviders = this.providers.view.names;
    },

    showAll(name) {
      this[name].showingAll = true;
      this[name].load();
    },

    isCostsBy(name) { return this.costs.by === name; },
    costsBy(name) {
      this.costs.by = name;
      this.costs.load();
    },

    /** The days, or the Mondays, of a time. */
    binsOf(from, to, grain) {
      const bins = [];
      let day = grain === 'week' ? plusDays(from, -((new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7)) : from;
      while (day <= to) {
        bins.push(day);
        day = plusDays(day, grain === 'week' ? 7 : 1);
      }
      return bins;
    },
  };
}
