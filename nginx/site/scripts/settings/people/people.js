import { get, request } from '../../api.js';
import { ago } from '../../format.js';
import { stores } from '../../stores.js';

/** Everybody who may log in, and who is invited. */
export function people() {
  return {
    list: [],
    invitations: [],
    demanded: false,
    demanding: false,
    loaded: false,
    problem: '',

    get waiting() { return !this.loaded && !this.problem; },
    get hasInvitations() { return this.invitations.length > 0; },

    async load() {
      try {
        const [{ people: list, secondFactorDemanded: demanded }, { invitations }] = await Promise.all([get('/api/people'), get('/api/invitations')]);
        Object.assign(this, { list, demanded, invitations, loaded: true, problem: '' });
      } catch (problem) {
        if (!problem.silent) this.problem = problem.status === 403 ? 'Owners and administrators look after this. Ask one of them.' : problem.message;
      }
    },

    // One person, as people read it

    look: (one) => (one.disabledAt ? 'shut-out' : ''),
    state(one) { return one.disabledAt ? 'Shut out' : stores.roles.title(one.role); },
    tone: (one) => (one.disabledAt ? 'error' : one.role === 'owner' ? 'primary' : 'neutral'),
    seen(one) {
      const login = one.lastLoginAt ? `Last logged in ${ago(one.lastLoginAt, stores.show.now)}` : 'Has not logged in yet';
      return `${login} · ${one.secondFactor ? 'with a second factor' : 'password alone'}`;
    },
    reach: (one) => (one.dealerships ? `Sees ${one.dealerships.join(', ') || 'no dealership'}` : 'Sees the whole business'),
    canChange: (one) => stores.roles.mayGive(one.role),
    changeLabel: (one) => `Change ${one.name}`,

    // A second factor for everybody

    get demandText() {
      const lacking = this.list.filter((one) => one.hasPassword && !one.secondFactor && !one.disabledAt).length;
      if (!lacking) return 'Everybody with a password has one.';
      return `${lacking === 1 ? 'One person has' : `${lacking} people have`} a password and no second factor.`;
    },
    async demand(event) {
      const demanded = event.target.checked;
      this.demanding = true;
      try {
        await request('PUT', '/api/people/second-factor', { body: { demanded } });
        stores.notices.add('success', demanded ? 'Everybody is asked for a second factor from now on.' : 'A second factor is left to each person.');
      } catch (problem) {
        event.target.checked = this.demanded;
        if (problem.code !== 'confirmation-needed') stores.notices.add('error', problem.message);
      }
      // Not before what moves the switch is there: a click on what moves is lost.
      await this.load();
      this.demanding = false;
    },

    // Invitations

    invited(one) {
      const life = one.expired ? 'The link has ended' : `The link ends ${stores.show.clockTime(one.expiresAt)}`;
      return `${stores.roles.title(one.role)}, invited by ${one.invitedBy} ${ago(one.invitedAt, stores.show.now)}. ${life}.`;
    },
    revokeLabel: (one) => `Take back the invitation of ${one.email}`,
    async revoke(one) {
      const sure = await stores.confirm.ask({ title: 'Take the invitation back?', text: `The link that ${one.email} got opens nothing any more.`, action: 'Take it back' });
      if (!sure) return;
      try {
        await request('DELETE', `/api/invitations/${one.id}`);
        stores.notices.add('success', 'The invitation is taken back.');
        await this.load();
      } catch (problem) {
        stores.notices.add('error', problem.message);
      }
    },
  };
}
