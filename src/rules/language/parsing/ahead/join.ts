import { languageCode } from '../../../../lib/languages.ts';
import { clauseWords, exceptionWords, reachableWords } from '../../words.ts';
import { namedConditionWords } from '../names/named-conditions.ts';
import { peek, type Reader, see } from '../reader/reader.ts';
import { seeAtDomain } from './address.ts';
import { byUsStarts, usWords } from './by-us.ts';
import { seeOverdue } from './date-noun.ts';
import { seeBorn } from './date-verb.ts';
import { seeOwned } from './owned.ts';
import { placeStarts } from './place.ts';
import { plannedStarts } from './planned.ts';

/** What acts as "and" after a condition and says what people have: "tagged vip with a phone". */
export const prepositions = ['with', 'without'];

/** Whether another condition on the same people begins here, without "and" before it: "who opened". */
export function joinStarts(reader: Reader, offset = 0): boolean {
  if (see(reader, [...clauseWords, ...exceptionWords, ...prepositions], offset) !== undefined) return true;
  if (seeAtDomain(reader, offset) !== undefined) return true;
  if (rare.has(peek(reader, offset)?.lower ?? '') && saidOfThem(reader, offset)) return true;
  // "Vips not in Germany" says where the same people aren't.
  const at = offset + (see(reader, ['not'], offset) === undefined ? 0 : 1);
  return (
    placeStarts(reader, at) || plannedStarts(reader, at) || see(reader, namedConditionWords, at) !== undefined
  );
}

/** The first words of what `saidOfThem` sees: most words are none of them. */
const rare = new Set([
  ...usWords.map((words) => words.split(' ')[0] ?? ''),
  'missing',
  'lacking',
  'born',
  'overdue',
  'speaking',
]);

/** "Vips we emailed", "vips we can email", "vips missing a phone", "vips born in May". */
function saidOfThem(reader: Reader, offset: number): boolean {
  if (byUsStarts(reader, offset) || see(reader, reachableWords, offset)?.startsWith('we ')) return true;
  if (see(reader, ['speaking'], offset) !== undefined)
    return languageCode(peek(reader, offset + 1)?.text ?? '') !== null;
  if (seeBorn(reader, offset) !== undefined || seeOverdue(reader, offset) !== undefined) return true;
  return see(reader, ['missing', 'lacking'], offset) !== undefined && seeOwned(reader, offset + 1);
}
