import { refresh } from './refresh.js';
import { stores } from './stores.js';

/** Whether anybody answers. While nobody does, the banner shows and live.js keeps asking. */
export function server() {
  window.addEventListener('api:answered', () => stores.server.answered());
  window.addEventListener('api:silent', (event) => stores.server.silent(event.detail));
  // An open stream does not notice that the network is gone; asking does.
  for (const change of ['online', 'offline']) window.addEventListener(change, () => stores.server.retryNow());

  return {
    down: false,
    trying: false,
    title: '',
    detail: '',

    answered() {
      if (this.down) stores.notices.say('The server answers again.');
      this.down = false;
    },

    silent(problem) {
      const offline = navigator.onLine === false;
      this.title = offline ? 'You are offline.' : problem.status === 503 ? 'The server is busy recovering.' : 'The server is not answering.';
      this.detail = 'Nothing you typed is lost; trying again every few seconds.';
      this.down = true;
    },

    async retryNow() {
      this.trying = true;
      if (stores.session.signedIn) await refresh.now();
      else await stores.session.check();
      this.trying = false;
    },
  };
}
