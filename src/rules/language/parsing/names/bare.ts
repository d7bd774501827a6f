import { namedLike } from '../../../../lib/names.ts';
import type { Rule } from '../../../schema.ts';
import { quoteName } from '../../quote.ts';
import { exceptionWords, peopleWords } from '../../words.ts';
import { type Bare, seeBare } from '../ahead/bare.ts';
import { seeCountry } from '../ahead/place.ts';
import { ask, cited, peek, type Read, type Reader, take, textOf } from '../reader/reader.ts';
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
  const from = reader.next;
  if (refuseUnclear(reader, bare) === null) return null;
  const rule =
    bare.tags.length > 0
      ? readBareTags(reader, lead.from, lead.negated)
      : readBareSegments(reader, lead.from, lead.negated);
  const to = reader.next;
  take(reader, peopleWords);
  const isAll = (rule?.type === 'tagged' || rule?.type === 'segment') && rule.match === 'all';
  const name = textOf(reader, from, from + bare.length).replace(/["”’']/g, '');
  const isPlural =
    /s$/i.test(name) && (rule?.type === 'segment' || namedLike(reader.names.tags, name).length === 0);
  // "Are vips and leads" is clear; "vips and leads" could be both groups together.
  // An exception asks how far it reaches.
  const before = reader.tokens[from - 1]?.lower ?? '';
  const isClear = lead.from !== from || before === 'both' || exceptionEnds.has(before);
  if (isAll && isPlural && !isClear) return refuseGroups(reader, { from, to });
  return rule;
}

const exceptionEnds = new Set(exceptionWords.map((words) => words.split(' ').at(-1)));

/** "Vips and leads": everyone in either group, or the people in both? */
function refuseGroups(reader: Reader, { from, to }: { from: number; to: number }): null {
  const said = textOf(reader, from, to);
  const message = `Does ${cited(said)} mean everyone in either group, or the people in both?`;
  return ask(reader, from, to, message, [said.replace(/\s+and\s+|,\s*/gi, ' or '), `who are ${said}`]);
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
