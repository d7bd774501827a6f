import type { AllMiddlewareArgs } from '@slack/bolt';
import { RollcallError } from '../../errors.ts';

/** Slack's limit for a file in a modal. */
export const LARGEST_FILE = 10 * 1024 * 1024;

/** Ten megabytes take seconds; a download that takes longer is stuck. */
const PATIENCE_MS = 60_000;

/** Fetches the files that people upload. */
export interface FileSource {
  /**
   * @param file.size in bytes, as Slack said: a file of HTML is told from Slack's sign-in page by it
   * @param client of the workspace where the file was uploaded
   * @throws RollcallError `invalid-input` for a file that is too large, `unavailable` when it can't be
   * fetched
   */
  download(
    file: { name: string; url: string; size?: number | undefined },
    client: Pick<AllMiddlewareArgs['client'], 'token'>,
  ): Promise<Uint8Array>;
}

/**
 * Files from Slack, fetched with the bot token, and only from Slack's own hosts (or the stand-in's): the
 * address comes with a request, and the token must never go anywhere else.
 *
 * @param options.apiUrl decides the hosts: Slack's Web API allows slack.com and its subdomains, any other URL
 *   only its own host
 */
export function createFileSource(options: { apiUrl: string }): FileSource {
  const api = new URL(options.apiUrl);
  const allowed = (url: URL): boolean =>
    isSlack(api.hostname) ? url.protocol === 'https:' && isSlack(url.hostname) : url.origin === api.origin;

  return {
    async download({ name, url, size }, { token = '' }) {
      const target = new URL(url);
      if (!allowed(target)) throw new Error(`won’t send a Slack token to ${target.hostname} to fetch a file`);
      // Redirects are not followed: if a scope is missing, Slack redirects to its sign-in page.
      const response = await fetch(target, {
        headers: { authorization: `Bearer ${token}` },
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      }).catch((error: unknown) => {
        throw notFetched(name, error);
      });
      // If the token may not read files, Slack answers 200 with a sign-in page.
      const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
      if (!response.ok || (isPage && size === undefined) || response.body === null)
        throw notFetched(name, `status ${response.status}`);
      const bytes = await readUpTo(response.body, name).catch((error: unknown) => {
        throw error instanceof RollcallError ? error : notFetched(name, error);
      });
      if (isPage && bytes.length !== size)
        throw notFetched(name, `a page of ${bytes.length} bytes in place of ${size}`);
      return bytes;
    },
  };
}

const isSlack = (hostname: string): boolean => hostname === 'slack.com' || hostname.endsWith('.slack.com');

async function readUpTo(body: ReadableStream<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_FILE) {
      throw new RollcallError(
        'invalid-input',
        `${name} is larger than 10 MB, Slack’s limit for files in forms.`,
        {
          hint: 'Split it into smaller files and import them one by one.',
        },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const notFetched = (name: string, cause: unknown): RollcallError =>
  new RollcallError('unavailable', `Slack didn’t provide ${name}.`, {
    hint: 'Try again. If it keeps happening, check that the app has the scope files:read.',
    cause,
  });
