import { readPage } from '../../storage/topics/page.ts';
import type { AudienceDeps } from '../caller.ts';
import type { Preferences } from '../topics/preferences.ts';
import { brandFrom } from './brand.ts';
import type { Brand } from './brand-shown.ts';
import { isRecent, isTrusted, readToken, type TokenContent } from './token.ts';

/** Someone on their preference page. */
export interface Visit {
  token: string;
  content: TokenContent;
  person: { workspaceId: number; contactId: number };
  brand: Brand;
  preferences: Preferences;
  /** The link is at most a year old: they may pause. */
  isRecent: boolean;
  /**
   * The link is recent and was sent to their own mailbox: they may turn topics on, resubscribe and end a
   * pause.
   */
  isTrusted: boolean;
}

/** The result of `visitOf` for an invalid token: whether the token is forged, or its person is gone. */
export type NoVisit = 'forged' | 'gone';

/** The content of a person's token, if it wasn't forged. Doesn't query the database. */
export function tokenOfPerson(deps: AudienceDeps, token: string): TokenContent | undefined {
  const content = readToken(deps.storage, token);
  return content?.kind === 'mailed' || content?.kind === 'copied' || content?.kind === 'send'
    ? content
    : undefined;
}

/**
 * Opens a person's page by the token in their link. A forged token takes as long as an erased person's: both
 * run the same query.
 */
export async function visitOf(deps: AudienceDeps, token: string): Promise<Visit | NoVisit> {
  const content = tokenOfPerson(deps, token);
  const person = { workspaceId: content?.workspaceId ?? 0, contactId: content?.id ?? 0 };
  const page = await readPage(deps.storage.pool, person);
  if (content === undefined) return 'forged';
  if (page === undefined) return 'gone';
  const now = deps.now();
  const { contactId, email, language, status, pausedUntil, emailChangedAt } = page;
  const preferences: Preferences = {
    ...{ contactId, email, language, status },
    topics: page.topics.map(({ chosen, ...topic }) => ({ ...topic, on: status === 'subscribed' && chosen })),
    pausedUntil: pausedUntil !== null && pausedUntil > now ? pausedUntil : null,
  };
  const brand = brandFrom(page.brand);
  const may = { isRecent: isRecent(content, now), isTrusted: isTrusted(content, { now, emailChangedAt }) };
  return { token, content, person, brand, preferences, ...may };
}
