import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AudienceDeps } from '../../audience/caller.ts';
import type { PublicLanguage } from '../../audience/public/texts.ts';
import { readToken } from '../../audience/public/token.ts';
import { clientAddress } from './client-address.ts';
import { createLimits, type Limits } from './limits.ts';
import { publicPath } from './paths.ts';

/** Turns away floods of guesses before the public pages see them. */
export interface Gate {
  /** Shared with the pages, which count. */
  limits: Limits;
  /**
   * How to answer someone who guessed too often, before their request takes a place among those that are
   * handled; undefined for everyone else. Never for someone whose link is valid: mail providers post for
   * everyone from a few addresses.
   */
  turnsAway(request: IncomingMessage): ((response: ServerResponse) => void) | undefined;
}

/** @param options.trustProxy how many proxies are in front of the app */
export function createGate(
  { storage }: Pick<AudienceDeps, 'storage'>,
  { trustProxy = 0 }: { trustProxy?: number | undefined },
): Gate {
  const limits = createLimits();
  return {
    limits,
    turnsAway(request) {
      const path = publicPath(request.url ?? '');
      // Pictures are always answered, and tell nothing.
      if (path === undefined || path.place === 'o') return undefined;
      const hops = request.headers['x-forwarded-for'];
      const forwardedFor = Array.isArray(hops) ? hops.join(',') : hops;
      const { remoteAddress } = request.socket;
      const seconds = limits.waitOf(
        clientAddress({ socketAddress: remoteAddress, forwardedFor }, trustProxy),
      );
      if (seconds === undefined) return undefined;
      const isByLink = path.place === 'l' || path.place === 'p' || path.place === 'confirm';
      if (isByLink && readToken(storage, path.rest) !== undefined) return undefined;
      return (response) => void answer(request, response, seconds);
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, seconds: number): Promise<void> {
  // Loaded on first use, as the pages are.
  const { languageFor } = await import('../../audience/public/texts.ts');
  const { headers, body } = await tooManyPage(languageFor({ accepted: request.headers['accept-language'] }));
  response.writeHead(429, { ...headers, 'retry-after': String(seconds) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const made = new Map<PublicLanguage, { headers: Record<string, string>; body: Buffer }>();

/** Made once for each language: a flood asks for thousands. */
async function tooManyPage(
  language: PublicLanguage,
): Promise<{ headers: Record<string, string>; body: Buffer }> {
  const known = made.get(language);
  if (known !== undefined) return known;
  const [{ speaking }, { messagePage }, { documentOf, headersOf }] = await Promise.all([
    import('../../audience/public/texts.ts'),
    import('./pages.ts'),
    import('./respond.ts'),
  ]);
  const say = speaking(language, { brand: '' });
  const page = messagePage(say('tooManyTitle'), say('tooManyText'));
  const body = Buffer.from(documentOf({ language, say }, page));
  const one = { headers: { ...headersOf(), 'content-length': String(body.length) }, body };
  made.set(language, one);
  return one;
}
