import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { namedLike, spelledAlike } from '../../lib/names.ts';
import { nearBeginning } from '../../lib/near-beginning.ts';
import { leadingQuotations, type Quotation, unquote } from '../../lib/quotes.ts';
import { clip, nearest } from '../../lib/words.ts';
import { listSegments } from '../../storage/segments/segments.ts';
import { listTags, type Tag } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { splitTwo, type TwoParts } from '../two-parts.ts';
import type { Who } from './tagging.ts';

// Finds tag names in what a person typed. The existing names decide where one begins and ends.

type Named = readonly { name: string }[];

/** The tag and whom it is for; what was not typed is missing. */
export interface AskedTagging {
  tag?: string;
  who?: Who;
  /** Whom it is for, as it was typed. */
  said: string;
}

/**
 * The tag and the contacts in what a person typed after `/tags add`: `vip ada@x.org`, `"VIP Customer" Ada
 * <ada@x.org>`, `vip to segment "Lapsed"` (`from segment` after `/tags remove`), `ada@x.org to vip`. Without quotes, the
 * tag is the longest run of first words that names one.
 */
export async function splitTagging(deps: AudienceDeps, caller: Caller, text: string): Promise<AskedTagging> {
  requireRole(caller, 'viewer', 'see tags');
  const { prisma } = deps.storage;
  const [tags, segments] = await Promise.all([
    listTags(prisma, caller.workspaceId),
    listSegments(prisma, caller.workspaceId),
  ]);
  const whole = text.trim();
  const quotation = longestQuotation(tags, whole);
  if (quotation !== undefined) return { tag: quotation.inside, ...whoIn(quotation.after, segments) };
  if (isTag(tags, whole)) return { tag: whole, said: '' };
  const segment = /^(.*?)(?:^|\s+)((?:to|from)\s+(?:the\s+)?segment(?:\s.*)?)$/is.exec(whole);
  if (segment !== null && !segment[1]?.includes('@')) {
    const [, tag = '', said = ''] = segment;
    return { ...(tag === '' ? {} : { tag: unquote(tag) }), ...whoIn(said, segments) };
  }
  const words = [...whole.matchAll(/[^\s:]+:?/g)];
  const firstAddress = words.findIndex((word) => /[@<]/.test(word[0]));
  const first = firstAddress < 0 ? words : words.slice(0, firstAddress);
  refuseSeveral(tags, whole, firstAddress < 0 ? undefined : words[firstAddress]?.index);
  for (let count = first.length; count > 0; count--) {
    const last = first[count - 1];
    if (last === undefined) break;
    const end = last.index + last[0].length;
    const name = whole.slice(0, end).replace(/:$/, '');
    if (isTag(tags, name)) {
      refuseLonger(tags, whole, { tag: name, longer: first.slice(count) });
      return { tag: name, ...whoIn(whole.slice(end), segments) };
    }
  }
  const behind = tagBehind(tags, whole);
  if (behind !== undefined) return { tag: behind.tag, ...whoIn(behind.said, segments) };
  refuseBehind(tags, whole);
  if (first[0] === undefined || /^(?:to|from|segment)$/i.test(first[0][0])) {
    const dangling = /^(?:to|from)$/i.test(whole);
    return { ...(dangling || whole === '' ? { said: '' } : whoIn(whole, segments)) };
  }
  const end = first[0].index + first[0][0].length;
  const last = first.at(-1) ?? first[0];
  const near = nearBeginning(
    whole.slice(0, last.index + last[0].length),
    tags.map(({ name }) => name),
  );
  if (near !== undefined) return { tag: near.typed, ...whoIn(whole.slice(near.typed.length), segments) };
  return { tag: whole.slice(0, end).replace(/:$/, ''), ...whoIn(whole.slice(end), segments) };
}

