import { namedLike } from '../../../lib/names.ts';
import type { Rule } from '../../schema.ts';
import { quoteName } from '../quote.ts';
import { peopleWords } from '../words.ts';
import { type Bare, seeBare } from './ahead/bare.ts';
import { seeCountry } from './ahead/place.ts';
import { ask, cited, peek, type Read, type Reader, take, textOf } from './reader.ts';
import { readBareSegments } from './segment.ts';
import { readBareTags } from './tagged.ts';

/**
 * Reads `vip`, `vip or beta`, `the Lapsed VIPs`, optionally followed by people: "vip customers". Undefined if
 * there is no name.
 *
 * @param lead where the condition begins, and whether it follows a `not`; the caller negates the result
 */
export function readBare(reader: Reader, lead: { from: number; negated: boolean }): Read<Rule> | undefined {
  const bare = seeBare(reader);
  if (bare === undefined) return undefined;
  if (refuseUnclear(reader, bare) === null) return null;
  const rule =
    bare.tags.length > 0
      ? readBareTags(reader, lead.from, lead.negated)
      : readBareSegments(reader, lead.from, lead.negated);
  take(reader, peopleWords);
  return rule;
}

/** Names with several meanings, one of them a country or a campaign. */
function refuseUnclear(reader: Reader, { tags, segments, length }: Bare): null | undefined {
  const from = reader.next;
  const name = textOf(reader, from, from + length);
  const plain = name.replace(/^"|"$/g, '');
  const place = peek(reader)?.kind === 'word' && seeCountry(reader, 0)?.length === length;
  const campaign = namedLike(reader.names.campaigns, plain).length > 0;
  if (tags.length + segments.length === 1 && !place && !campaign) return undefined;
  const things = [
    ...tags.map((tag) => `tagged ${quoteName(tag.name)}`),
    ...segments.map((segment) => `in segment ${quoteName(segment.name)}`),
    ...(place ? [`in ${plain}`] : []),
  ];
  const message = `${cited(plain)} could be ${[...things.map((each) => `"${each}"`), ...(campaign ? ['the campaign'] : [])].join(' or ')}. Which one do you mean?`;
  return ask(reader, from, from + length, message, things);
}
