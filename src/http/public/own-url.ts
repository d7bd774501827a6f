/** What says that an answer comes from an app with this installation's secret. */
interface Hashes {
  hash: (text: string) => string;
}

/** How long a check that succeeded counts. */
const GOOD_MS = 24 * 3_600_000;
/** How long one that failed does: someone may be setting up the address right now. */
const BAD_MS = 15_000;
const PATIENCE_MS = 10_000;

/**
 * The answer to a check of the app's own address; undefined for what isn't one. Only with the secret can
 * anyone tell it, so an address that leads to some other server is found out.
 */
export const proofOf = ({ hash }: Hashes, nonce: string): string | undefined =>
  /^[0-9a-f]{32}$/.test(nonce) ? hash(`own address ${nonce}`).slice(0, 32) : undefined;

/**
 * Checks that people outside reach this app by its public address: asks there for something that only this
 * installation knows. One success counts for a day.
 *
 * @returns a function that says why they don't, in a sentence; undefined if they do
 */
export function urlCheck(
  url: string,
  hashes: Hashes,
  { ask = fetch, now = Date.now }: { ask?: typeof fetch; now?: () => number } = {},
): () => Promise<string | undefined> {
  let last: { at: number; problem: Promise<string | undefined> } | undefined;
  let lasts = 0;
  return async () => {
    if (last !== undefined && now() - last.at < lasts) return last.problem;
    const at = now();
    const problem = checkOnce(url, hashes, ask);
    last = { at, problem };
    // Anyone who asks meanwhile gets the same answer.
    lasts = PATIENCE_MS;
    lasts = (await problem) === undefined ? GOOD_MS : BAD_MS;
    return problem;
  };
}

async function checkOnce(url: string, hashes: Hashes, ask: typeof fetch): Promise<string | undefined> {
  if (!url.startsWith('https://'))
    return `ROLLCALL_URL doesn’t start with https://, so people could not unsubscribe safely: ${url}`;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
  try {
    const answer = await ask(`${url}/p/check/${nonce}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = answer.status === 200 ? (await answer.text()).slice(0, 100) : '';
    if (text === proofOf(hashes, nonce)) return undefined;
    return answer.status === 200
      ? `Something other than this app answers at ROLLCALL_URL: ${url}`
      : `ROLLCALL_URL answers with status ${answer.status} instead of this app’s pages: ${url}`;
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name?: string };
    const why = name === 'TimeoutError' ? 'no answer in 10 seconds' : (cause?.code ?? 'no connection');
    return `Rollcall can’t reach itself at ROLLCALL_URL (${why}), so people could not unsubscribe: ${url}`;
  }
}
