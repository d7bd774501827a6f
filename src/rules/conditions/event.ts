import { z } from 'zod';
import type { Timeframe } from '../../dates/schema.ts';
import { timeframeSchema } from '../../dates/timeframe-schema.ts';
import { readText } from '../../lib/texts.ts';
import type { AttributeTest } from '../attributes.ts';
import { bounds } from '../bounds.ts';
import { rowOf } from '../form/row.ts';
import { dated, past } from '../language/dated.ts';
import { printCount, printEvent } from '../language/print-event.ts';
import { saidEvent } from '../language/said-event.ts';
import { timeInSentence } from '../language/time-in-sentence.ts';
import { whenAgo } from '../language/when.ts';
import { mostLatest, sayLatest } from '../latest-campaigns.ts';
import { type CountOperatorName, countOperatorNames, countOperators, largestCount } from '../operators.ts';
import type { Range } from '../range.ts';
import { counted, eventFact, eventTest } from '../sql/compile-events.ts';
import { isListed, rolledUp } from '../sql/compile-rollups.ts';
import { type Days, daysOf } from '../sql/days.ts';
import { constant, countCourse } from '../why/flips.ts';
import { eventSubject } from './event-subject.ts';
import type { Fact, LeafKind } from './kind.ts';
import { ids, test, value } from './stored.ts';

/**
 * Events of a kind. On its own: at least one, in the timeframe or ever. With a count: that many. With
 * `which`: the first or the latest of all of them is in the timeframe.
 */
export type EventConditionOver<Time, Day = Time> = {
  type: 'event';
  /** A kind that Rollcall knows, or the workspace's own name in lower case. */
  event: string;
  /** Only events of one of these campaigns. */
  campaigns?: number[];
  /**
   * Only events of the last so many campaigns sent, as of the moment the rule runs. Never together with
   * `campaigns`.
   */
  latest?: number;
  /** Only events with all of these properties. */
  properties?: PropertyTest<Day>[];
  /** Events made by machines count too. */
  machines?: true;
  timeframe?: Time;
  count?: Count;
  which?: 'first' | 'last';
};

/** A test of an event's property: false if the event doesn't have it. `not`: the exact complement. */
export type PropertyTest<Day> = {
  property: string;
  test: AttributeTest<Day>;
  not?: true;
};

/** How often; `most` belongs to `between`, both ends included. */
export type Count = {
  operator: CountOperatorName;
  n: number;
  most?: number;
};

type Stored = EventConditionOver<Timeframe>;
type Resolved = EventConditionOver<Range, Days>;

const count = z
  .strictObject({
    operator: z.enum(countOperatorNames),
    n: z.int().max(largestCount),
    most: z.int().max(largestCount).exactOptional(),
  })
  .refine(
    ({ operator, n }) => n >= countOperators[operator].smallest,
    'has no effect with such a small number',
  )
  .refine(
    ({ operator, n, most }) => (operator === 'between' ? most !== undefined && n < most : most === undefined),
    'between a number and a larger one',
  );
const name = z
  .string()
  .min(1)
  .max(bounds.name)
  .refine((text) => text === text.toLowerCase() && readText(text) === text, 'is not the name of an event');
const property = z.strictObject({
  property: value.max(bounds.name),
  test,
  not: z.literal(true).exactOptional(),
});

