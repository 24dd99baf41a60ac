/**
 * A part's `load(ids)` for what does not follow every message: it works when anything may have
 * changed, else at most once in so many milliseconds.
 */
export function seldom(milliseconds, work) {
  let last = 0;
  return (ids) => {
    if (ids && Date.now() - last < milliseconds) return undefined;
    last = Date.now();
    return work();
  };
}
