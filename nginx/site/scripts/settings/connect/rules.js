// A mapping as it is edited, and as it is sent. Pure: nothing here reads the page.
import { fields } from './fields.js';

export const emptyRule = () => ({ from: [], join: null, constant: '', fallback: '', steps: [] });

/** A rule for each of our fields, most of them empty. */
export function readRules(written) {
  const rules = {};
  for (const { name } of fields) rules[name] = readRule(written[name]);
  return rules;
}

export function readRule(rule) {
  if (!rule) return emptyRule();
  const from = typeof rule.from === 'string' ? [rule.from] : rule.from || [];
  return {
    from,
    join: rule.join === undefined ? null : rule.join,
    constant: rule.constant || '',
    fallback: rule.default || '',
    steps: (rule.steps || []).map((step) => (typeof step === 'string' ? { do: step } : step)),
  };
}

/** The same rule, whose dates are by the clock of this browser where nothing else is said. */
export function zoned(rule) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { ...rule, steps: rule.steps.map((step) => (step.do === 'date' && !step.zone ? { ...step, zone: timeZone || 'UTC' } : step)) };
}

/** Those rules that say something, as the server takes them. */
export function writtenRules(rules) {
  const written = {};
  for (const [name, rule] of Object.entries(rules)) {
    if (!rule.from.length && !rule.constant.trim()) continue;
    const steps = rule.steps.map((step) => (step.do === 'date' ? step : step.do));
    written[name] = {
      ...(rule.from.length ? { from: rule.from } : { constant: rule.constant }),
      ...(rule.from.length > 1 && rule.join !== null ? { join: rule.join } : {}),
      ...(steps.length ? { steps } : {}),
      ...(rule.fallback.trim() && rule.from.length ? { default: rule.fallback } : {}),
    };
  }
  return written;
}
