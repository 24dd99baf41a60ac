import { refresh } from './refresh.js';
import { stores } from './stores.js';

/**
 * Whether everybody answers. While somebody does not, the banner shows and live.js keeps asking. One
 * function's answer says nothing about another: the silence ends where it began, or with a whole refresh.
 */
export function server() {
  window.addEventListener('api:answered', (event) => stores.server.answered(event.detail.path));
  window.addEventListener('api:silent', (event) => stores.server.silent(event.detail));
  // An open stream does not notice that the network is gone; asking does.
  for (const change of ['online', 'offline']) window.addEventListener(change, () => stores.server.retryNow());

  return {
    down: false,
    trying: false,
    title: '',
    detail: '',

    /** How often anybody has been silent, ever. */
    silences: 0,
    silentFunction: '',

    answered(path) {
      if (functionOf(path) === this.silentFunction) this.back();
    },

    back() {
      if (this.down) stores.notices.say('The server answers again.');
      this.down = false;
      this.silentFunction = '';
    },

    silent({ path, problem }) {
      this.silences += 1;
      this.silentFunction = functionOf(path);
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

/** `/api/messages` for `/api/messages/…` and `/api/messages?…`. */
function functionOf(path) {
  return path.split(/[/?]/, 3).join('/');
}
