import type { Timeframe } from '../../dates/schema.ts';
import type { Count, EventCondition } from '../conditions/stored-event.ts';
import { sayLatest } from '../latest-campaigns.ts';
import type { Names } from '../names.ts';
import { eventKinds, isMailEvent } from '../operators.ts';
import { seesAsOther, seesAsYesNo } from './ambiguous.ts';
import { printTest } from './print-test.ts';
import { printNamed, quoteName } from './quote.ts';
import { timeInSentence } from './time-in-sentence.ts';

type OfCampaigns = { campaigns?: readonly number[] | undefined; latest?: number | undefined };

/** An event condition, or its complement, in words. */
export function printEvent(condition: EventCondition, names: Names, negated: boolean): string {
  const { event, which, campaigns, latest, machines, count, timeframe, properties } = condition;
  const plain = count === undefined && timeframe === undefined;
  const campaign = saidCampaigns({ campaigns, latest }, names);
  // A verb without any parts of its own would take those of the next one.
  const bare = plain && campaign === undefined && properties === undefined;
  const adverbs = [
    ...(campaign === undefined ? [] : [campaign]),
    ...(machines ? ['including machines'] : []),
    ...(count === undefined ? [] : [printCount(count)]),
    ...(timeframe === undefined ? [] : [timeInSentence(timeframe)]),
    ...(bare && !negated ? ['ever'] : []),
    ...(properties === undefined ? [] : [printProperties(condition, names)]),
  ];
  const verb = which === undefined ? eventName(event) : `${which} ${eventName(event)}`;
  if (!negated) return [verb, ...adverbs].join(' ');
  // "Not opened more than 60 days ago" would be refused with a question.
  if (saysSince(condition) !== undefined) return `not (${[verb, ...adverbs].join(' ')})`;
  return [plain ? `never ${verb}` : which === undefined ? notEvent(event) : `not ${verb}`, ...adverbs].join(
    ' ',
  );
}

/**
 * What most people mean by "has not opened more than 60 days ago": how long they haven't, "in the last 60
 * days". Undefined for conditions whose complement has only one meaning.
 */
export function saysSince({ timeframe, count, which }: EventCondition): Timeframe | undefined {
  if (count !== undefined || which !== undefined) return undefined;
  if (timeframe?.kind !== 'before' && timeframe?.kind !== 'until') return undefined;
  const { of } = timeframe;
  if (of.kind !== 'ago' || of.direction !== 'past') return undefined;
  return { kind: 'rolling', direction: 'past', amount: of.amount };
}

/** Whether it is limited to mail of some campaigns. */
export const ofCampaign = ({ campaigns, latest }: OfCampaigns): boolean =>
  campaigns !== undefined || latest !== undefined;

/** The campaigns in a sentence: `"Spring sale" or "Welcome"`, `the last campaign`. */
export const saidCampaigns = ({ campaigns, latest }: OfCampaigns, names: Names): string | undefined =>
  latest === undefined
    ? campaigns?.map((id) => printNamed(id, names.campaigns)).join(' or ')
    : sayLatest(latest);

/** An event as a verb: `opened`, `did purchase`. */
export function eventName(event: string): string {
  return isMailEvent(event) ? eventKinds[event].words[0] : `did ${quoteName(event)}`;
}

/** The complement of a verb with a time or a count: `not opened`, `did not purchase`. */
function notEvent(event: string): string {
  return isMailEvent(event) ? `not ${eventName(event)}` : `did not ${quoteName(event)}`;
}

/** "at least 3 times", "exactly once", "between 2 and 5 times". */
export function printCount({ operator, n, most }: Count): string {
  if (most !== undefined) return `between ${n} and ${most} times`;
  return `${operator} ${n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`}`;
}

/** `with amount > 100`; in brackets if "and" could continue with something else. */
function printProperties({ event, properties = [] }: EventCondition, names: Names): string {
  const tests = properties.map(({ property, test, not }) =>
    printTest(quoteName(property), test, not ?? false, (value) => seesAsYesNo(value, names)),
  );
  const known = names.events.find((each) => each.name === event)?.properties ?? [];
  const alone = tests.length === 1 && !known.some(({ name }) => seesAsOther(name, names));
  return alone ? `with ${tests[0]}` : `with (${tests.join(' and ')})`;
}
