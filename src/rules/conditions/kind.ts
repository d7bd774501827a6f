import type { z } from 'zod';
import type { Timeframe } from '../../dates/schema.ts';
import type { RuleContext } from '../context.ts';
import type { FormSubject, Row } from '../form/row.ts';
import type { Names, Thing } from '../names.ts';
import type { Range } from '../range.ts';
import type { Param } from '../sql/compile-values.ts';
import type { Course } from '../why/flips.ts';

/**
 * Everything that the stages need from a kind of condition. Each kind is one such object, in a file of its
 * own, and a row of `kinds.ts`; `language/parsing/` reads the sentences for it. `Built` are the conditions
 * that its rows of a form build.
 */
export interface Kind<Stored extends { type: string }, Built = Stored> {
  type: Stored['type'];
  /** Checks a stored condition, strictly: there is only one way to store a thing. */
  schema: z.ZodType<Stored> & z.core.$ZodTypeDiscriminable;
  /** How many values it holds: rules have bounds. */
  values: (condition: Stored) => number;
  /**
   * What it refers to by id, and its key that holds the ids, one or a list. Reads trees as they are stored,
   * even those that this version can't read, so that nobody deletes a thing that a rule uses.
   */
  refersTo: { things: Thing; key: keyof Stored & string } | null;
  /** The condition, or its complement, as a sentence. Parsing that gives the condition back. */
  print: (condition: Stored, names: Names, negated: boolean) => string;
  /** The same in plain English, for a card. */
  explain: (condition: Stored, context: RuleContext, negated: boolean, opening: Opening) => string;
  /** The condition as a row of a form; a text says why it can't be one. */
  row: (condition: Stored) => Row | string;
  /** What a form offers to build it; null if another kind's subject covers it too. */
  subject: FormSubject<Built> | null;
}

/** A kind that is compiled for contacts: all but segments, whose rules have replaced them by then. */
export interface LeafKind<Stored extends { type: string }, Resolved = Stored, Built = Stored>
  extends Kind<Stored, Built> {
  /**
   * Checks it against what exists now, and turns timeframes into moments. If it is refused, the result is
   * never compiled.
   */
  resolve: (condition: Stored, tools: Resolving) => Resolved;
  /** The SQL of the condition, or of its complement, for a contact `c`. May be null in place of false. */
  compile: (condition: Resolved, negated: boolean, around: Around) => string;
  /**
   * The cost of testing one contact: 0 for a column of its row, 1 for a text or an attribute in it, 2 for
   * other tables.
   */
  effort: (condition: Resolved) => 0 | 1 | 2;
  /**
   * Whether it, or its complement, is true of contacts that have nothing in another table. They are
   * found through the contacts that do.
   */
  asksForNone: (condition: Resolved, negated: boolean, now: Date) => boolean;
  /** What its answer depends on besides contacts and their fields, by the names that `write_counts` uses. */
  topics: (condition: Resolved) => string[];
  /**
   * Whether it compares something that identifies a person: members who may not see contacts may not use it.
   */
  namesPeople: (condition: Resolved) => boolean;
  /** SQL of the fact behind the answer for a contact `c`, as JSON: see `Fact`. */
  fact: (condition: Resolved, now: Date, param: Param) => string;
  /** That fact in words. */
  sayFact: (condition: Stored, fact: Fact, context: RuleContext) => string;
  /** Whether it holds as time passes; null if the passing of time alone never changes it. */
  course: ((condition: Stored, fact: Fact, holds: boolean, context: RuleContext) => Course) | null;
}

/** The words before a condition in a read-back: `who are tagged vip` alone, `tagged vip` in a list. */
export interface Opening {
  /** Before a verb: "opened an email". */
  who: string;
  /** Before what people are: "tagged vip". */
  are: string;
  /** Before one of their fields: "country is Norway". */
  whose: string;
  /** Before a yes or a number: "active is true", "seats is more than 5". */
  of: string;
}

/** What a condition gets when it is resolved. */
export interface Resolving extends RuleContext {
  moments: (timeframe: Timeframe) => Range;
  /** Adds a problem. */
  refuse: (message: string) => void;
  /** Refuses ids of things that no longer exist: "a tag". */
  refuseGone: (thing: string, id: number) => void;
  /** Whose rule is at fault: 'The rule', 'The rule of "A"'. */
  whose: (own?: string) => string;
  /** The ids of the last so many campaigns sent; from then on the rule's answers depend on them. */
  lastCampaigns: (count: number) => number[];
}

/** What a condition gets when it is compiled. */
export interface Around {
  now: Date;
  param: Param;
  /** Only tags that were added before this moment count. */
  asOf?: Date;
}

/** The fact behind a condition's answer for one contact. */
export type Fact =
  /** Those of the condition's tags that the contact has, by id, each with the moment it was added. */
  | Record<string, string>
  /** The value of a field or of an attribute; a date as a moment. */
  | string
  | number
  | boolean
  | null
  /**
   * When it happened, in milliseconds since 1970, the latest first; and the first and last times from a
   * rollup.
   */
  | { times: number[]; first: number | null; last: number | null };
