import { RollcallError } from '../../errors.ts';
import { complaintStands, decidedAt, type Moments, type Status, statusOf } from '../../lib/consent.ts';
import { tidy } from '../../lib/texts.ts';
import type { Asked } from '../topics/set.ts';
import { afterComplaint, consentTooLate } from './status-said.ts';

/**
 * What a teammate's "They asked for it" adds to the facts: the moment, and where.
 *
 * @param before everything that was said about the contact so far
 * @throws RollcallError `invalid-input` about `where` or `when`, `not-allowed` after a complaint
 */
export function agreement(
  asked: Asked | undefined,
  { now, from }: { now: Date; from: Status },
  before: Moments | undefined,
): { at: Date; details: { where: string } } {
  const where = tidy(asked?.where ?? '');
  if (asked === undefined || where === '')
    throw new RollcallError(
      'invalid-input',
      `Changing "${from}" to "subscribed" needs their consent: say where and when they asked for it.`,
      { about: 'where' },
    );
  const tooLate = consentTooLate({ source: where, at: asked.at }, now);
  if (tooLate !== undefined) throw new RollcallError('invalid-input', `That ${tooLate}.`, { about: 'when' });
  const at = asked.at > now ? now : asked.at;
  if (before !== undefined) refuseIfOutranked({ ...before, consentedAt: later(before.consentedAt, at) });
  return { at, details: { where } };
}

/** Throws if someone isn't subscribed in spite of their consent. */
export function refuseIfOutranked(after: Moments): void {
  const status = statusOf(after);
  if (status === 'subscribed') return;
  if (complaintStands(after)) throw new RollcallError('not-allowed', afterComplaint);
  const since = decidedAt(status, after)?.toISOString().slice(0, 10) ?? '';
  const did = {
    unsubscribed: 'opted out',
    bounced: 'bounced',
    'non-subscribed': 'were set to non-subscribed',
  };
  throw new RollcallError(
    'invalid-input',
    `They ${did[status]} on ${since}, and requests from before then don’t count.`,
    { about: 'when' },
  );
}

const later = (one: Date | null, other: Date): Date => (one !== null && one > other ? one : other);
