// Requests to our own functions. Every failure is a Problem, whatever caused it.
// The window hears `api:answered`, `api:silent` (nobody there to answer), `api:signed-out` and `api:suspended`, with the path asked.

const answerMilliseconds = 15000;
const silentStatuses = [0, 502, 503, 504];

/** A request that did not succeed: problem+json from a function, or no answer at all (status 0). */
export class Problem extends Error {
  constructor({ status = 0, code = 'unreachable', title, detail, errors }) {
    super(detail || title || 'The server did not answer.');
    this.status = status;
    this.code = code;
    this.errors = Array.isArray(errors) ? errors : [];
  }

  /** Nobody is there: the request may succeed later exactly as it is. */
  get silent() {
    return silentStatuses.includes(this.status);
  }
}

/** What shows a function that it is our page which asks for a change; other sites' pages cannot know it. */
let pageToken = '';

/** Says every change from now on with this token, which came with the session. */
export function usePageToken(token) { pageToken = token; }

/** Asks the person for their password again; answers whether they gave it. */
let prove = async () => false;

/** Says how a person proves who they are when a function wants them to. */
export function proveBy(ask) { prove = ask; }

/** What a request of this method says beside everything else. */
export const pageHeaders = (method) => (method === 'GET' ? {} : { 'x-page-token': pageToken });

/**
 * Sends one request, with a file as it is or anything else as JSON; answers the decoded JSON, or undefined
 * where there is no body. One that its `signal` calls off fails with a Problem of the code 'called-off', of
 * which nobody hears. With `asFile` the answer is a file of any size, which may take its time.
 */
export async function request(method, path, { body, headers = {}, signal, asFile = false } = {}) {
  const abort = new AbortController();
  if (signal) signal.addEventListener('abort', () => abort.abort());
  const timer = asFile ? 0 : setTimeout(() => abort.abort(), answerMilliseconds);
  const isFile = body instanceof Blob;
  try {
    const response = await fetch(path, {
      method,
      headers: {
        accept: asFile ? '*/*' : 'application/json',
        ...(body && !isFile ? { 'content-type': 'application/json' } : {}),
        ...pageHeaders(method),
        ...headers,
      },
      body: body && !isFile ? JSON.stringify(body) : body,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
    });
    const answer = asFile && response.ok ? await response.blob() : await decoded(response);
    if (answer && answer.code === 'confirmation-needed' && await prove()) {
      return await request(method, path, { body, headers, signal, asFile });
    }
    if (!response.ok) throw new Problem({ code: 'error', ...answer, status: response.status });
    announce('api:answered', { path });
    return answer;
  } catch (error) {
    if (signal && signal.aborted) throw new Problem({ code: 'called-off' });
    const problem = error instanceof Problem ? error : new Problem({});
    announce(problem.silent ? 'api:silent' : 'api:answered', { path, problem });
    if (problem.status === 401 && path !== '/api/session') announce('api:signed-out', { path });
    if (problem.code === 'business-suspended') announce('api:suspended', { path, problem });
    throw problem;
  } finally {
    clearTimeout(timer);
  }
}

export const get = (path, options) => request('GET', path, options);
export const post = (path, body, headers) => request('POST', path, { body, headers });

/** Asks for a file that only a deed brings about, and puts it on the person's disk. */
export async function download(path, name) {
  const address = URL.createObjectURL(await request('POST', path, { body: {}, asFile: true }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** A query string from what is set, beginning with `?`, or nothing. */
export function query(values) {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) set.set(name, value);
  const text = set.toString();
  return text && `?${text}`;
}

async function decoded(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : undefined;
  } catch (error) {
    // An answer of something between us and the function, a gateway's page for instance.
    return { title: `The server answered ${response.status}.` };
  }
}

function announce(name, detail) {
  window.dispatchEvent(new CustomEvent(name, { detail }));
}
