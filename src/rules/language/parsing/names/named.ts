import type { Rule } from '../../../schema.ts';
import { seeNamed } from '../ahead/named.ts';
import { seeYesNo } from '../ahead/yes-no.ts';
import { type Read, type Reader, see, take } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { type NamedCondition, namedConditionRows } from './named-conditions.ts';
import { readNamedList } from './named-list.ts';

/** The condition of `named-conditions.ts` that begins here. */
export function seeNamedCondition(reader: Reader): NamedCondition | undefined {
  return namedConditionRows.find(({ words }) => see(reader, words) !== undefined);
}

/**
 * Reads its words and names, joined by `or` (any of them) or `and` (all of them); after a `not`, the caller
 * negates it.
 */
export function readNamed(reader: Reader, row: NamedCondition, { from, negation }: Lead): Read<Rule> {
  const words = take(reader, row.words) ?? '';
  const group = (['any', 'all', 'none'] as const).find((each) => words.includes(` ${each} `));
  return readNames(reader, row, { from, negated: negation !== undefined, group });
}

/** Reads the names alone. */
export function readNames(
  reader: Reader,
  row: NamedCondition,
  said: Parameters<typeof readNamedList>[2],
): Read<Rule> {
  const isOther = (each: Reader) => isRival(each, row) || seeYesNo(each) !== undefined;
  const kind = { ...row, known: ({ names }: Reader) => names[row.things], isOther };
  const list = readNamedList(reader, kind, said);
  if (list === null) return null;
  const rule = row.condition(list.match, list.ids);
  return list.none ? { type: 'not', rule } : rule;
}

/** The longer name of something else that may share the name. */
function isRival(reader: Reader, { things, rival }: NamedCondition): boolean {
  const other = rival && seeNamed(reader, reader.names[rival]);
  return other !== undefined && (seeNamed(reader, reader.names[things])?.length ?? 0) < other.length;
}