export const event: LeafKind<Stored, Resolved> = {
  type: 'event',
  schema: z
    .strictObject({
      type: z.literal('event'),
      event: name,
      campaigns: ids('a campaign').exactOptional(),
      latest: z.int().min(1).max(mostLatest).exactOptional(),
      properties: z.array(property).min(1).exactOptional(),
      machines: z.literal(true).exactOptional(),
      timeframe: timeframeSchema.exactOptional(),
      count: count.exactOptional(),
      which: z.enum(['first', 'last']).exactOptional(),
    })
    .refine((each) => !each.which || (each.timeframe && !each.count), 'the first or last needs a timeframe')
    .refine(({ campaigns, latest }) => !campaigns || !latest, 'names campaigns, and the last ones'),
  values: () => 1,
  refersTo: { things: 'campaigns', key: 'campaigns' },

  resolve({ timeframe, properties, latest, ...rest }, { names, dates, moments, refuseGone, lastCampaigns }) {
    const known = new Set(names.campaigns.map((campaign) => campaign.id));
    for (const campaign of rest.campaigns ?? []) if (!known.has(campaign)) refuseGone('a campaign', campaign);
    return {
      ...rest,
      ...(latest === undefined ? {} : { campaigns: lastCampaigns(latest) }),
      ...(timeframe === undefined ? {} : { timeframe: moments(timeframe) }),
      ...(properties === undefined
        ? {}
        : { properties: properties.map((each) => resolveProperty(each, dates)) }),
    };
  },

  print: printEvent,
  explain(condition, context, negated, { who }) {
    const { which, timeframe } = condition;
    const [did, done] = saidEvent(condition, context.names);
    const time = timeframe === undefined ? '' : ` ${dated(timeframe, past(context))}`;
    const never = '; includes those who never did';
    if (which !== undefined)
      return negated ? `${who}have not ${which} ${done}${time}${never}` : `${who}${which} ${did}${time}`;
    if (condition.count === undefined) {
      if (timeframe === undefined) return `${who}${negated ? `never ${done}` : `${did} at any time`}`;
      return `${who}${negated ? `have not ${done}${time}${never}` : `${did}${time}`}`;
    }
    const none = counted(condition.count).turned !== negated;
    const said = `${negated ? `have not ${done}` : did} ${printCount(condition.count)}${time}`;
    return `${who}${said}${none ? never : ''}`;
  },

  compile: (condition, negated, around) =>
    rolledUp([condition], 'all', negated, around) ?? eventTest(condition, negated, around.param),
  effort: () => 2,
  asksForNone: (condition, negated, now) =>
    !isListed(condition, negated, now) && counted(condition.count).turned !== negated,
  topics: () => ['events'],
  namesPeople: () => false,

  fact: eventFact,
  sayFact(condition, fact, { names, dates }) {
    const { times, last } = fact as Extract<Fact, { times: number[] }>;
    const [did, done] = saidEvent(condition, names);
    const latest = times[0] ?? last;
    if (latest === null || latest === undefined) return `never ${done}`;
    const often = times.length === 1 ? 'once' : times.length === 0 ? 'before' : `${times.length} times`;
    return `${did} ${often}, ${times.length > 1 ? 'last on ' : ''}${whenAgo(new Date(latest), dates)}`;
  },
  course({ timeframe, which, ...condition }, fact, holds, context) {
    if (timeframe === undefined) return constant(holds);
    const { times, first, last } = fact as Extract<Fact, { times: number[] }>;
    if (which !== undefined) {
      const edge = which === 'last' ? (last ?? times[0]) : (first ?? times.at(-1));
      if (edge === undefined || edge === null) return constant(false);
      return countCourse([new Date(edge)], timeframe, past(context), (inside) => inside > 0);
    }
    const { least, most, turned } = counted(condition.count);
    const counts = (inside: number) => (inside >= least && (most === null || inside <= most)) !== turned;
    return countCourse(
      times.map((at) => new Date(at)),
      timeframe,
      past(context),
      counts,
    );
  },

  row(condition) {
    const { campaigns = [], latest, timeframe, which, properties, machines } = condition;
    if (properties !== undefined) return `it uses properties of “${condition.event}”`;
    if (latest !== undefined) return `it uses ${sayLatest(latest)}`;
    if (machines) return 'it counts automated opens';
    if (which !== undefined && campaigns.length > 0) return `it uses the ${which} event of a campaign`;
    return rowOf(`event:${condition.event}`, which ?? condition.count?.operator ?? 'ever', {
      time: timeframe === undefined ? '' : timeInSentence(timeframe),
      count: condition.count === undefined ? '' : countText(condition.count),
      campaigns: campaigns.map(String),
    });
  },
  subject: eventSubject,
};

function resolveProperty(
  { test: asked, ...rest }: PropertyTest<Timeframe>,
  dates: Parameters<typeof past>[0]['dates'],
): PropertyTest<Days> {
  if (asked.is !== 'date') return { ...rest, test: asked };
  const days = daysOf(asked.timeframe, { ...dates, direction: 'any' });
  return { ...rest, test: days === null ? { is: 'known' } : { is: 'date', timeframe: days } };
}

const countText = ({ n, most }: Count): string => (most === undefined ? String(n) : `${n} and ${most}`);
