import { get, post } from '../../api.js';
import { fieldForm, focusFirstInvalid } from '../../form.js';
import { stores } from '../../stores.js';

const lookMilliseconds = 1500;
const final = ['delivered', 'undelivered', 'failed', 'cancelled', 'expired', 'suppressed'];

/** The dialog that tries one provider out, and stays to say what became of the message. */
export function trial() {
  return {
    shown: false,
    provider: '',
    sent: null,
    record: null,
    form: fieldForm({ phone: '', message: '' }),

    get visible() { return this.shown && stores.session.signedIn; },
    get title() { return `Send a test through ${this.provider}`; },
    get buttonText() { return this.form.busy ? 'Sending…' : this.sent ? 'Send another' : 'Send'; },
    get status() { return this.record ? this.record.status : 'queued'; },
    get isRefused() { return Boolean(this.record && this.record.errorCode); },
    get errorText() { return this.isRefused ? `${this.record.errorCode}: ${this.record.errorMessage} ${this.record.errorAdvice || ''}` : ''; },

    open(one) {
      Object.assign(this, { shown: true, provider: one.name, sent: null, record: null });
      this.form.clear();
    },
    close() {
      this.shown = false;
      this.sent = null;
    },

    async send() {
      this.form.require({ phone: 'Enter the phone number to send to.' });
      const { phone, message } = this.form.values;
      const body = { phone, provider: this.provider, ...(message.trim() ? { message } : {}) };
      const answer = await this.form.submit(() => post('/api/test-sms', body));
      if (!answer) return focusFirstInvalid();
      Object.assign(this, { sent: answer.messageId, record: null });
      return this.follow(answer.messageId);
    },

    /** Asks what became of it while the dialog is open. */
    async follow(id) {
      if (!this.shown || this.sent !== id) return;
      try {
        this.record = (await get(`/api/messages/${id}`)).record;
      } catch (problem) {
        // The next look may be luckier.
      }
      if (!final.includes(this.status)) setTimeout(() => this.follow(id), lookMilliseconds);
    },
  };
}
