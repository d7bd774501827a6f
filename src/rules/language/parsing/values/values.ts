import { conditionStarts } from '../ahead/condition.ts';
import { type Connector, takeConnector } from '../reader/connectors.ts';
import { peek, type Read, type Reader, take } from '../reader/reader.ts';

/** The values of a list, their positions, and what is between them. */
export interface Values<T> {
  values: T[];
  /** First token of each value, and the token after the last. */
  starts: number[];
  end: number;
  connectors: Connector[];
  /** "Nor" is between them: it means something only after a "not". */
  nor?: true;
  /**
   * A `not` before a value that isn't a condition: `tagged a and not b`. The list ends before its connector.
   */
  strayNot?: { connector: Connector; at: number };
}

/**
 * Reads one or more values: `vip`, `vip or beta`, `US, GB`, `(US, GB)`. A connector belongs to the list as
 * long as no condition begins after it.
 *
 * @param isValue whether the words here are a value, although they could also begin a condition
 * @param isMeant whether the words after a connector were meant as a condition, although they don't begin
 * like one
 */
export function readValues<T>(
  reader: Reader,
  readOne: (reader: Reader) => Read<T>,
  isValue: (reader: Reader) => boolean = () => false,
  isMeant: (reader: Reader, connector: Connector) => boolean = () => false,
): Read<Values<T>> {
  const bracket = take(reader, ['(']) !== undefined;
  const list: Values<T> = { values: [], starts: [], end: reader.next, connectors: [] };
  for (;;) {
    list.starts.push(reader.next);
    const value = readOne(reader);
    if (value === null) return null;
    list.values.push(value);
    list.end = reader.next;
    const connector = takeConnector(reader);
    if (connector === undefined) break;
    if (connector.nor) {
      // "Not tagged vip nor opened" continues with another condition.
      const isOther = conditionStarts(reader, 1) && !isValue({ ...reader, next: reader.next + 1 });
      if (isOther) {
        reader.next = connector.from;
        break;
      }
      reader.next += 1;
      list.connectors.push({ ...connector, says: 'or' });
      list.nor = true;
      continue;
    }
    const follows = peek(reader);
    if (follows?.lower === 'not' && !connector.comma && !conditionStarts(reader)) {
      list.strayNot = { connector, at: reader.next };
    }
    const turns = connector.comma && follows?.lower === 'not';
    const ends =
      follows === undefined ||
      follows.lower === ')' ||
      ((conditionStarts(reader) || isMeant(reader, connector)) && !isValue(reader));
    if (ends || turns || connector.but || list.strayNot) {
      reader.next = connector.from;
      break;
    }
    list.connectors.push(connector);
  }
  if (bracket) {
    if (take(reader, [')']) === undefined) {
      const at = reader.next;
      reader.problems.push({
        at: reader.tokens[at]?.at ?? reader.text.trimEnd().length,
        length: reader.tokens[at]?.length ?? 0,
        message: 'A closing bracket ")" is missing here.',
        suggestions: at < reader.tokens.length ? [] : [`${reader.text.trimEnd()})`],
      });
      return null;
    }
  }
  return list;
}

/**
 * The meaning of a list's connectors together; a comma alone fits both, and means `or` if nothing else
 * decides.
 */
export function listMeaning(connectors: readonly Connector[]): 'any' | 'all' | 'mixed' {
  const said = new Set(connectors.filter((connector) => !connector.comma).map((connector) => connector.says));
  if (said.size > 1) return 'mixed';
  return said.has('and') ? 'all' : 'any';
}
