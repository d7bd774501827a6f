import type { Timeframe } from '../../../../dates/schema.ts';
import { printEvent } from '../../print-event.ts';
import { timeOpenings } from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { joinStarts } from '../ahead/join.ts';
import { readTimeframe } from '../events/time.ts';
import { type Connector, isOver } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, peek, type Read, type Reader, textOf } from '../reader/reader.ts';
import { type Spoken, spokenRule } from '../reader/spoken.ts';

/**
 * Reads "or in May" after "purchased in March": the same verb at another time. "And in May" gets a question: in
 * either, or in each? Undefined if it is something else; then nothing was read.
 */
export function readOtherTime(
  reader: Reader,
  items: readonly Item[],
  connector: Connector | undefined,
): Read<Item> | undefined {
  const spoken = items.at(-1)?.spoken;
  if (connector === undefined || connector.comma || connector.but || spoken === undefined || spoken.negated)
    return undefined;
  const { condition } = spoken;
  const isPlain =
    (condition.type === 'event' || condition.type === 'date') && condition.timeframe !== undefined;
  if (!isPlain || isMore(condition) || items.at(-2)?.spoken?.own === false) return undefined;
  const isTime = timeOpenings.has(peek(reader)?.lower ?? '') || isDay.test(peek(reader)?.lower ?? '');
  if (!isTime || conditionStarts(reader)) return undefined;
  const ahead: Reader = { ...reader, problems: [], twins: [] };
  const timeframe = readTimeframe(ahead, { negated: false });
  if (!timeframe || !(isOver(peek(ahead)) || joinStarts(ahead))) return undefined;
  const from = reader.next;
  reader.next = ahead.next;
  reader.twins.push(...ahead.twins);
  if (connector.says === 'and') return refuseBoth(reader, { connector, condition, timeframe, from });
  const said: Spoken = { ...spoken, condition: { ...condition, timeframe } };
  return { rule: spokenRule(said), spoken: said, from, to: reader.next };
}

const isDay = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/;

/** Whether more is said about the event, which may or may not be repeated. */
const isMore = (condition: Spoken['condition']): boolean =>
  condition.type === 'event' &&
  [condition.campaigns, condition.latest, condition.count, condition.properties, condition.which].some(
    (each) => each !== undefined,
  );

function refuseBoth(
  reader: Reader,
  said: { connector: Connector; condition: Spoken['condition']; timeframe: Timeframe; from: number },
): null {
  const { connector, condition, timeframe, from } = said;
  const time = textOf(reader, from, reader.next);
  const message = `Does ${cited(`and ${time}`)} mean in either of them, or in each?`;
  const each =
    condition.type === 'event' ? [`and ${printEvent({ ...condition, timeframe }, reader.names, false)}`] : [];
  return ask(reader, connector.from, reader.next, message, [`or ${time}`, ...each]);
}