/** "Ada@x.org to vpi". @throws RollcallError `not-found` for a name at the end that is nearly a tag's */
function refuseBehind(tags: Tag[], text: string): void {
  const [, typed = ''] = /@\S+\s+(?:to|from|with|as)\s+([^@]+)$/i.exec(text) ?? [];
  const names = nearest(
    unquote(typed),
    tags.map(({ name }) => name),
  );
  if (names.length === 0) return;
  throw new RollcallError('not-found', `No tag "${clip(unquote(typed), 60)}".`, {
    hint: `Did you mean ${names.map((name) => `\`${name}\``).join(' or ')}?`,
    meant: { typed: unquote(typed), names },
  });
}

/**
 * "Vip, gold ada@x.org".
 *
 * @param end where the first address begins
 * @throws RollcallError `invalid-input` for several tags: one is added at a time
 */
function refuseSeveral(tags: Tag[], text: string, end: number | undefined): void {
  if (end === undefined) return;
  const said = text.slice(0, end).replace(/[\s:]+$/, '');
  const names = said.split(/\s*(?:,|&|\s(?:and|or)\s)\s*/i).map(unquote);
  if (isTag(tags, said) || names.length < 2 || !names.every((name) => isTag(tags, name))) return;
  throw new RollcallError(
    'invalid-input',
    `"${clip(said, 60)}" is ${names.length} tags: name one at a time.`,
    {
      instead: names.map((name) => `"${name}" ${text.slice(end)}`),
    },
  );
}

/**
 * "VIP Custmer ada@x.org", if "vip" and "VIP Customer" are tags: we don't guess.
 *
 * @param options.longer the words between the tag that was found and the first address
 * @throws RollcallError `not-found`
 */
function refuseLonger(
  tags: Tag[],
  text: string,
  { tag, longer }: { tag: string; longer: readonly RegExpMatchArray[] },
): void {
  for (const word of longer) {
    const typed = text.slice(0, (word.index ?? 0) + word[0].length);
    const names = nearest(
      typed,
      tags.map(({ name }) => name),
    ).filter((name) => /\s/.test(name));
    if (names.length === 0) continue;
    throw new RollcallError('not-found', `No tag "${clip(typed, 60)}".`, {
      hint: `Did you mean ${names.map((name) => `\`${name}\``).join(' or ')}? For the tag ${tag}, put it in quotes: "${tag}"`,
      meant: { typed, names },
    });
  }
}

/** @throws RollcallError `not-found` for a name that is nearly a segment's */
function refuseNearly(name: string, segments: Named): void {
  const names = nearest(
    name,
    segments.map((segment) => segment.name),
  );
  if (names.length === 0) return;
  throw new RollcallError('not-found', `No segment "${clip(name, 80)}".`, {
    hint: `Did you mean ${names.map((each) => `"${each}"`).join(' or ')}?`,
    meant: { typed: name, names },
  });
}

/** Whom the words mean; nobody if there are none, or only the word before someone. */
function whoIn(words: string, segments: Named): Omit<AskedTagging, 'tag'> {
  const said = words.replace(/^\s*:\s*/, '').trim();
  const [, named] = /^(?:(?:to|from)\s+)?(?:the\s+)?segment\b\s*(.*)$/is.exec(said) ?? [];
  if (named === '' || said === '' || /^(?:to|from)$/i.test(said)) return { said: '' };
  if (named !== undefined) return { who: { segment: unquote(named) }, said };
  const [, after] = /^(?:to|from)\s+(.+)$/is.exec(said) ?? [];
  // Only a segment has a name here.
  const name = unquote(after ?? '');
  if (spelledAlike(segments, name) !== undefined) return { who: { segment: name }, said };
  if (!name.includes('@')) refuseNearly(name, segments);
  return { who: { emails: after ?? said }, said };
}

/** The tag that the text ends with, behind "to", "from" or addresses: the longest that exists. */
function tagBehind(tags: Tag[], text: string): { tag: string; said: string } | undefined {
  const blanks = [{ index: 0 }, ...text.matchAll(/\s+/g)].map(({ index }) => index);
  for (const at of blanks) {
    const tag = unquote(text.slice(at));
    const before = text.slice(0, at).trim();
    const [, said = '', word] = /^(.*?)(?:(?:^|\s+)(to|from|with|as))?$/is.exec(before) ?? [];
    if (tag !== '' && (word !== undefined || /@\S+$/.test(said)) && isTag(tags, tag)) return { tag, said };
  }
  return undefined;
}

/**
 * The two names in `vip to VIP Customer`, or `"beta user" into beta`: split at that word if the text before
 * it names a tag. For `into`, the text after it should name one too, if any split allows that.
 *
 * @throws RollcallError `invalid-input` if it can be read in several ways, or names two tags without saying which one stays
 */
export async function splitPair(
  deps: AudienceDeps,
  caller: Caller,
  { text, word }: { text: string; word: 'to' | 'into' },
): Promise<TwoParts> {
  requireRole(caller, 'viewer', 'see tags');
  const tags = await listTags(deps.storage.prisma, caller.workspaceId);
  const isName = (name: string) => isTag(tags, name);
  const isPreferred = word === 'into' ? isName : undefined;
  const known = tags.map(({ name }) => name);
  const near = (words: string) => nearest(words, known);
  const parts = splitTwo(text, { word, named: 'before', isName, near, ...defined({ isPreferred }) });
  const { before = '', after } = parts;
  const twoTags =
    word === 'into' && after === undefined && !isName(before)
      ? [...before.matchAll(/(?:\s+(?:and|with|to|in)|,)?\s+/gi)]
          .map(({ index, 0: { length } }) =>
            [before.slice(0, index), before.slice(index + length)].map(unquote),
          )
          .find((names) => names.every(isName))
      : undefined;
  if (twoTags !== undefined) {
    const [one, other] = twoTags;
    throw new RollcallError('invalid-input', `Which of the two tags stays, "${one}" or "${other}"?`, {
      hint: `For example: /tags merge "${one}" into "${other}"`,
      instead: [`"${one}" into "${other}"`, `"${other}" into "${one}"`],
    });
  }
  return parts;
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

/** Whether a tag has this name. */
export const isTagName = async (deps: AudienceDeps, caller: Caller, name: string): Promise<boolean> =>
  isTag(await listTags(deps.storage.prisma, caller.workspaceId), name);
