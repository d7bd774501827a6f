import { RollcallError } from '../../errors.ts';
import { emailKey } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { compileWhy } from '../../rules/why/compile-why.ts';
import { explainWhy, type Reason, resolveConditions } from '../../rules/why/why.ts';
import { type Member, whyOf } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type Hold, holdsOf } from '../contacts/holds.ts';
import { requireRole } from '../permissions.ts';
import type { SegmentRef } from './lookup.ts';
import { knownTo, resolvedRule, storedSegment } from './segments.ts';

/** Why someone is or isn't in a segment, at one moment. */
export interface MemberWhy {
  segment: string;
  member: Member;
  at: Date;
  /** Rules count days in it. */
  timeZone: string;
  why: Reason;
  /** Why they get no mail even if they are in it. */
  holds: Hold[];
}

/**
 * Says for each condition of a segment's rule whether it is true of a contact, what decides it, and when that
 * changes just because time passes. Editors only: it is about a person.
 *
 * @throws RollcallError `not-found` for the segment or the contact, `invalid-input` if the rule is broken
 */
export async function whyMember(
  deps: AudienceDeps,
  caller: Caller,
  { email, ...ref }: SegmentRef & { email: string },
): Promise<MemberWhy> {
  requireRole(caller, 'editor', 'see why someone is in a segment');
  const key = emailKey(email);
  if (key === null) {
    throw new RollcallError('invalid-input', `"${clip(email.trim(), 100)}" is not an email address.`, {
      hint: 'Give one email address, like ada@example.org.',
    });
  }
  const { segment, rule } = await storedSegment(deps, caller, ref);
  const known = await knownTo(deps, caller);
  // The whole rule first, so that an error names the segment itself.
  resolvedRule(rule, known, { segment: segment.id, stored: true });
  const question = compileWhy(resolveConditions(rule, known), {
    workspaceId: caller.workspaceId,
    emailKey: key,
  });
  const answer = await whyOf(deps.storage, question);
  if (answer === undefined) {
    throw new RollcallError('not-found', `No contact with the address ${email.trim()}.`, {
      hint: 'Check the spelling, or add the contact first.',
    });
  }
  const { member } = answer;
  return {
    segment: segment.name,
    member,
    at: known.dates.now,
    timeZone: known.dates.timeZone,
    why: explainWhy(rule, answer, known),
    holds: await holdsOf(deps, caller.workspaceId, member.id),
  };
}
