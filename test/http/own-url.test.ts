import { describe, expect, it } from 'vitest';
import { proofOf, urlCheck } from '../../src/http/public/own-url.ts';
import { createPublicPages } from '../../src/http/public/routes.ts';
import { keyedHashes } from '../../src/storage/database/secret.ts';

const storage = keyedHashes({ secret: 'a secret of the tests, long enough', dataDir: 'unused' });
const other = keyedHashes({ secret: 'the secret of another installation', dataDir: 'unused' });
const url = 'https://mail.acme.example';

describe('the check of the app’s own address', () => {
  /** The app's pages, in place of the internet. */
  const app =
    (hashes: typeof storage = storage): typeof fetch =>
    async (address) =>
      createPublicPages({ storage: hashes } as never, { log: () => {} }).request(
        String(address).slice(url.length),
      );
  const failing = (error: unknown) => async (): Promise<Response> => {
    throw error;
  };

  it('succeeds if this app answers there', async () => {
    expect(await urlCheck(url, storage, { ask: app() })()).toBeUndefined();
  });

  it.each<[string, typeof fetch, RegExp]>([
    ['another installation answers', app(other), /Something other than this app/],
    ['a page of someone else is there', async () => new Response('Welcome'), /Something other than this app/],
    ['it leads elsewhere', async () => Response.redirect('https://x.example/', 302), /status 302/],
    ['nothing is there', async () => new Response('', { status: 404 }), /status 404/],
    ['the certificate is not valid', failing({ cause: { code: 'CERT_HAS_EXPIRED' } }), /CERT_HAS_EXPIRED/],
    ['there is no answer', failing({ name: 'TimeoutError' }), /no answer in 10 seconds/],
  ])('fails if %s', async (_what, ask, said) => {
    expect(await urlCheck(url, storage, { ask })()).toMatch(said);
  });

  it('fails without https, even if this app answers', async () => {
    const check = urlCheck('http://127.0.0.1:3000', storage, { ask: app() });
    expect(await check()).toMatch(/doesn’t start with https/);
  });

  it('counts for a day if it succeeds, and is soon repeated if it fails', async () => {
    let now = 0;
    let asked = 0;
    let isUp = false;
    const ask: typeof fetch = async (address) => {
      asked += 1;
      return isUp ? app()(address) : new Response('', { status: 502 });
    };
    const check = urlCheck(url, storage, { ask, now: () => now });
    const [first, beside] = await Promise.all([check(), check()]);
    expect([first, beside]).toEqual([expect.stringContaining('502'), first]);
    expect(asked).toBe(1);
    isUp = true;
    now += 20_000;
    expect(await check()).toBeUndefined();
    isUp = false;
    now += 23 * 3_600_000;
    expect(await check()).toBeUndefined();
    expect(asked).toBe(2);
    now += 2 * 3_600_000;
    expect(await check()).toMatch(/502/);
  });

  it('answers nothing else with what only this installation knows', () => {
    for (const nonce of ['', 'x', '0'.repeat(31), '0'.repeat(33), `${'0'.repeat(31)}G`])
      expect(proofOf(storage, nonce)).toBeUndefined();
  });
});
