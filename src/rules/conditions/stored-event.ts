import { z } from 'zod';
import type { Timeframe } from '../../dates/schema.ts';
import { timeframeSchema } from '../../dates/timeframe-schema.ts';
import { readText } from '../../lib/texts.ts';
import type { AttributeTest } from '../attributes.ts';
import { bounds } from '../bounds.ts';
import { mostLatest } from '../latest-campaigns.ts';
import { type CountOperatorName, countOperatorNames, countOperators, largestCount } from '../operators.ts';
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

/** As stored: its timeframes are words. */
export type EventCondition = EventConditionOver<Timeframe>;

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

export const eventSchema = z
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
  .refine(({ campaigns, latest }) => !campaigns || !latest, 'names campaigns, and the last ones');
