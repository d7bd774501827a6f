import type { TextField } from '../../../fields.ts';
import { outsideWords } from '../../words.ts';
import { type Connector, isJoiner } from '../reader/connectors.ts';
import { type Reader, see } from '../reader/reader.ts';
import { type Bare, seeBare } from './bare.ts';
import { wholeChoice } from './choice.ts';

/**
 * Whether a value of a field with choices ends at this connector, because a tag or segment follows that is
 * none of the choices: "in Germany or vip". After a "not" it could be part of what is negated.
 *
 * @param from where the condition begins, after its "not"
 */
export function nameFollows(
  reader: Reader,
  { says, comma }: Pick<Connector, 'says' | 'comma'>,
  { field, from }: { field: TextField; from: number },
): boolean {
  if (says !== 'or' || comma || field.choices().length === 0 || isNegated(reader, from)) return false;
  return seeOtherName(reader, field) !== undefined;
}

/** The tags and segments with the name that begins `offset` tokens from here, if it is no value of the field. */
export function seeOtherName(reader: Reader, field: TextField, offset = 0): Bare | undefined {
  const here = { ...reader, next: reader.next + offset };
  return wholeChoice(here, field) === undefined ? seeBare(here) : undefined;
}

const negations = new Set(['not', 'never', 'neither', 'nor', 'except', 'excluding', 'without']);

function isNegated(reader: Reader, from: number): boolean {
  if (see({ ...reader, next: from }, outsideWords) !== undefined) return true;
  for (let at = reader.next - 1; at >= 0; at -= 1) {
    const token = reader.tokens[at];
    if (at < from && (isJoiner(token) || token?.lower === '(')) return false;
    if (negations.has(token?.lower ?? '') || token?.lower === '!=') return true;
  }
  return false;
}
