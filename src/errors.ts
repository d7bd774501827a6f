import type { Problem } from './lib/problem.ts';

/**
 * Why something was refused. The code decides who is at fault and what a caller sees; the edge (Slack, HTTP,
 * command line) decides how it is shown.
 */
export type ErrorCode =
  /** The input has no meaning here. */
  | 'invalid-input'
  /** A command of the command line was not used as its help says. */
  | 'wrong-use'
  /** Nothing has this name. */
  | 'not-found'
  /** Something else already has this name. */
  | 'taken'
  /** The person's role doesn't allow it. */
  | 'not-allowed'
  /** A person has to make a choice first; the hint says how. */
  | 'undecided'
  /** Something else has to finish first. */
  | 'busy'
  /** The installation is misconfigured: a variable, a folder, a database. */
  | 'misconfigured'
  /** Something outside (Slack, a slow query) did not respond as it should. */
  | 'unavailable'
  /** The database is away, full or too busy: see database-trouble.ts. */
  | 'database-unavailable';

/** Words that were not understood, for an edge that can point at them. */
export interface Fault {
  text: string;
  problem: Problem;
}

/** A name that nothing has, and the nearest names of things that exist. */
export interface Meant {
  typed: string;
  names: readonly string[];
}

/**
 * The one error class for every failure that is expected. `message` says what, where and what was expected;
 * `hint` says what to do next. Anything else that is thrown is our own bug.
 */
export class RollcallError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly fault: Fault | undefined;
  /** A name that doesn't exist, and the nearest ones that do, best first, for an edge to offer. */
  readonly meant: Meant | undefined;
  /** Whole texts that may be meant instead of the refused one, best first, for an edge to offer. */
  readonly instead: readonly string[];
  /** Lines of other commands in Slack that may have been meant, best first. */
  readonly lines: readonly string[];
  /** The id of the form field at fault: an edge that shows the form can show the error there. */
  readonly about: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      hint?: string;
      fault?: Fault;
      meant?: Meant | undefined;
      instead?: readonly string[];
      lines?: readonly string[];
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
    this.instead = options.instead ?? [];
    this.lines = options.lines ?? [];
    this.about = options.about;
  }
}
