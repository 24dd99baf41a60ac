/**
 * Wraps `work` so that it starts at once, but calls which come while it runs, or sooner than `milliseconds`
 * after it last began, share one later run. The promise settles when the run that includes the call is over.
 */
export function coalesced(work, milliseconds) {
  let began = -Infinity;
  let current = null;
  let following = null;

  const pause = (duration) => new Promise((done) => setTimeout(done, duration));

  async function run() {
    began = Date.now();
    try {
      await work();
    } finally {
      current = null;
    }
  }

  async function runLater() {
    if (current) await current.catch(() => {});
    await pause(Math.max(0, began + milliseconds - Date.now()));
    following = null;
    current = run();
    return current;
  }

  return () => {
    if (following) return following;
    if (!current && Date.now() >= began + milliseconds) {
      current = run();
      return current;
    }
    following = runLater();
    return following;
  };
}
