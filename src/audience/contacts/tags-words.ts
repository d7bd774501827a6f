import { findEmails } from '../../lib/emails.ts';
import { namedLike } from '../../lib/names.ts';
import { unquote } from '../../lib/quotes.ts';
import { listTags } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';

/** The contact and the tags that were typed; either may be missing. */
export interface AskedTags {
  email?: string;
  tags: string[];
}

/**
 * Reads `ada@x.org vip, beta user`. With tags that exist, a word may come between ("as vip", "with vip"), and the
 * address may come last.
 */
export async function askedTags(deps: AudienceDeps, caller: Caller, text: string): Promise<AskedTags> {
  const known = await listTags(deps.storage.prisma, caller.workspaceId);
  const isTag = (name: string) => namedLike(known, name).length > 0;
  const [first = ''] = text.trim().split(/\s/);
  const email = addressIn(first);
  if (email !== undefined) return { email, tags: namesIn(text.trim().slice(first.length), isTag) };
  const [, before, last] = /^(.+?),?\s+(\S+)$/s.exec(text.trim()) ?? [];
  const [atEnd, tags] = [addressIn(last ?? ''), namesIn(before ?? '', isTag)];
  return atEnd !== undefined && tags.every(isTag) ? { email: atEnd, tags } : { tags: [] };
}

const addressIn = (word: string): string | undefined =>
  findEmails(unquote(word)).flatMap((piece) => ('email' in piece ? [piece.email] : []))[0];

const between = /^(?:as|with|to|into|for)\b\s*/i;
const behind = /\s+(?:to|on|for)$/i;

function namesIn(text: string, isTag: (name: string) => boolean): string[] {
  const names = text
    .split(',')
    .map(unquote)
    .filter((name) => name !== '');
  return names.flatMap((name) => {
    const bare = unquote(name.replace(between, '').replace(behind, ''));
    if (isTag(name) || bare === name || (bare !== '' && !isTag(bare))) return [name];
    // Only the word between: the tags are missing.
    return bare === '' ? [] : [bare];
  });
}
