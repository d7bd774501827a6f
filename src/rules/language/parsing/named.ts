import type { Rule } from '../../schema.ts';
import { type NamedCondition, namedConditionRows } from './named-conditions.ts';
import { readNamedList } from './named-list.ts';
import { type Read, type Reader, take } from './reader.ts';
import { seeNamed } from './starts.ts';
import { seeYesNo } from './yes-no.ts';

/**
 * Reads a condition of `named-conditions.ts`: its words and names, joined by `or` (any of them) or `and` (all of them). Undefined:
 * none stands here.
 *
 * @param negated whether a `not` stands before it; the caller turns the result round
 */
export function readNamed(reader: Reader, from: number, negated: boolean): Read<Rule> | undefined {
  for (const row of namedConditionRows) {
    const words = take(reader, row.words);
    if (words === undefined) continue;
    const group = (['any', 'all', 'none'] as const).find((each) => words.includes(` ${each} `));
    return readNames(reader, row, { from, negated, group });
  }
  return undefined;
}

/** The same where the names stand already. */
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

/** A longer name of what may be called so too. */
function isRival(reader: Reader, { things, rival }: NamedCondition): boolean {
  const other = rival && seeNamed(reader, reader.names[rival]);
  return other !== undefined && (seeNamed(reader, reader.names[things])?.length ?? 0) < other.length;
}
