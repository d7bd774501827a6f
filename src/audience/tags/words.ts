import { RollcallError } from '../../errors.ts';
import { namedLike } from '../../lib/names.ts';
import { halvesAt, leadingQuotations, type Quotation, unquote } from '../../lib/quotes.ts';
import { listTags, type Tag } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { Who } from './tagging.ts';

// Finds tag names in what a person typed. The existing names decide where one begins and ends.

/**
 * The tag and the contacts in what a person typed after `/tags add`: `vip ada@x.org`, `"VIP Customer" Ada
 * <ada@x.org>`, `vip to segment "Lapsed"` (`from segment` after `/tags remove`). Without quotes, the tag is
 * the longest run of first words that names one.
 */
export async function splitTagging(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<{ tag: string; who: Who }> {
  requireRole(caller, 'viewer', 'see tags');
  const tags = await listTags(deps.storage.prisma, caller.workspaceId);
  const quotation = longestQuotation(tags, text);
  if (quotation !== undefined) {
    const [, segment] = /^(?:to|from)\s+(?:the\s+)?segment\s+(.+)$/is.exec(quotation.after) ?? [];
    return {
      tag: quotation.inside,
      who:
        segment === undefined
          ? { emails: quotation.after.replace(/^:\s*/, '') }
          : { segment: unquote(segment) },
    };
  }
  const [, before, segment] = /^(.+?)\s+(?:to|from)\s+(?:the\s+)?segment\s+(.+)$/is.exec(text) ?? [];
  if (before !== undefined && segment !== undefined && !before.includes('@')) {
    return { tag: unquote(before), who: { segment: unquote(segment) } };
  }
  const words = [...text.matchAll(/[^\s:]+:?/g)];
  const firstAddress = words.findIndex((word) => /[@<]/.test(word[0]));
  const first = firstAddress < 0 ? words : words.slice(0, firstAddress);
  for (let count = first.length; count > 0; count--) {
    const last = first[count - 1];
    if (last === undefined) break;
    const end = last.index + last[0].length;
    const name = text.slice(0, end).replace(/:$/, '');
    if (isTag(tags, name)) return { tag: name, who: { emails: text.slice(end) } };
  }
  const end = first[0] === undefined ? 0 : first[0].index + first[0][0].length;
  return { tag: text.slice(0, end).replace(/:$/, ''), who: { emails: text.slice(end) } };
}

/**
 * The two names in `vip to VIP Customer`, or `"beta user" into beta`: split at that word if the text before
 * it names a tag. For `into`, the text after it should name one too, if any split allows that.
 *
 * @returns undefined if the word is missing
 * @throws RollcallError `invalid-input` if it can be read in several ways
 */
export async function splitPair(
  deps: AudienceDeps,
  caller: Caller,
  { text, word }: { text: string; word: 'to' | 'into' },
): Promise<[string, string] | undefined> {
  requireRole(caller, 'viewer', 'see tags');
  const tags = await listTags(deps.storage.prisma, caller.workspaceId);
  const pairs = halvesAt(text, word);
  const [only] = pairs;
  if (only === undefined) return undefined;
  const known = pairs.filter(([left]) => isTag(tags, left));
  const both = word === 'into' ? known.filter(([, right]) => isTag(tags, right)) : [];
  const fitting = both.length > 0 ? both : known;
  if (fitting.length > 1) {
    throw new RollcallError('invalid-input', `"${text}" can be read in ${fitting.length} ways.`, {
      hint: `Put the names in quotes: ${fitting.map(([left, right]) => `"${left}" ${word} "${right}"`).join(', or ')}`,
    });
  }
  return fitting[0] ?? only;
}

/**
 * The quotation at the start of the text. In 'the boys' club' it may close at two places: the later one that
 * names a tag wins.
 */
function longestQuotation(tags: Tag[], text: string): Quotation | undefined {
  const found = leadingQuotations(text);
  return found.findLast(({ inside }) => isTag(tags, inside)) ?? found[0];
}

const isTag = (tags: Tag[], name: string): boolean => namedLike(tags, name).length > 0;
