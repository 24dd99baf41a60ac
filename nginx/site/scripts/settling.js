/** How long a page may wait for all of its parts before those that are there are shown. */
const patienceMilliseconds = 1000;

/** Shows the content once `work` is done, so that nothing that comes later moves what is being read. */
export async function settle(work) {
  const content = document.getElementById('content');
  content.setAttribute('aria-busy', 'true');
  await Promise.race([work, new Promise((done) => setTimeout(done, patienceMilliseconds))]);
  content.removeAttribute('aria-busy');
}
