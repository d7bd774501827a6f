import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { orTrouble } from '../database-trouble.ts';
import { type ErrorCode, RollcallError } from '../errors.ts';
import { defined } from '../lib/defined.ts';
import { withoutAddresses } from '../lib/emails.ts';
import { plainIssues } from '../lib/inputs.ts';
import { clip } from '../lib/words.ts';

type Errors = { pointer: string; detail: string }[];

const titles = {
  400: 'Malformed request',
  401: 'No valid key',
  403: 'Not allowed',
  404: 'Not found',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Invalid request',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
} as const;
export type ProblemStatus = keyof typeof titles;

const statuses: Record<ErrorCode, ProblemStatus> = {
  'invalid-input': 422,
  'wrong-use': 422,
  'not-found': 404,
  taken: 409,
  'not-allowed': 403,
  undecided: 409,
  busy: 409,
  misconfigured: 500,
  unavailable: 503,
  'database-unavailable': 503,
};

/** When to retry after trouble with the database, in seconds. */
const RETRY_AFTER = 10;

/** A refusal, with the reason in words. */
export function problem(
  status: ProblemStatus,
  detail: string,
  {
    errors,
    suggestions = [],
    headers = {},
  }: { errors?: Errors; suggestions?: readonly string[]; headers?: Record<string, string> } = {},
): Response {
  const body = {
    type: 'about:blank',
    title: titles[status],
    status,
    detail,
    ...defined({ errors, suggestions: suggestions.length === 0 ? undefined : suggestions }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

/** The answer to zod's findings: every mistake with a JSON pointer to it. */
export function problemOfIssues(issues: readonly z.core.$ZodIssue[]): Response {
  const errors = plainIssues(issues.slice(0, 100)).map(({ path, message }) => ({
    pointer: pointerTo(path),
    detail: sentence(message),
  }));
  const [first] = errors;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return problem(422, `${first?.pointer || 'The request'}: ${first?.detail ?? ''}${more}`, { errors });
}

/** A JSON pointer (RFC 6901). */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const sentence = (message: string): string => clip(message, 500);

/** The answer to an error. An unexpected error is logged under a reference that the client gets. */
export function problemOfError(thrown: unknown, c: Context, log: (line: string) => void): Response {
  const error = orTrouble(thrown);
  if (error instanceof RollcallError) {
    const { code, message, hint, fault, about, meant, instead } = error;
    if (code === 'database-unavailable') {
      log(withoutAddresses(`${c.req.method} ${c.req.routePath}: ${message} Cause: ${String(error.cause)}`));
      const headers = { 'retry-after': String(RETRY_AFTER) };
      return problem(503, [message, hint].join(' '), { headers });
    }
    const of = about === undefined || about === 'audience' ? 'the rule' : `the ${about}`;
    const where = fault && ` (at character ${fault.problem.at + 1} of ${of})`;
    const suggestions = fault?.problem.suggestions ?? meant?.names ?? instead;
    return problem(statuses[code], `${message}${where ?? ''}`, { suggestions });
  }
  if (error instanceof HTTPException) {
    const known = error.status === 400 || error.status === 413 || error.status === 415;
    const detail =
      error.status === 415 ? 'Send JSON, with the header content-type: application/json.' : error.message;
    return problem(known ? (error.status as 400 | 413 | 415) : 500, detail);
  }
  // A client that disconnects in the middle of a request reads no answer, and it is no one's fault.
  if (isBrokenOff(error)) return problem(400, 'The request was cut off.');
  const reference = randomBytes(4).toString('hex');
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(withoutAddresses(`[${reference}] ${c.req.method} ${c.req.routePath}: ${what}`));
  return problem(500, `Something went wrong on our side. It’s in the log as ${reference}.`);
}

/**
 * What Node throws at the reader of a request whose connection was closed; databases say more than "aborted".
 */
const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';
