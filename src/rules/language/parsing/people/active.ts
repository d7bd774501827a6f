import { timeOpenings } from '../../words.ts';
import { placeStarts } from '../ahead/place.ts';
import { adverbStarts } from '../events/adverbs.ts';
import { readTimeframe } from '../events/time.ts';
import { ask, cited, peek, type Reader } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';

const active = new Set(['active', 'engaged']);
const inactive = new Set(['inactive', 'unengaged', 'disengaged', 'dormant', 'idle']);

/** "Active in the last 30 days": asks what they did. */
export function refuseActive(reader: Reader, lead: Lead): null | undefined {
  const word = peek(reader);
  // The cheap check first: most words are neither.
  if (word?.kind !== 'word' || !(active.has(word.lower) || inactive.has(word.lower))) return undefined;
  const follows = peek(reader, 1)?.lower ?? '';
  const after = { ...reader, next: reader.next + 1, problems: [], twins: [] };
  const isTimed =
    follows === 'for'
      ? readTimeframe(after, { negated: true }) != null
      : timeOpenings.has(follows) && !placeStarts(reader, 1) && adverbStarts(reader, 1);
  if (!isTimed) return undefined;
  const isActive = active.has(word.lower);
  const not = isActive === (lead.negation === undefined) ? '' : 'not ';
  const message = `What makes someone ${cited(word.text)}? Say what they did, and when.`;
  return ask(reader, lead.from, reader.next + 1, message, [`${not}opened`, `${not}clicked`]);
}
