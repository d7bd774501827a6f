import { readPage } from '../../storage/topics/page.ts';
import type { AudienceDeps } from '../caller.ts';
import type { Preferences } from '../topics/preferences.ts';
import { type Brand, brandFrom } from './brand.ts';
import { isRecent, isTrusted, readToken, type TokenContent } from './token.ts';

/** Someone at their preference page. */
export interface Visit {
  token: string;
  content: TokenContent;
  person: { workspaceId: number; contactId: number };
  brand: Brand;
  preferences: Preferences;
  /** The link is of this year: they may pause. */
  isRecent: boolean;
  /** Besides, it came to their own mailbox: they may turn on, come back and end a pause. */
  isTrusted: boolean;
}

/** What `visitOf` gives for a token that opens nothing, and whether that was plain from the token alone. */
export type NoVisit = 'forged' | 'gone';

/** Whose token this may be, if it wasn't forged. Reads nothing. */
export function tokenOfPerson(deps: AudienceDeps, token: string): TokenContent | undefined {
  const content = readToken(deps.storage, token);
  return content?.kind === 'mailed' || content?.kind === 'copied' || content?.kind === 'send'
    ? content
    : undefined;
}

/**
 * Opens a person's page by the token of their link. A forged token takes as long as one of somebody who was erased: the same is
 * asked of the database.
 */
export async function visitOf(deps: AudienceDeps, token: string): Promise<Visit | NoVisit> {
  const content = tokenOfPerson(deps, token);
  const person = { workspaceId: content?.workspaceId ?? 0, contactId: content?.id ?? 0 };
  const page = await readPage(deps.storage.pool, person);
  if (content === undefined) return 'forged';
  if (page === undefined) return 'gone';
  const now = deps.now();
  const { contactId, email, language, status, pausedUntil } = page;
  const preferences: Preferences = {
    ...{ contactId, email, language, status },
    topics: page.topics.map(({ chosen, ...topic }) => ({ ...topic, on: status === 'subscribed' && chosen })),
    pausedUntil: pausedUntil !== null && pausedUntil > now ? pausedUntil : null,
  };
  const brand = brandFrom(page.brand);
  const may = { isRecent: isRecent(content, now), isTrusted: isTrusted(content, now) };
  return { token, content, person, brand, preferences, ...may };
}
