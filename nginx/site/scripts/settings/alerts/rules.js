import { get, post, request } from '../../api.js';
import { focusOnceShown } from '../../focus.js';
import { seldom } from '../../seldom.js';
import { stores } from '../../stores.js';
import { titleOf } from './kinds.js';

const leastMilliseconds = 60000;
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  .map((name, index) => ({ name, number: index + 1, letter: name.slice(0, 2) }));

const number = (name, label) => ({ name, label, isInput: true, type: 'text', mode: 'numeric', size: 'short' });
const code = { name: 'errorCode', label: 'Code', isInput: true, type: 'text', mode: 'text', size: 'medium' };
const clock = (name, label) => ({ name, label, isInput: true, type: 'time', mode: 'text', size: 'clock' });

/** Each kind of rule as a sentence, whose numbers can be changed where they stand. */
const sentences = {
  failureRate: ['More than', number('threshold', 'Percent'), '% of messages fail within', number('windowMinutes', 'Minutes'), 'minutes, once there are', number('least', 'Messages at least'), 'of them.'],
  errorCode: ['Error', code, 'comes', number('threshold', 'Times'), 'times or more within', number('windowMinutes', 'Minutes'), 'minutes.'],
  silence: ['No transaction arrives for', number('threshold', 'Minutes'), 'minutes, on', { name: 'days', label: 'Days', isDays: true }, 'from', clock('opens', 'From'), 'to', clock('closes', 'To')],
  queueAge: ['A message that is due waits longer than', number('threshold', 'Minutes'), 'minutes.'],
  budgetShare: [number('threshold', 'Percent'), '% of the month’s budget is used.'],
  lowRating: ['A customer gives', number('threshold', 'Stars'), 'stars or fewer.'],
  providerPaused: ['A provider does not accept your account any more.'],
  providerFailing: ['A provider fails most calls and gets no messages for the moment.'],
  callbackPathBroken: ['A provider’s delivery reports do not reach you.'],
  reportNotSent: ['A report that should have gone out by mail has not.'],
  targetDisabled: ['Somebody who should be told could not be reached for five days.'],
};
const kinds = [
  { kind: 'failureRate', label: 'Too many messages fail' },
  { kind: 'errorCode', label: 'A particular error' },
  { kind: 'silence', label: 'No transactions arrive' },
  { kind: 'queueAge', label: 'Messages wait too long' },
  { kind: 'budgetShare', label: 'The budget is running out' },
];
const beginnings = {
  failureRate: { threshold: 20, windowMinutes: 60, least: 20 },
  errorCode: { threshold: 3, windowMinutes: 60, errorCode: '' },
  silence: { threshold: 120, days: [1, 2, 3, 4, 5], opens: '09:00', closes: '18:00' },
  queueAge: { threshold: 30 },
  budgetShare: { threshold: 100 },
};
/** What a rule may have; each kind's sentence says which of it counts. */
const names = ['threshold', 'windowMinutes', 'least', 'errorCode', 'days', 'opens', 'closes', 'enabled', 'targets'];

let drafts = 0;

/** A rule as the page holds it: what is saved, what is typed, and the pieces of its sentence. */
function row(rule) {
  const key = rule.id ? `rule-${rule.id}` : `draft-${drafts += 1}`;
  const values = {};
  for (const name of names) values[name] = rule[name] === null || rule[name] === undefined ? '' : rule[name];
  const pieces = (sentences[rule.kind] || [rule.title]).map((piece, index) => {
    const text = typeof piece === 'string';
    return { text: text ? piece : '', isInput: false, isDays: false, ...(text ? {} : piece), form: text ? '' : 'held', key: index, id: `${key}-${index}` };
  });
  return {
    key, pieces, id: rule.id, kind: rule.kind, title: rule.title || titleOf(rule.kind), hasLostTargets: rule.hasLostTargets === true, measured: rule.measured !== false, switchId: `${key}-on`, errorId: `${key}-error`,
    values, saved: JSON.stringify(values), refused: [], problem: '', busy: false,
  };
}

