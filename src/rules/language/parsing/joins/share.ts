import { defined } from '../../../../lib/defined.ts';
import { isMailEvent } from '../../../operators.ts';
import type { Rule } from '../../../schema.ts';
import { ofCampaign, saidCampaigns } from '../../print-event.ts';
import { settleStatus } from '../people/status.ts';
import type { Connector } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, type Read, type Reader, refuse, textOf } from '../reader/reader.ts';
import { type Spoken, spokenRule } from '../reader/spoken.ts';
import { settleIt } from './it.ts';

/**
 * Verbs in a row share the timeframe and count of the last one: `opened or clicked in the last 30 days`. The
 * same verb twice doesn't: `opened and not opened in the last 60 days` is opened ever, and not since.
 */
export function shareAdverbs(
  reader: Reader,
  all: readonly Item[],
  connectors: readonly Connector[],
): Read<Item[]> {
  if (!scopesAreClear(reader, all, connectors)) return null;
  const named = settleIt(reader, all);
  const items = named && settleStatus(reader, named, connectors);
  if (items === null || !campaignsAreClear(reader, items)) return null;
  const shared = [...items];
  for (let first = 0; first < items.length; first += 1) {
    let last = first;
    while (items[last]?.spoken?.own === false && items[last + 1]?.spoken !== undefined) last += 1;
    const giver = items[last]?.spoken;
    if (last === first || giver === undefined) continue;
    const run = items.slice(first, last);
    const rules = given(
      giver,
      run.flatMap((item) => item.spoken ?? []),
    );
    if (rules === 'unclear') return refuseSharing(reader, run, items[last]);
    for (const [index, rule] of rules.entries()) shared[first + index] = { ...run[index], rule } as Item;
    first = last;
  }
  return shared;
}

/** The rules of bare verbs with what they take from the last verb; none if it gives them nothing. */
function given(giver: Spoken, bare: readonly Spoken[]): Rule[] | 'unclear' {
  const { type: _, event, properties, which, ...adverbs } = adverbsOf(giver);
  if (Object.keys(adverbs).length === 0) return [];
  const verbs = new Set([...bare, giver].map(verbOf));
  const repeats = verbs.size <= bare.length;
  if (repeats && bare.length === 1) return [];
  const turned = giver.bareCount && bare.some((each) => each.negated);
  if (repeats || which !== undefined || properties !== undefined || turned) return 'unclear';
  const rules: Rule[] = [];
  for (const spoken of bare) {
    const condition = give(spoken.condition, adverbs);
    // "not received or opened “A” and “B”": neither, or not both?
    if (condition === undefined || (spoken.negated && adverbs.each)) return 'unclear';
    rules.push(spokenRule({ ...spoken, condition }));
  }
  return rules;
}

type Adverbs = Omit<Partial<Extract<Spoken['condition'], { type: 'event' }>>, 'type'>;

/** What a condition shares with the verbs before it; a date shares its timeframe. */
function adverbsOf({ condition }: Spoken): Adverbs & { type: string } {
  if (condition.type === 'has' || condition.type === 'text') return { type: condition.type };
  if (condition.type === 'event') return condition;
  if (condition.type === 'campaign') {
    const { type, campaigns, latest, each } = condition;
    return { type, ...defined({ campaigns, latest, each }) };
  }
  return { type: condition.type, timeframe: condition.timeframe };
}

/** Nobody signs up three times: a date accepts a timeframe, but no count or campaign. */
function give(condition: Spoken['condition'], adverbs: Adverbs): Spoken['condition'] | undefined {
  if (condition.type === 'event') {
    // If all are about mail, people mean the campaign. Other events rarely have one, and the condition would
    // silently match nobody.
    if (ofCampaign(adverbs) && !isMailEvent(condition.event)) return undefined;
    return { ...condition, ...adverbs };
  }
  const { timeframe, ...others } = adverbs;
  if (timeframe === undefined) return condition;
  if (condition.type !== 'has' || condition.field !== 'signup date' || Object.keys(others).length > 0)
    return undefined;
  return { type: 'date', field: condition.field, timeframe };
}

const verbOf = ({ condition }: Spoken): string =>
  condition.type === 'event'
    ? condition.event
    : condition.type === 'campaign'
      ? condition.was
      : condition.field;

function refuseSharing(reader: Reader, run: readonly Item[], giver: Item | undefined): null {
  const from = run[0]?.from ?? 0;
  const to = giver?.to ?? from;
  const message = `How far does the end of ${cited(textOf(reader, from, to))} reach? Repeat when, how often and which campaign after each verb ("ever" for any time).`;
  return refuse(reader, from, to, message);
}

/** `received "Spring sale" but not opened in March`: of that campaign, or of any? */
function campaignsAreClear(reader: Reader, items: readonly Item[]): boolean {
  for (const [index, item] of items.entries()) {
    const [one, other] = [item.spoken?.condition, items[index + 1]?.spoken?.condition];
    if ((one?.type !== 'event' && one?.type !== 'campaign') || !ofCampaign(one)) continue;
    if (other?.type !== 'event' || !isMailEvent(other.event) || ofCampaign(other)) continue;
    // "Received “A” and opened or clicked “B”".
    const giver = items.slice(index + 1).find(({ spoken }) => spoken?.own !== false)?.spoken?.condition;
    if (giver !== other && giver?.type === 'event' && ofCampaign(giver)) continue;
    const { from, to } = items[index + 1] as Item;
    const said = textOf(reader, from, to);
    const names = saidCampaigns(one, reader.names);
    const status = items[index + 1]?.spoken?.status?.is;
    const any = status === undefined ? `(${said})` : `status is ${status}`;
    const message =
      status === undefined
        ? `Of ${names}, or of any campaign? Name the campaign again, or put the condition in brackets for any.`
        : `Of ${names}, or their status now? Name the campaign again, or say "${any}".`;
    ask(reader, from, to, message, [`${said} ${names}`, any]);
    return false;
  }
  return true;
}

/** "has not opened or clicked": `not` would apply to the first verb only, and most people mean both. */
function scopesAreClear(reader: Reader, items: readonly Item[], connectors: readonly Connector[]): boolean {
  for (const [index, connector] of connectors.entries()) {
    const [one, other] = [items[index], items[index + 1]];
    if (connector.says !== 'or' || !one?.spoken?.negated || other?.spoken === undefined) continue;
    if (other.spoken.negated || other.spoken.auxiliary) continue;
    // "Never bought, or last bought a year ago": people who never bought have no last time.
    if (other.spoken.condition.type === 'event' && other.spoken.condition.which !== undefined) continue;
    const message = `Does the "not" of ${cited(textOf(reader, one.from, other.to))} reach the second verb? Say "and not" for neither, or "or has" for only the first.`;
    ask(reader, connector.from, connector.to, message, ['and not', 'or has']);
    return false;
  }
  return true;
}
