import { z } from 'zod';
import type { Timeframe } from '../dates/schema.ts';
import { timeframeSchema } from '../dates/schema.ts';
import { type AttributeTest, isPlainNumber, numberOperatorNames, numberOperators } from './attributes.ts';
import {
  comparison,
  type DateFieldName,
  dateFieldNames,
  isOptional,
  readText,
  type TextFieldName,
  textField,
  textFieldNames,
} from './fields.ts';
import { mostLatest } from './latest-campaigns.ts';
import type { CountOperatorName, TextOperatorName } from './operators.ts';
import { countOperatorNames, countOperators, largestCount, textOperatorNames } from './operators.ts';
import type { Days } from './sql/days.ts';
import { isPercent, largestSeed } from './sql/random.ts';

/**
 * What decides a segment's members, as it is stored: a tree. Joining nodes hold two rules or more, so an empty list is
 * no rule; only `everyone` matches all. `not` is the exact complement of what it holds.
 */
export type Rule =
  | { type: 'everyone' }
  | { type: 'all'; rules: Rule[] }
  | { type: 'any'; rules: Rule[] }
  | { type: 'not'; rule: Rule }
  | Condition;

/**
 * A leaf of a rule. `Time` is a timeframe in a stored rule, a range of moments in a resolved one; `Day`, what an attribute's
 * date is compared with, a range of days.
 */
export type ConditionOver<Time, Day = Time> =
  /** Bears any, or all, of the tags. A single one is `any`. */
  | { type: 'tagged'; match: 'any' | 'all'; tags: number[] }
  /** Bears a tag, whichever. */
  | { type: 'has-tags' }
  /** Is in any, or in all, of the segments. A single one is `any`. */
  | { type: 'segment'; match: 'any' | 'all'; segments: number[] }
  /** Belongs to a share of all contacts, drawn by the seed: the same ones every time. */
  | { type: 'random'; percent: number; seed: number }
  /** The field compares with one of the values; false where the contact has none. */
  | { type: 'text'; field: TextFieldName; operator: TextOperatorName; values: string[] }
  /** The contact has a value there. */
  | { type: 'has'; field: TextFieldName | DateFieldName }
  /** The date lies in the timeframe; false where the contact has none. */
  | { type: 'date'; field: DateFieldName; timeframe: Time }
  /** An attribute's value passes a test, which fits the attribute's type. */
  | { type: 'attribute'; attribute: number; test: AttributeTest<Day> }
  | EventConditionOver<Time, Day>;

/**
 * Events of a kind. Plain: at least one, in the timeframe or ever. With a count: so many. With `which`: the first, or the
 * latest, of all of them lies in the timeframe.
 */
export type EventConditionOver<Time, Day = Time> = {
  type: 'event';
  /** A kind that Rollcall knows, or a name of the workspace's own in lower case. */
  event: string;
  /** Of one of these campaigns only. */
  campaigns?: number[];
  /** Of one of so many campaigns that were sent last, whichever these are when it is asked. Never beside `campaigns`. */
  latest?: number;
  /** With all of these properties only. */
  properties?: PropertyTest<Day>[];
  /** Those made by machines count too. */
  machines?: true;
  timeframe?: Time;
  count?: Count;
  which?: 'first' | 'last';
};

/** What is asked of a property of an event: false where the event has none. `not`: the exact complement. */
export type PropertyTest<Day> = {
  property: string;
  test: AttributeTest<Day>;
  not?: true;
};

/** How often; `most` goes with `between`, both ends included. */
export type Count = {
  operator: CountOperatorName;
  n: number;
  most?: number;
};

export type Condition = ConditionOver<Timeframe>;

/** A moment range, `[from, to)`; null: open on that side. */
export interface Range {
  from: Date | null;
  to: Date | null;
}

/** A condition as it is compiled: in place of a segment stands its rule. */
export type ResolvedCondition = Exclude<ConditionOver<Range, Days>, { type: 'segment' }>;

