import type { Problem } from './lib/problem.ts';

/**
 * Why something was refused. The code decides who is to blame and what a caller sees; the edge (Slack, HTTP, command
 * line) decides how it is shown.
 */
export type ErrorCode =
  /** What was typed or sent does not mean anything here. */
  | 'invalid-input'
  /** A name that nothing bears. */
  | 'not-found'
  /** A name that something else bears already. */
  | 'taken'
  /** The person's role does not reach. */
  | 'not-allowed'
  /** A choice that a person has to make first; the hint says how. */
  | 'undecided'
  /** Something else has to end first. */
  | 'busy'
  /** The installation is set up wrongly: a variable, a folder, a database. */
  | 'misconfigured'
  /** Something outside (Slack, a question that takes too long) did not answer as it should. */
  | 'unavailable'
  /** The database is away, full or too busy: see database-trouble.ts. */
  | 'database-unavailable';

/** Words that were not understood, for an edge that can point at them. */
export interface Fault {
  text: string;
  problem: Problem;
}

/**
 * The one error class for everything that is expected to go wrong. `message` says what, where and what was expected;
 * `hint` says what to do next. Anything else that is thrown is a fault of ours.
 */
export class RollcallError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly fault: Fault | undefined;
  /** A name that nothing bears, and the nearest one that something does: what an edge can offer instead. */
  readonly meant: { typed: string; name: string } | undefined;
  /** The part of a form that is at fault, by its id there: an edge that shows the form can say it there. */
  readonly about: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      hint?: string;
      fault?: Fault;
      meant?: { typed: string; name: string };
      about?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'RollcallError';
    this.code = code;
    this.hint = options.hint;
    this.fault = options.fault;
    this.meant = options.meant;
    this.about = options.about;
  }
}
