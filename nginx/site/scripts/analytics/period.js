import { focusById } from '../focus.js';
import * as format from '../format.js';
import { stores } from '../stores.js';
import { daysBetween, isDay, monthStart, plusDays, rangeText } from './days.js';

const presets = [
  { name: 'today', label: 'Today', range: (today) => [today, today] },
  { name: '7', label: '7 days', range: (today) => [plusDays(today, -6), today] },
  { name: '30', label: '30 days', range: (today) => [plusDays(today, -29), today] },
  { name: '90', label: '90 days', range: (today) => [plusDays(today, -89), today] },
  { name: 'month', label: 'This month', range: (today) => [monthStart(today), today] },
  { name: 'last-month', label: 'Last month', range: (today) => { const end = plusDays(monthStart(today), -1); return [monthStart(end), end]; } },
  { name: 'custom', label: 'Other days' },
];
const daysMax = 366;

/** Which days are looked at, and of what; the address of the page remembers it. */
export function period() {
  const asked = new URLSearchParams(window.location.search);
  const named = (name) => presets.some((preset) => preset.name === name && preset.range);
  const isCustom = isDay(asked.get('from') || '') && isDay(asked.get('to') || '');

  return {
    presets,
    chosen: isCustom ? 'custom' : named(asked.get('days')) ? asked.get('days') : '30',
    from: isCustom ? asked.get('from') : '',
    to: isCustom ? asked.get('to') : '',
    typedFrom: isCustom ? asked.get('from') : '',
    typedTo: isCustom ? asked.get('to') : '',
    problem: '',
    comparing: asked.get('compare') !== 'no',
    dealership: asked.get('dealership') || '',
    provider: asked.get('dealership') ? '' : asked.get('provider') || '',
    knownDealerships: [],
    knownProviders: [],
    /** As the server has it, which knows the business's zone. */
    today: '',

    get isCustom() { return this.chosen === 'custom'; },
    get isWrong() { return this.problem !== ''; },
    isChosen(name) { return this.chosen === name; },
    get known() { return this.from !== '' && this.today !== ''; },
    get description() {
      if (!this.known) return 'How your messages did.';
      const before = this.comparing ? `, beside the ${format.plural(daysBetween(this.from, this.to), 'day')} before` : '';
      return `${rangeText(this.from, this.to)}${before}.`;
    },

    /** A name that the address asks for stays a choice, also where nothing is known of it. */
    get dealerships() { return withChosen(this.knownDealerships, this.dealership); },
    get providers() { return withChosen(this.knownProviders, this.provider); },

    /** What is asked of every report. */
    get query() {
      return { from: this.from, to: this.to, compare: this.comparing ? 'yes' : '', dealership: this.dealership, provider: this.provider };
    },

    /** Learns which day it is; the days of a preset move on at midnight. */
    know(today) {
      this.today = today;
      const preset = presets.find((one) => one.name === this.chosen);
      if (preset.range) [this.from, this.to] = preset.range(today);
    },

    choose(name) {
      this.chosen = name;
      this.problem = '';
      if (name === 'custom') {
        this.typedFrom = this.from;
        this.typedTo = this.to;
        focusById('period-from');
        return;
      }
      this.know(this.today);
      this.changed();
    },

    apply() {
      this.problem = this.wrong();
      if (this.problem) return;
      this.from = this.typedFrom;
      this.to = this.typedTo;
      this.changed();
    },
    wrong() {
      if (!isDay(this.typedFrom) || !isDay(this.typedTo)) return 'Enter both days.';
      if (this.typedFrom > this.typedTo) return 'The first day comes after the last one.';
      if (daysBetween(this.typedFrom, this.typedTo) > daysMax) return `At most ${daysMax} days can be looked at together.`;
      return '';
    },

    compare(event) {
      this.comparing = event.target.checked;
      this.changed();
    },

    /** To a dealership or a provider: figures of both together are not kept. */
    narrow(what, event) {
      this.dealership = '';
      this.provider = '';
      this[what] = event.target.value;
      this.changed();
    },

    changed() {
      const { from, to, dealership, provider } = this;
      const kept = { ...(this.isCustom ? { from, to } : { days: this.chosen }), ...(this.comparing ? {} : { compare: 'no' }), dealership, provider };
      const set = new URLSearchParams(Object.entries(kept).filter(([, value]) => value));
      window.history.replaceState(null, '', `${window.location.pathname}?${set}`);
      stores.reports.loadAll();
    },
  };
}

function withChosen(known, chosen) {
  return !chosen || known.includes(chosen) ? known : [chosen, ...known];
}