/** A rule whose names were checked and whose timeframes are moments: what is compiled. */
export type ResolvedTree =
  | { type: 'everyone' }
  | { type: 'all'; rules: ResolvedTree[] }
  | { type: 'any'; rules: ResolvedTree[] }
  | { type: 'not'; rule: ResolvedTree }
  | ResolvedCondition;

export interface ResolvedRule {
  tree: ResolvedTree;
  /** The moment for which it was resolved. */
  now: Date;
  /** Equal for questions that may share an answer: the stored rule, the settings of dates, and now cut to the minute. */
  key: string;
}

/** A thing that a rule refers to by id, and sentences by name. */
export interface Named {
  id: number;
  name: string;
}

export interface NamedAttribute extends Named {
  type: 'text' | 'number' | 'boolean' | 'date';
  yearly: boolean;
}

export interface NamedCampaign extends Named {
  /** When it was sent, as far as is known: when the first mail of it was received. In milliseconds since 1970. */
  sentAt?: number | null;
}

export interface NamedSegment extends Named {
  /** As it is stored: what stands in place of the segment in another one's rule. Read only where a rule asks for it. */
  rule: unknown;
}

/** A kind of event of the workspace's own, by its name in lower case, with the properties that events of it had. */
export interface NamedEvent {
  name: string;
  properties: NamedProperty[];
}

export interface NamedProperty {
  name: string;
  /** The type of all values that were recorded; text where they differ. */
  type: NamedAttribute['type'];
}

/** What a sentence may name, in one workspace. */
export interface Names {
  tags: Named[];
  segments: NamedSegment[];
  attributes: NamedAttribute[];
  campaigns: NamedCampaign[];
  /** Kinds of events that were recorded: those of the workspace's own, and known ones that had properties. */
  events: NamedEvent[];
}

/** How deep rules may stand in each other, and how many nodes and values they may hold together. */
export const bounds = { depth: 30, nodes: 500, values: 1000, text: 1000, name: 60 } as const;

const id = z.int().min(1).max(2_147_483_647);
// PostgreSQL's text holds no NUL.
const value = z
  .string()
  .min(1)
  .max(bounds.text)
  .refine((text) => !text.includes('\u0000'), 'holds a NUL character');
const count = z
  .strictObject({
    operator: z.enum(countOperatorNames),
    n: z.int().max(largestCount),
    most: z.int().max(largestCount).exactOptional(),
  })
  .refine(({ operator, n }) => n >= countOperators[operator].smallest, 'says nothing with so small a number')
  .refine(
    ({ operator, n, most }) => (operator === 'between' ? most !== undefined && n < most : most === undefined),
    'between a number and a greater one',
  );
const distinct = <T>(values: T[]): boolean => new Set(values).size === values.length;
const texts = z.array(value).min(1).refine(distinct, 'names a value twice');

const test = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('known') }),
  z
    .strictObject({ is: z.literal('text'), operator: z.enum(textOperatorNames), values: texts })
    .refine(({ values }) => values.every((each) => readText(each) === each), 'a value is no plain text'),
  z
    .strictObject({
      is: z.literal('number'),
      operator: z.enum(numberOperatorNames),
      values: z
        .array(z.number().refine(isPlainNumber, 'a number with an exponent'))
        .refine(distinct, 'names a number twice'),
    })
    .refine(({ operator, values }) => {
      const [least, most] = numberOperators[operator].takes;
      return values.length >= least && values.length <= most;
    }, 'takes another number of values')
    .refine(
      ({ operator, values: [least = 0, most = 0] }) => operator !== 'between' || least < most,
      'between a number and a smaller one',
    ),
  z.strictObject({ is: z.literal('boolean'), value: z.boolean() }),
  z.strictObject({ is: z.literal('date'), timeframe: timeframeSchema }),
]);

const name = z
  .string()
  .min(1)
  .max(bounds.name)
  .refine((text) => text === text.toLowerCase() && readText(text) === text, 'is no name of an event');
const property = z.strictObject({
  property: value.max(bounds.name),
  test,
  not: z.literal(true).exactOptional(),
});

