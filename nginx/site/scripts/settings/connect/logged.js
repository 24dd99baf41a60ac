import { get, post } from '../../api.js';
import { focusById } from '../../focus.js';
import { stores } from '../../stores.js';

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    return text;
  }
}

/** One request of the log with all that is kept of it, and the button that sends it again. */
export function logged() {
  return {
    shown: false,
    line: null,
    problem: '',
    busy: false,
    again: null,

    get visible() { return this.shown && stores.session.signedIn; },
    get title() { return this.line ? stores.requests.what(this.line) : 'Request'; },
    get body() { return this.line && this.line.body !== undefined ? pretty(this.line.body) : ''; },
    get answer() { return this.line && this.line.answer !== undefined ? pretty(this.line.answer) : ''; },
    get isCut() { return Boolean(this.line && this.line.body && !this.line.replayable); },
    get cannotReplay() { return this.busy || !this.line || !this.line.replayable; },
    get buttonText() { return this.busy ? 'Sending…' : 'Send it again'; },
    get facts() {
      if (!this.line) return [];
      const { at, method, path, query, caller, contentType, bytes, requestId } = this.line;
      return [
        { label: 'When', value: stores.show.exact(at) }, { label: 'Asked', value: `${method} ${path}${query ? `?${query}` : ''}` },
        { label: 'By', value: caller || 'nobody we know' }, { label: 'Type', value: contentType || 'not said' },
        { label: 'Size', value: `${bytes} bytes` }, { label: 'Answered', value: `${this.line.status} in ${stores.requests.took(this.line)}` },
        { label: 'Request id', value: requestId },
      ];
    },
    get againTone() { return this.again && this.again.status < 400 ? (this.again.answer && this.again.answer.duplicate ? 'info' : 'success') : 'error'; },
    get againText() {
      if (!this.again) return '';
      const { status, answer } = this.again;
      const words = answer && (answer.detail || answer.message);
      return `Sent again, answered ${status}${words ? `: ${words}` : '.'}`;
    },

    async open(line) {
      Object.assign(this, { shown: true, line, problem: '', again: null });
      try {
        this.line = await get(`/api/webhook-requests/${line.id}`);
      } catch (problem) {
        this.problem = problem.message;
      }
    },
    close() { this.shown = false; },

    async replay() {
      this.busy = true;
      this.again = null;
      try {
        this.again = await post(`/api/webhook-requests/${this.line.id}/replay`);
        setTimeout(() => stores.requests.load(), 1500);
      } catch (problem) {
        this.problem = problem.message;
      }
      this.busy = false;
    },
    useAsSample() {
      stores.mapping.sample = this.line.body;
      stores.mapping.soon();
      this.close();
      focusById('sample');
    },
    get maySample() { return Boolean(this.line && this.line.body) && stores.sources.isMapped; },
  };
}
