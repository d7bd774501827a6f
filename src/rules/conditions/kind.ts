import type { z } from 'zod';
import type { Timeframe } from '../../dates/schema.ts';
import type { FormSubject, Row } from '../form/row.ts';
import type { RuleContext } from '../language/parse.ts';
import type { Names, Thing } from '../names.ts';
import type { Range } from '../range.ts';
import type { Param } from '../sql/compile-values.ts';
import type { Course } from '../why/flips.ts';

/**
 * All that the stages ask of a kind of condition. Each kind is one such object, in a file of its own, and a row of `kinds.ts`; what
 * sentences say it is read in `language/parsing/`.
 */
export interface Kind<Stored extends { type: string }> {
  type: Stored['type'];
  /** Checks a stored one, strictly: there is one way to store a thing. */
  schema: z.ZodType<Stored> & z.core.$ZodTypeDiscriminable;
  /** How many values it holds: rules are bounded. */
  values: (condition: Stored) => number;
  /**
   * What it refers to by id, and its key that holds the ids, one or a list. Read of trees as they are stored, also of those that this
   * version can't read: so that nothing is deleted that a rule uses.
   */
  refersTo: { things: Thing; key: keyof Stored & string } | null;
  /** The condition, or its complement, as a sentence says it. Reading that gives the condition. */
  print: (condition: Stored, names: Names, negated: boolean) => string;
  /** The same in plain English, for a card. */
  explain: (condition: Stored, context: RuleContext, negated: boolean, opening: Opening) => string;
  /** The condition as a row of a form; as a text: why it can't be one. */
  row: (condition: Stored) => Row | string;
  /** What a form offers in order to say it; null if another kind's subject says it too. */
  subject: FormSubject | null;
}

/** A kind that is asked of contacts: all but segments, whose rules stand in their place by then. */
export interface LeafKind<Stored extends { type: string }, Resolved = Stored> extends Kind<Stored> {
  /** Checks it against what exists now, and turns timeframes into moments. After a refusal the result is never compiled. */
  resolve: (condition: Stored, tools: Resolving) => Resolved;
  /** The SQL of the condition, or of its complement, of a contact `c`. May be null in place of false. */
  compile: (condition: Resolved, negated: boolean, around: Around) => string;
  /** What a test of one contact takes: 0 for a column of its row, 1 for a text or an attribute in it, 2 for other tables. */
  effort: (condition: Resolved) => 0 | 1 | 2;
  /** Whether it, or its complement, is true of contacts that have nothing in another table: found from those that have. */
  asksForNone: (condition: Resolved, negated: boolean, now: Date) => boolean;
  /** What its answer depends on beside contacts and their fields, as `write_counts` calls it. */
  topics: (condition: Resolved) => string[];
  /** Whether it compares what tells who somebody is: who may not see contacts may not ask by it. */
  namesPeople: (condition: Resolved) => boolean;
  /** SQL of what decides it for a contact `c`, as JSON: see `Fact`. */
  fact: (condition: Resolved, now: Date, param: Param) => string;
  /** That fact in words. */
  sayFact: (condition: Stored, fact: Fact, context: RuleContext) => string;
  /** Whether it holds as time passes; null if time alone never changes it. */
  course: ((condition: Stored, fact: Fact, holds: boolean, context: RuleContext) => Course) | null;
}

/** The words before a condition in a read-back: `who are tagged vip` alone, `tagged vip` in a list. */
export interface Opening {
  /** Before a verb: "opened an email". */
  who: string;
  /** Before what people are: "tagged vip". */
  are: string;
  /** Before what one of their fields is: "country is Norway". */
  whose: string;
  /** Before a yes or a number of theirs: "active is true", "seats is more than 5". */
  of: string;
}

/** What resolving gives a condition. */
export interface Resolving extends RuleContext {
  moments: (timeframe: Timeframe) => Range;
  /** Adds a problem. */
  refuse: (message: string) => void;
  /** Refuses ids of what no longer exists: "a tag". */
  refuseGone: (thing: string, id: number) => void;
  /** Whose rule is at fault: 'The rule', 'The rule of "A"'. */
  whose: (own?: string) => string;
  /** The ids of so many campaigns that were sent last; from then on the rule's answers depend on them. */
  lastCampaigns: (count: number) => number[];
}

/** What surrounds a condition that is compiled. */
export interface Around {
  now: Date;
  param: Param;
}

/** What decides a condition for one contact. */
export type Fact =
  /** The tags asked for that the contact bears, by id, with the moment at which each was added. */
  | Record<string, string>
  /** The value of a field or of an attribute; a date as a moment. */
  | string
  | number
  | boolean
  | null
  /** When it was done, in milliseconds since 1970, the latest first; and the first and last times that a rollup knows. */
  | { times: number[]; first: number | null; last: number | null };
