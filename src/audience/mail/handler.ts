import { noteInJob } from '../../storage/jobs/jobs.ts';
import type { AudienceDeps } from '../caller.ts';
import type { JobHandler, JobOutcome, JobWork } from '../jobs/handler.ts';
import { composeMail } from './compose.ts';

const MINUTE_MS = 60_000;

/** When to retry a mail that a server won't accept for now: after 1, 5 and 30 minutes, 2 and 8 hours. */
const PAUSES_MS = [1, 5, 30, 120, 480].map((minutes) => minutes * MINUTE_MS);

/**
 * Sends one of Rollcall's own mails, at most once: an attempt is recorded before it starts, so that no one
 * sends the mail again after a crash. A person who misses it can request it again.
 */
export const mailHandler: JobHandler<'mail'> = {
  doing: ({ payload }) =>
    payload.mail === 'sign-up' ? 'a confirmation of a sign-up' : 'a link to preferences',
  atOnce: 2,
  // Longer than a server may be silent at each step.
  leaseMs: 120_000,
  mostAttempts: PAUSES_MS.length + 1,
  retryMs: (failures) => PAUSES_MS[failures - 1] ?? MINUTE_MS,
  run: sendOne,
};

async function sendOne(deps: AudienceDeps, { job, lease }: JobWork<'mail'>): Promise<JobOutcome> {
  const { handing, ...order } = job.payload;
  const { mail } = deps;
  if (mail === undefined)
    return { is: 'failed', problem: 'No mail sender is set up, so no mail can be sent.' };
  if (handing) return { is: 'failed', problem: mayHaveGone };
  const message = await composeMail(deps, job.workspaceId, order);
  // The person was erased, or the request has expired.
  if (message === undefined) return { is: 'done' };
  const { pool } = deps.storage;
  if (!(await noteInJob<'mail'>(pool, lease, { ...order, handing: true }))) return { is: 'ended' };
  const key = `rollcall-${job.workspaceId}-${job.id}`;
  const outcome = await mail.send({ ...message, from: mail.from, key });
  switch (outcome.is) {
    case 'sent':
      return { is: 'done' };
    case 'refused':
      return { is: 'failed', problem: `The mail server refused it: ${outcome.reply}` };
    case 'uncertain':
      return { is: 'failed', problem: mayHaveGone };
    case 'later': {
      // Nothing was sent: the next attempt may send it.
      await noteInJob<'mail'>(pool, lease, order);
      const inMs = PAUSES_MS[job.attempts - 1] ?? MINUTE_MS;
      return { is: 'later', inMs, why: `The mail server didn’t accept it: ${outcome.reply}` };
    }
    default:
      return outcome satisfies never;
  }
}

const mayHaveGone =
  'It may have been sent, but the server didn’t confirm it. It won’t be sent again; request a new one if it doesn’t arrive.';
