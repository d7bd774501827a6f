import { numberOperatorWords } from '../../../attributes.ts';
import type { Rule } from '../../../schema.ts';
import { joinStarts } from '../ahead/join.ts';
import { seeCounted } from '../ahead/quantity.ts';
import { type Connector, isOver } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { peek, type Reader, see } from '../reader/reader.ts';
import { isNumeric } from '../values/digits.ts';
import { readNumbers } from '../values/number.ts';

const sides = new Set(['>', '>=', '<', '<=']);

/**
 * Reads "but under 10" after "seats over 5": the same number, compared again. Undefined if it is something else;
 * then nothing was read.
 */
export function readComparedAgain(
  reader: Reader,
  before: Item | undefined,
  connector: Connector | undefined,
): Item | undefined {
  const compared = before?.rule;
  if (connector === undefined || connector.comma || compared?.type !== 'attribute') return undefined;
  if (compared.test.is !== 'number' || !sides.has(compared.test.operator)) return undefined;
  const operator = see(reader, numberOperatorWords);
  if (operator === undefined || !isNumeric(peek(reader, operator.split(' ').length))) return undefined;
  // "Seats over 5 and over 100 logins".
  if (seeCounted(reader, 0) !== undefined) return undefined;
  const ahead: Reader = { ...reader, problems: [] };
  const said = readNumbers(ahead, '');
  if (said === null || !sides.has(said.test.operator)) return undefined;
  if (!isOver(peek(ahead)) && !joinStarts(ahead)) return undefined;
  const from = reader.next;
  reader.next = ahead.next;
  const again: Rule = { ...compared, test: said.test };
  return { rule: said.negated ? { type: 'not', rule: again } : again, from, to: reader.next };
}
