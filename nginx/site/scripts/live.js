import { refresh } from './refresh.js';
import { stores } from './stores.js';

const pollMilliseconds = 5000;
/** Even a stream that is open is checked now and then: a sleeping laptop's may be dead unnoticed. */
const trustMilliseconds = 60000;
const reopenMilliseconds = [1000, 2000, 5000, 10000, 20000];

const modes = {
  live: { label: 'Live', icon: 'live', tone: 'success', explanation: 'Changes appear the moment they happen.' },
  connecting: { label: 'Connecting', icon: 'queued', tone: 'neutral', explanation: 'Opening the live stream.' },
  polling: { label: 'Polling', icon: 'polling', tone: 'warning', explanation: 'The live stream is away; asking every 5 seconds instead.' },
  asking: { label: 'Up to date', icon: 'live', tone: 'success', explanation: 'Asking every 5 seconds.' },
  offline: { label: 'Offline', icon: 'offline', tone: 'error', explanation: 'The server is not answering; trying again every few seconds.' },
};

/** News of changes: server-sent events, and polling for as long as those are away. */
export function live() {
  let source = null;
  let ticker = null;
  let reopening = null;
  let failures = 0;
  let heard = 0;

  function open() {
    close();
    source = new EventSource('/api/events');
    source.onopen = () => {
      failures = 0;
      heard = Date.now();
      stores.live.stream = 'open';
      refresh.now(); // what happened while no stream was open
    };
    source.onmessage = (event) => {
      heard = Date.now();
      refresh.changed(read(event.data));
    };
    source.onerror = () => {
      stores.live.stream = 'away';
      // The browser reopens a broken stream by itself, but gives up on one that was refused.
      if (source && source.readyState === EventSource.CLOSED) reopenLater();
    };
  }

  function close() {
    clearTimeout(reopening);
    if (source) source.close();
    source = null;
  }

  function reopenLater() {
    close();
    reopening = setTimeout(open, reopenMilliseconds[Math.min(failures, reopenMilliseconds.length - 1)]);
    failures += 1;
  }

  function tick() {
    const { mode } = stores.live;
    if (document.hidden) return;
    if (mode === 'live' && Date.now() - heard < trustMilliseconds) return;
    heard = Date.now();
    refresh.now();
  }

  document.addEventListener('visibilitychange', () => {
    if (ticker && !document.hidden) refresh.now();
  });

  return {
    /** 'opening', 'open', 'away', or 'unwanted' where nobody may listen. */
    stream: 'opening',

    get mode() {
      if (stores.server.down) return 'offline';
      return { opening: 'connecting', open: 'live', away: 'polling', unwanted: 'asking' }[this.stream];
    },
    get label() { return modes[this.mode].label; },
    get icon() { return stores.show.icon(modes[this.mode].icon); },
    get tone() { return modes[this.mode].tone; },
    get explanation() { return modes[this.mode].explanation; },

    start() {
      this.stop();
      // Events are those of a whole business.
      if (stores.session.may('whole-business')) open();
      else this.stream = 'unwanted';
      ticker = setInterval(tick, pollMilliseconds);
    },

    stop() {
      close();
      clearInterval(ticker);
      ticker = null;
      this.stream = 'opening';
    },
  };
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return { more: true };
  }
}
