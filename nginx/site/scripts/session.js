import { request, get, post, usePageToken } from './api.js';
import { focusById } from './focus.js';
import { fieldForm, focusFirstInvalid } from './form.js';
import { refresh } from './refresh.js';
import { settle } from './settling.js';
import { stores } from './stores.js';

const checkAgainMilliseconds = 3000;
/** Where a second factor is set up. */
const accountPath = '/settings/account';

/** Whether this browser logged in before, or tried elsewhere: asking would only be refused where it never did. */
const memory = {
  get known() { try { return localStorage.getItem('logged-in') === 'yes'; } catch (error) { return true; } },
  set known(yes) { try { localStorage.setItem('logged-in', yes ? 'yes' : 'no'); } catch (error) { /* private mode */ } },
};

/** What somebody may, in the words of `data-needs`. */
function words(user) {
  if (user.secondFactorMissing) return [];
  return [
    ...user.scopes, ...(user.wholeBusiness ? ['whole-business'] : []), ...(user.runsInstallation ? ['installation'] : []),
    ...(user.severalBusinesses ? ['several-businesses'] : []),
  ];
}

/** Who is logged in, and the form for those who are not. */
export function session() {
  window.addEventListener('api:signed-out', () => stores.session.expire());
  window.addEventListener('api:suspended', ({ detail }) => stores.session.shutOut(detail.problem.message));

  /** The first question who is logged in, on its way while the page is still being put together. */
  let asked = memory.known ? get('/api/session') : null;
  if (asked) asked.catch(() => {});

  return {
    state: 'checking',
    user: null,
    notice: '',
    email: '',
    password: '',
    code: '',
    needsCode: false,
    revealed: false,
    form: fieldForm({}),

    get checking() { return this.state === 'checking'; },
    get signedIn() { return this.state === 'in'; },
    get signedOut() { return this.state === 'out'; },
    get busy() { return this.form.busy; },
    get problem() { return this.form.problem; },
    get buttonText() { return this.busy ? 'Logging in…' : 'Log in'; },
    get passwordType() { return this.revealed ? 'text' : 'password'; },
    get revealIcon() { return stores.show.icon(this.revealed ? 'eye-off' : 'eye'); },
    get lacksFactor() { return Boolean(this.user && this.user.secondFactorMissing); },
    get accountLabel() { return this.user ? `Your account, ${this.user.name || this.user.email}` : 'Your account'; },
    get logOutLabel() { return this.user ? `Log out ${this.user.name || this.user.email}` : 'Log out'; },

    /** Whether the person may see or do what needs all of this, as `data-needs` does in a page. */
    may(needs) { return needs.split(' ').every((need) => document.body.dataset.may.split(' ').includes(need)); },

    invalid(name) { return this.form.invalid(name); },
    fieldError(name) { return this.form.error(name); },
    toggleReveal() { this.revealed = !this.revealed; },

    /** Finds out whether a session is open; keeps asking while nobody answers. */
    async check() {
      if (this.signedIn) return;
      if (!memory.known) {
        this.ask('');
        return;
      }
      const question = asked || get('/api/session');
      asked = null;
      try {
        this.enter(await question);
      } catch (problem) {
        if (problem.silent) setTimeout(() => this.check(), checkAgainMilliseconds);
        else if (!this.signedIn) this.ask(problem.code === 'business-suspended' ? problem.message : '');
      }
    },

    async logIn() {
      this.form.values = { email: this.email.trim(), password: this.password, ...(this.needsCode ? { code: this.code } : {}), ...stores.door.said };
      this.form.require({
        email: 'Enter your e-mail address.', password: 'Enter your password.',
        ...(this.needsCode ? { code: 'Enter the code that your app shows.' } : {}),
      });
      const answer = await this.form.submit(() => post('/api/session', this.form.values).catch((problem) => {
        if (problem.code !== 'second-factor-needed') throw problem;
        this.askCode();
      }));
      if (answer) this.enter(answer);
      else focusFirstInvalid();
    },

    /** Has the page ask who is logged in when somebody comes back from signing in elsewhere. */
    expectBack() { memory.known = true; },

    async logOut() {
      try {
        await request('DELETE', '/api/session');
        this.forget();
      } catch (problem) {
        if (problem.status === 401) this.forget();
        else stores.notices.add('error', `Could not log out: ${problem.message}`);
      }
    },

    askCode() {
      this.needsCode = true;
      focusById('login-code');
    },

    expire() {
      if (this.signedIn) this.leave('Your session has ended. Log in to go on where you were.');
    },

    /** The whole business is shut out: what was on the page is for nobody's eyes any more. */
    shutOut(reason) {
      if (this.signedIn) this.leave(reason);
    },

    enter({ user, pageToken }) {
      usePageToken(pageToken);
      this.user = user;
      document.body.dataset.may = words(user).join(' ');
      this.password = '';
      this.code = '';
      this.needsCode = false;
      this.notice = '';
      this.revealed = false;
      memory.known = true;
      if (user.secondFactorMissing && !location.pathname.startsWith(accountPath)) {
        location.assign(accountPath);
        return;
      }
      this.state = 'in';
      if (!user.secondFactorMissing) stores.live.start();
      settle(refresh.now());
    },

    /** A page anew holds nothing of what was shown. */
    forget() {
      memory.known = false;
      location.replace(location.pathname);
    },

    leave(notice) {
      stores.live.stop();
      this.user = null;
      this.ask(notice);
    },

    /** Shows the form, ready to type in. */
    ask(notice) {
      memory.known = false;
      this.notice = notice || stores.elsewhere.takeReason();
      this.state = 'out';
      stores.elsewhere.look();
      stores.door.look();
      focusById(this.email ? 'login-password' : 'login-email');
    },
  };
}
