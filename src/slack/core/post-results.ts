import type { PostResult } from '../../audience/watches/posting.ts';
import { slackProblem } from './slack-problems.ts';

interface Refusal {
  code?: string;
  message?: string;
  data?: { error?: string };
  retryAfter?: number;
  original?: unknown;
  cause?: unknown;
}

/** Answers after which part of the work may have been done, by Slack's own words. */
const unclear = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);
/** Failures before anything was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What Slack's client says about "too many requests" without the moment from which they are accepted again. */
const NO_MOMENT = /^Retry header did not contain a valid timeout/;

/** How soon a message is tried again that never reached Slack. In ms. */
const AGAIN_MS = 30_000;

/** What a failed call says about a message that Rollcall posts by itself: whether Slack has it, and whether to try again. */
export function resultOf(error: unknown): PostResult {
  const { code, data, retryAfter, original, message = '' } = (error ?? {}) as Refusal;
  // What a proxy says in Slack's place isn't a word of Slack's.
  const refused = /^[a-z0-9_]+$/.test(data?.error ?? '') ? data?.error : undefined;
  const isBusy =
    code === 'slack_webapi_rate_limited_error' ||
    refused === 'ratelimited' ||
    refused === 'rate_limited' ||
    NO_MOMENT.test(message);
  if (isBusy) return { is: 'later', inMs: Math.max(AGAIN_MS, (retryAfter ?? 0) * 1000) };
  if (refused !== undefined && !unclear.has(refused)) {
    const problem = slackProblem(error);
    const said =
      problem === undefined ? `Slack refused it: ${refused}.` : [problem.message, problem.hint].join(' ');
    return { is: 'refused', problem: said };
  }
  return wasNeverSent(original) ? { is: 'later', inMs: AGAIN_MS } : { is: 'unknown' };
}

function wasNeverSent(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as Refusal;
  return (code !== undefined && neverSent.has(code)) || (cause !== undefined && wasNeverSent(cause));
}
