import { namedLike } from '../../../../lib/names.ts';
import { ofCampaign } from '../../print-event.ts';
import { quoteName } from '../../quote.ts';
import { listObjects, type StatusName } from '../../words.ts';
import { onlyStatuses, seeStatus, statuses } from '../ahead/status.ts';
import { adverbStarts } from '../events/adverbs.ts';
import type { Connector } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, peek, type Read, type Reader, take, textOf } from '../reader/reader.ts';
import { type Lead, type Spoken, spokenRule } from '../reader/spoken.ts';

/** Reads `subscribed`, `a subscriber`, `unsubscribers`; undefined if there is none of them. */
export function readStatus(reader: Reader, lead: Lead): Read<Spoken> | undefined {
  const status = seeStatus(reader, 0);
  if (status === undefined) return undefined;
  const from = reader.next;
  reader.next += status.length;
  if (!status.noun) take(reader, listObjects);
  const word = textOf(reader, from, reader.next);
  if (lead.negation === 'never' || lead.ever) {
    const message = `${cited(word)} is about their status now; leave out "never" and "ever".`;
    const not = lead.negation === undefined ? '' : 'not ';
    return ask(reader, lead.from, reader.next, message, [`status is ${not}${status.is}`]);
  }
  if (!status.noun && (adverbStarts(reader) || peek(reader)?.kind === 'quoted')) {
    const message = `${cited(word)} is their status now and has no time; say when they signed up, or leave out the time.`;
    return ask(reader, from, reader.next, message, ['signed up']);
  }
  if (refuseNamesake(reader, lead, status.is, word) === null) return null;
  return {
    condition: { type: 'text', field: 'status', operator: 'is', values: [status.is] },
    negated: lead.negation !== undefined,
    auxiliary: lead.auxiliaries.length > 0,
    own: false,
    bareCount: false,
    status: { is: status.is, now: true },
  };
}

/** An event's verb that is a status on its own: "unsubscribed", but not "never unsubscribed". */
export function withStatus(reader: Reader, spoken: Spoken, lead: Lead, event: string): Read<Spoken> {
  const is = statuses.find((each) => each === event);
  if (is === undefined || spoken.own || onlyStatuses.includes(is)) return spoken;
  if (refuseNamesake(reader, lead, is, is) === null) return null;
  const now = lead.auxiliaries.some((word) => ['is', 'are'].includes(word));
  return { ...spoken, status: { is, now } };
}

/** "Unsubscribed" if a tag or segment has that name. */
function refuseNamesake(reader: Reader, lead: Lead, is: StatusName, word: string): null | undefined {
  if (lead.auxiliaries.length > 0) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const [tags, segments] = [reader.names.tags, reader.names.segments].map((things) =>
    namedLike(things, word),
  );
  const named = [
    ...(tags ?? []).map(({ name }) => `${not}tagged ${quoteName(name, { always: true })}`),
    ...(segments ?? []).map(({ name }) => `${not}in segment ${quoteName(name, { always: true })}`),
  ];
  if (named.length === 0) return undefined;
  const message = `Does ${cited(word)} mean their status, or something else with that name?`;
  return ask(reader, lead.from, reader.next, message, [`status is ${not}${is}`, ...named]);
}

/** Verbs about mail that went wrong: in a row, they share a time. */
const outcomes = new Set(['unsubscribed', 'bounced', 'complained']);

/**
 * Decides for each verb that could be a status whether it is one. "Unsubscribed" alone is. It takes the time
 * of the next verb if that is also about mail that went wrong ("unsubscribed or bounced this month").
 */
export function settleStatus(
  reader: Reader,
  items: readonly Item[],
  connectors: readonly Connector[],
): Read<Item[]> {
  const settled: Item[] = [];
  for (const [index, item] of items.entries()) {
    const { spoken } = item;
    if (spoken?.status === undefined || namesCampaign(items[index - 1], spoken)) {
      settled.push(item);
      continue;
    }
    const giver = giverOf(items.slice(index + 1));
    const kind = giver === undefined ? 'status' : meaningBeside(giver, spoken);
    if (kind === 'unclear') return refuseUnclear(reader, item, items[index + 1] ?? item, connectors[index]);
    const { status: _, ...event } = spoken;
    settled.push(kind === 'event' ? { ...item, spoken: event, rule: spokenRule(event) } : asStatus(item));
  }
  return settled;
}

/** "Received “A” and unsubscribed" gets the same question as other verbs of mail. */
const namesCampaign = (before: Item | undefined, { status, negated }: Spoken): boolean =>
  before?.spoken?.condition.type === 'event' &&
  ofCampaign(before.spoken.condition) &&
  !(status?.now ?? false) &&
  !negated;

function asStatus({ spoken: _, ...item }: Item): Item {
  return item;
}

/** The next verb that has parts to share. */
function giverOf(items: readonly Item[]): Spoken | undefined {
  for (const { spoken } of items) {
    if (spoken === undefined) return undefined;
    if (spoken.own) return givesAdverbs(spoken) ? spoken : undefined;
  }
  return undefined;
}

function givesAdverbs({ condition }: Spoken): boolean {
  if (condition.type === 'date') return true;
  if (condition.type !== 'event') return false;
  const { timeframe, count, properties } = condition;
  return ofCampaign(condition) || [timeframe, count, properties].some((each) => each !== undefined);
}

function meaningBeside(
  giver: Spoken,
  { condition, negated, status }: Spoken,
): 'status' | 'event' | 'unclear' {
  if (condition.type === 'text') return 'status';
  const isOutcome = giver.condition.type === 'event' && outcomes.has(giver.condition.event);
  if (status?.now) return isOutcome && !negated ? 'unclear' : 'status';
  if (isOutcome) return negated ? 'unclear' : 'event';
  return negated ? 'status' : 'unclear';
}

function refuseUnclear(reader: Reader, item: Item, next: Item, connector: Connector | undefined): null {
  const [word, beside] = [textOf(reader, item.from, item.to), textOf(reader, next.from, next.to)];
  const message = `Does ${cited(word)} mean their status now, or what happened ${cited(`${textOf(reader, connector?.from ?? item.to, connector?.to ?? item.to)} ${beside}`.trim())}?`;
  const not = item.spoken?.negated ? 'not ' : '';
  const is = item.spoken?.status?.is ?? '';
  return ask(reader, item.from, item.to, message, [
    `status is ${not}${is}`,
    not === '' ? `${is} ever` : `never ${is}`,
  ]);
}
