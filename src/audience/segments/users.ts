import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Segment } from '../../storage/segments/segments.ts';

/** How many segments a sentence names. */
const NAMED = 10;

/** What each is called, and what the segments that use it are then. */
const nouns = {
  segments: { thing: 'segment', one: 'another segment', several: 'other segments' },
  campaigns: { thing: 'campaign', one: 'a segment', several: 'segments' },
} as const;

/**
 * Refuses to delete a segment or campaign that the rule of a segment uses. For a deletion, lock the segments first:
 * then no rule can start to use it meanwhile.
 *
 * @throws RollcallError `busy`, naming the segments
 */
export function refuseUsedBySegments(
  all: readonly Segment[],
  { things, id, name }: { things: keyof typeof nouns; id: number; name: string },
): void {
  const using = all.filter(({ rule }) => mentionsOf(rule)[things].has(id)).map((each) => each.name);
  if (using.length === 0) return;
  const named = using.slice(0, NAMED).map((each) => `"${each}"`);
  const rest = using.length - named.length;
  const { thing, one, several } = nouns[things];
  const uses = using.length === 1 ? `${one} uses` : `${using.length} ${several} use`;
  throw new RollcallError(
    'busy',
    `The ${thing} "${name}" can’t be deleted while ${uses} it: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`,
    { hint: `Change ${using.length === 1 ? 'that one' : 'those'} first: /segments edit …` },
  );
}
