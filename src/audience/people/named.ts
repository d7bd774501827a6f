import { RollcallError } from '../../errors.ts';
import { findNamed, namedLike } from '../../lib/names.ts';
import { unquote } from '../../lib/quotes.ts';
import { cut } from '../../lib/words.ts';
import { parseRule } from '../../rules/language/parse.ts';
import { printRule } from '../../rules/language/print.ts';
import type { Rule } from '../../rules/schema.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type Known, knownTo, understand } from '../segments/segments.ts';
import { LONGEST_SEARCH } from './search.ts';
import { openCrowd, type PeopleSource, referenceTo } from './source.ts';

/**
 * The people that someone means: a segment or a tag by its name, or a rule as a sentence. An exact name wins
 * over a sentence, and a sentence over a name that is only similar.
 *
 * @throws RollcallError `invalid-input` for words that are neither, pointing at them
 * @example readSource('Recent VIPs', known) // { of: 'segment', id: 3 }
 * @example readSource('tagged vip and never opened', known) // { of: 'rule', rule: … }
 */
export function readSource(text: string, known: Known): PeopleSource {
  const name = unquote(text.trim());
  const { segments, tags } = known.names;
  if (name === '') throw new RollcallError('invalid-input', 'Which people? Name a segment, a tag or a rule.');
  const segment = findNamed(segments, name);
  if (segment !== undefined) return { of: 'segment', id: segment.id };
  const tag = findNamed(tags, name);
  if (tag !== undefined) return { of: 'tag', id: tag.id };
  const parsed = parseRule(text, known);
  if (parsed.ok) return sourceOfRule(parsed.rule);
  const [likeSegment, ...otherSegments] = namedLike(segments, name);
  if (likeSegment !== undefined && otherSegments.length === 0) return { of: 'segment', id: likeSegment.id };
  const [likeTag, ...otherTags] = namedLike(tags, name);
  if (likeTag !== undefined && otherTags.length === 0) return { of: 'tag', id: likeTag.id };
  return { of: 'rule', rule: understand(text, known) };
}

/**
 * The people that someone means: see `readSource`. Anyone who may count.
 *
 * @throws RollcallError `invalid-input`
 */
export async function sourceNamed(deps: AudienceDeps, caller: Caller, text: string): Promise<PeopleSource> {
  requireRole(caller, 'viewer', 'count contacts');
  return readSource(text, await knownTo(deps, caller));
}

/**
 * What a search finds: people by a rule, if the words are one that says more than a name ("tagged vip and signed
 * up this month"), else by letters in their name, address, company or tags.
 */
export async function sourceOfSearch(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<PeopleSource> {
  requireRole(caller, 'editor', 'search contacts');
  const known = await knownTo(deps, caller);
  const words = unquote(text.trim());
  if (/\s/.test(words)) {
    const parsed = parseRule(words, known);
    if (parsed.ok) return sourceOfRule(parsed.rule);
  }
  return { of: 'search', text: cut(words, LONGEST_SEARCH) };
}

/** What may be meant by a search that found no one: sentences that are nearly its words, best first. */
export async function sentencesLike(deps: AudienceDeps, caller: Caller, text: string): Promise<string[]> {
  requireRole(caller, 'editor', 'search contacts');
  const parsed = parseRule(unquote(text.trim()), await knownTo(deps, caller));
  return parsed.ok ? [] : (parsed.problems[0]?.suggestions ?? []);
}

/** Whether words name people: what `readSource` would read. */
export function isSource(text: string, known: Known): boolean {
  try {
    readSource(text, known);
    return true;
  } catch (error) {
    if (error instanceof RollcallError) return false;
    throw error;
  }
}

/** A rule that only names one segment or tag, or everyone, as that. */
export function sourceOfRule(rule: Rule): PeopleSource {
  const [segment, tag] = [rule.type === 'segment' && rule.segments, rule.type === 'tagged' && rule.tags];
  if (rule.type === 'everyone') return { of: 'everyone' };
  if (segment && segment.length === 1) return { of: 'segment', id: segment[0] as number };
  if (tag && tag.length === 1) return { of: 'tag', id: tag[0] as number };
  return { of: 'rule', rule };
}

/** What a heading calls a source: a name, or a rule as a sentence. @throws as `openCrowd` does */
export async function nameOfSource(
  deps: AudienceDeps,
  caller: Caller,
  source: PeopleSource,
): Promise<string> {
  requireRole(caller, 'viewer', 'count contacts');
  return (await openCrowd(deps, caller, source)).name;
}

/**
 * The rule of a source as a sentence, for the form of a new segment.
 *
 * @throws RollcallError `invalid-input` for a stored set, which no rule selects; as `openCrowd` does
 */
export async function sentenceOfSource(
  deps: AudienceDeps,
  caller: Caller,
  source: PeopleSource,
): Promise<string> {
  const crowd = await openCrowd(deps, caller, source);
  const rule = referenceTo(crowd);
  if (rule === null) {
    throw new RollcallError(
      'invalid-input',
      'No rule selects exactly these people, so they can’t be a segment.',
      {
        hint: 'Tag all of them, then create a segment of that tag.',
      },
    );
  }
  return printRule(rule, crowd.known.names);
}
