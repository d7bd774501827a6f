import type { Timeframe } from '../../../../dates/schema.ts';
import { defined } from '../../../../lib/defined.ts';
import { ofCampaign, printEvent } from '../../print-event.ts';
import { insideStarts } from '../ahead/inside.ts';
import { joinStarts } from '../ahead/join.ts';
import { seeNamed } from '../ahead/named.ts';
import { placeStarts } from '../ahead/place.ts';
import { readLatest } from '../campaigns/latest.ts';
import { readTimeframe } from '../events/time.ts';
import type { Connector } from '../reader/connectors.ts';
import { isOver } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, peek, type Read, type Reader, see, take, textOf } from '../reader/reader.ts';
import { type Spoken, spokenRule } from '../reader/spoken.ts';

/**
 * Reads "but not in April" after "purchased in March": it repeats the verb before. Undefined if there is no
 * "not" with a time after it, or no verb before it; then nothing was read.
 */
export function readRepeated(
  reader: Reader,
  items: readonly Item[],
  connector: Connector | undefined,
): Read<Item> | undefined {
  const before = items.at(-1);
  const spoken = before?.spoken;
  if (before === undefined || connector?.says !== 'and' || spoken === undefined || spoken.negated)
    return undefined;
  if (spoken.condition.type !== 'event' && spoken.condition.type !== 'date') return undefined;
  const from = reader.next;
  if (take(reader, ['not', 'not again']) === undefined) return undefined;
  const other = otherCampaign(reader, before);
  if (other !== undefined) return { rule: spokenRule(other), spoken: other, from, to: reader.next };
  const ahead: Reader = { ...reader, problems: [], twins: [] };
  const timeframe =
    placeStarts(reader) || insideStarts(reader) ? undefined : readTimeframe(ahead, { negated: true });
  if (!timeframe || !(isOver(peek(ahead)) || joinStarts(ahead))) {
    reader.next = from;
    return undefined;
  }
  reader.next = ahead.next;
  reader.twins.push(...ahead.twins);
  if (items.at(-2)?.spoken?.own === false) return refuseRun(reader, items, { timeframe, from });
  const repeated = again(spoken, timeframe);
  if (repeated === undefined) return refuseMore(reader, spoken, { timeframe, from });
  const said: Spoken = { ...spoken, condition: repeated, negated: true, own: true, bareCount: false };
  return { rule: spokenRule(said), spoken: said, from, to: reader.next };
}

/** Reads another campaign of the same verb, if a campaign is all that was said about it: "received “A” but not “B”". */
function otherCampaign(reader: Reader, { spoken }: Item): Spoken | undefined {
  const condition = spoken?.condition;
  if (spoken === undefined || condition?.type !== 'event') return undefined;
  const { type, event, machines, campaigns, latest, ...more } = condition;
  const isAll = campaigns !== undefined || latest !== undefined;
  const other = isAll && Object.keys(more).length === 0 ? seeCampaign(reader) : undefined;
  if (other === undefined) return undefined;
  reader.next += other.length;
  const repeated = { type, event, ...other.is, ...defined({ machines }) };
  return { ...spoken, condition: repeated, negated: true, own: true };
}

/** A campaign, by its name or as the last one, with nothing behind it. */
function seeCampaign(
  reader: Reader,
): { is: { campaigns: number[] } | { latest: number }; length: number } | undefined {
  const ahead: Reader = { ...reader, problems: [] };
  const last = readLatest(ahead, true);
  if (last && last.latest === 1 && isOver(peek(ahead)))
    return { is: { latest: 1 }, length: ahead.next - reader.next };
  const article = see(reader, ['the']) === undefined ? 0 : 1;
  const seen = seeNamed(reader, reader.names.campaigns, article);
  if (seen === undefined || seen.alike.length > 1 || !isOver(peek(reader, article + seen.length)))
    return undefined;
  return { is: { campaigns: [seen.named.id] }, length: article + seen.length };
}

/** The same verb at another time; undefined if it has other parts, which may or may not be repeated. */
function again({ condition }: Spoken, timeframe: Timeframe): Spoken['condition'] | undefined {
  if (condition.type === 'date') return { ...condition, timeframe };
  if (condition.type !== 'event') return undefined;
  const { type, event, machines, count, properties, which } = condition;
  const isMore =
    ofCampaign(condition) ||
    properties !== undefined ||
    which !== undefined ||
    (count !== undefined && condition.timeframe !== undefined);
  return isMore ? undefined : { type, event, timeframe, ...defined({ machines }) };
}

/** "Opened “A” in March but not in April": not that campaign, or none? */
function refuseMore(
  reader: Reader,
  { condition }: Spoken,
  { timeframe, from }: { timeframe: Timeframe; from: number },
): null {
  const said = textOf(reader, from, reader.next);
  const message = `Does ${cited(said)} repeat everything said about the verb, or only the verb? Write it out.`;
  if (condition.type !== 'event' || condition.which !== undefined)
    return ask(reader, from, reader.next, message, []);
  const { type, event } = condition;
  const meanings = [
    { type, event, timeframe },
    { ...condition, timeframe },
  ];
  return ask(
    reader,
    from,
    reader.next,
    message,
    meanings.map((meaning) => printEvent(meaning, reader.names, true)),
  );
}

/** "Opened and clicked in March but not in April": neither, or only the last? */
function refuseRun(
  reader: Reader,
  items: readonly Item[],
  { timeframe, from }: { timeframe: Timeframe; from: number },
): null {
  const verbs = items
    .slice(-2)
    .flatMap(({ spoken }) => (spoken?.condition.type === 'event' ? spoken.condition : []));
  const said = verbs.map(({ type, event }) => printEvent({ type, event, timeframe }, reader.names, true));
  const message = `Which verbs does ${cited(textOf(reader, from, reader.next))} repeat? Write them out.`;
  const [first, second] = items.slice(-2);
  if (said.length < 2 || first === undefined || second === undefined)
    return ask(reader, from, reader.next, message, []);
  const neither = said.join(' and ');
  const isOr = /\bor\b/i.test(textOf(reader, first.to, second.from));
  if (!isOr) return ask(reader, from, reader.next, message, [neither, said.at(-1) ?? '']);
  const run = textOf(reader, first.from, second.to);
  return ask(reader, first.from, reader.next, message, [`(${run}) and ${neither}`]);
}
