import { get } from '../../api.js';
import { stores } from '../../stores.js';

/** Why each provider's share changed, looked up when somebody wants to know. */
export function history() {
  return {
    lines: {},
    problems: {},

    toggle(event, one) {
      if (event.target.open) this.look(one.name);
    },
    async look(name) {
      try {
        const { changes } = await get(`/api/providers/${name}/history?limit=50`);
        this.lines = { ...this.lines, [name]: changes };
        this.problems = { ...this.problems, [name]: '' };
      } catch (problem) {
        this.problems = { ...this.problems, [name]: problem.message };
      }
    },
    of(one) { return this.lines[one.name] || []; },
    isEmpty(one) { return Boolean(this.lines[one.name]) && this.lines[one.name].length === 0; },
    problem(one) { return this.problems[one.name] || ''; },
    sentence: (line) => `${line.change}${line.by ? ` by ${line.by}` : ''}: ${line.reason}`,
    at: (line) => stores.show.clockTime(line.at),
  };
}