const condition = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('tagged'),
      match: z.enum(['any', 'all']),
      tags: z.array(id).min(1).refine(distinct, 'names a tag twice'),
    })
    .refine(({ match, tags }) => match === 'any' || tags.length > 1, 'all of one tag is any of it'),
  z.strictObject({ type: z.literal('has-tags') }),
  z
    .strictObject({
      type: z.literal('segment'),
      match: z.enum(['any', 'all']),
      segments: z.array(id).min(1).refine(distinct, 'names a segment twice'),
    })
    .refine(
      ({ match, segments }) => match === 'any' || segments.length > 1,
      'all of one segment is any of it',
    ),
  z.strictObject({
    type: z.literal('random'),
    percent: z.number().refine(isPercent, 'no share'),
    seed: z.int().min(0).max(largestSeed),
  }),
  z
    .strictObject({
      type: z.literal('text'),
      field: z.enum(textFieldNames),
      operator: z.enum(textOperatorNames),
      values: texts,
    })
    .refine(
      ({ field, operator }) => textField(field).operators.includes(operator),
      'the field knows no such operator',
    )
    .refine(
      ({ field, operator, values }) =>
        values.every((each) => comparison(textField(field), operator).read(each) === each),
      'a value is none of the field',
    ),
  z.strictObject({
    type: z.literal('has'),
    field: z.enum([...textFieldNames, ...dateFieldNames]).refine(isOptional, 'no contact lacks it'),
  }),
  z.strictObject({ type: z.literal('date'), field: z.enum(dateFieldNames), timeframe: timeframeSchema }),
  z.strictObject({ type: z.literal('attribute'), attribute: id, test }),
  z
    .strictObject({
      type: z.literal('event'),
      event: name,
      campaigns: z.array(id).min(1).refine(distinct, 'names a campaign twice').exactOptional(),
      latest: z.int().min(1).max(mostLatest).exactOptional(),
      properties: z.array(property).min(1).exactOptional(),
      machines: z.literal(true).exactOptional(),
      timeframe: timeframeSchema.exactOptional(),
      count: count.exactOptional(),
      which: z.enum(['first', 'last']).exactOptional(),
    })
    .refine(
      ({ which, timeframe, count }) => !which || (timeframe && !count),
      'the first or last needs a timeframe',
    )
    .refine(({ campaigns, latest }) => !campaigns || !latest, 'names campaigns, and the last ones'),
]);

const tree: z.ZodType<Rule> = z.lazy(() => z.union([joined, condition]));
const joined = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('everyone') }),
  z.strictObject({ type: z.literal('all'), rules: z.array(tree).min(2) }),
  z.strictObject({ type: z.literal('any'), rules: z.array(tree).min(2) }),
  z.strictObject({ type: z.literal('not'), rule: tree }),
]);

/**
 * Checks a stored rule. Depth and size come first, before zod sees the tree: it would overflow its stack at a depth of
 * some thousands.
 */
export const ruleSchema: z.ZodType<Rule> = z
  .unknown()
  .refine(withinBounds, `a rule goes at most ${bounds.depth} deep and has at most ${bounds.nodes} conditions`)
  .pipe(tree) as unknown as z.ZodType<Rule>;

/** Whether a tree of any shape is small enough to be looked at. Never recurses: the tree may be hostile. */
export function withinBounds(rule: unknown): boolean {
  let nodes = 0;
  let values = 0;
  const open: { node: unknown; depth: number }[] = [{ node: rule, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    nodes += 1;
    if (nodes > bounds.nodes || next.depth > bounds.depth) return false;
    if (typeof next.node !== 'object' || next.node === null) continue;
    const { rules, rule: inner, properties, test, ...lists } = next.node as Record<string, unknown>;
    for (const list of Object.values(lists)) if (Array.isArray(list)) values += list.length;
    // What is asked of attributes and properties holds values of its own.
    const inside = [rules, properties].filter((list) => Array.isArray(list));
    if (values > bounds.values || inside.some((list) => list.length > bounds.nodes)) return false;
    const children = [...inside.flat(), ...[inner, test].filter(Boolean)];
    for (const child of children) open.push({ node: child, depth: next.depth + 1 });
  }
  return true;
}