/** What the business wants to be told of. */
export function alertRules() {
  return {
    loaded: false,
    problem: '',
    list: [],
    kinds,
    days,

    get loading() { return !this.loaded && !this.problem; },

    load: seldom(leastMilliseconds, () => stores.alertRules.ask()),

    /** What somebody is typing stays as it is. */
    async ask() {
      try {
        const { rules } = await get('/api/alert-rules');
        const open = new Map(this.list.filter((rule) => this.isOpen(rule)).map((rule) => [rule.key, rule]));
        const rows = rules.map((rule) => open.get(`rule-${rule.id}`) || row(rule));
        this.list = [...rows, ...this.list.filter((rule) => !rule.id)];
        this.loaded = true;
        this.problem = '';
      } catch (problem) {
        this.problem = this.loaded ? '' : problem.message;
      }
    },

    get(rule, name) { return rule.values[name]; },
    type(rule, name, event) { rule.values[name] = event.target.value; },
    invalid(rule, name) { return rule.refused.includes(name); },
    hasDay(rule, day) { return String(rule.values.days.includes(day.number)); },
    toggleDay(rule, day) {
      const now = rule.values.days;
      rule.values.days = now.includes(day.number) ? now.filter((one) => one !== day.number) : [...now, day.number].sort();
    },
    // Whom a rule is told to: those who are ticked, or else everybody who wants to know of its kind.

    get tellable() {
      return stores.targets.list.map((one) => ({ id: one.id, name: one.name, note: one.enabled ? '' : '(off)' }));
    },
    isTold(rule, one) { return rule.values.targets !== '' && rule.values.targets.includes(one.id); },
    tellTo(rule, one) {
      const now = rule.values.targets || [];
      const known = this.tellable.map(({ id }) => id);
      const next = this.isTold(rule, one) ? now.filter((id) => id !== one.id) : [...now, one.id];
      const left = next.filter((id) => known.includes(id));
      rule.values.targets = left.length ? left.sort() : '';
    },
    toldId(rule, one) { return `${rule.key}-to-${one.id}`; },
    toldText(rule) {
      const names = this.tellable.filter((one) => this.isTold(rule, one)).map((one) => one.name);
      return names.length ? `Told to ${names.join(', ')}` : 'Told to everybody';
    },
    toldLabel(rule) { return `Who is told of “${rule.title}”`; },
    /** The rules that are told to one target and to no other. */
    onlyTo(id) { return this.list.filter((rule) => rule.id && rule.values.targets !== '' && rule.values.targets.every((one) => one === id) && rule.values.targets.length); },

    isOpen(rule) { return !rule.id || JSON.stringify(rule.values) !== rule.saved; },
    look(rule) { return { off: !rule.values.enabled }; },
    canRemove(rule) { return rule.measured; },
    removeLabel(rule) { return `Remove the rule “${rule.title}”`; },

    /** A switch is saved at once; a rule that is not saved yet only keeps it. */
    async turn(rule) {
      rule.values.enabled = !rule.values.enabled;
      if (rule.id) await this.save(rule);
    },

    add(event) {
      const kind = event.target.value;
      event.target.value = '';
      if (!kind) return;
      const made = row({ kind, measured: true, enabled: true, ...beginnings[kind] });
      this.list = [...this.list, made];
      focusOnceShown(() => document.querySelector(`[id^="${made.key}-"].short, [id^="${made.key}-"].medium`));
    },

    undo(rule) {
      if (!rule.id) this.list = this.list.filter((one) => one.key !== rule.key);
      else Object.assign(rule, { values: JSON.parse(rule.saved), refused: [], problem: '' });
    },

    async save(rule) {
      rule.busy = true;
      const body = {};
      for (const name of ['enabled', 'targets', ...rule.pieces.map((piece) => piece.name)]) {
        if (name && rule.values[name] !== '') body[name] = rule.values[name];
      }
      try {
        const saved = await (rule.id ? request('PUT', `/api/alert-rules/${rule.id}`, { body }) : post('/api/alert-rules', { ...body, kind: rule.kind }));
        const at = this.list.findIndex((one) => one.key === rule.key);
        this.list.splice(at, 1, row(saved));
        stores.notices.say('The rule is saved.');
        await stores.alerts.ask();
      } catch (problem) {
        rule.refused = problem.errors.map(({ field }) => field);
        rule.problem = problem.errors.length ? problem.errors.map(({ message }) => this.plain(rule, message)).join(' ') : problem.message;
      }
      rule.busy = false;
    },

    /** The server's words, with the field as this page calls it. */
    plain(rule, message) {
      const piece = rule.pieces.find((one) => one.name && message.startsWith(`${one.name} `));
      return piece ? `${piece.label}${message.slice(piece.name.length)}` : message;
    },

    async remove(rule) {
      if (rule.id) {
        const yes = await stores.confirm.ask({ title: 'Remove this rule?', text: `“${rule.title}”: you will not be told of it any more.`, action: 'Remove' });
        if (!yes) return;
        try {
          await request('DELETE', `/api/alert-rules/${rule.id}`);
        } catch (problem) {
          stores.notices.add('error', problem.message);
          return;
        }
      }
      this.list = this.list.filter((one) => one.key !== rule.key);
      if (rule.id) await stores.alerts.ask();
    },
  };
}
