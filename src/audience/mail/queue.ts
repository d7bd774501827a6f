import { addJob, countJobs } from '../../storage/jobs/jobs.ts';
import type { MailOrder } from '../../storage/jobs/kinds.ts';
import type { Runs } from '../../storage/queries/run-sql.ts';
import type { AudienceDeps } from '../caller.ts';

/**
 * The most mails of one kind to one person in an hour: no one can fill a stranger's mailbox through our
 * forms.
 */
const MOST_AN_HOUR = 3;

/**
 * Queues one of Rollcall's own mails; a job sends it. Part of the transaction that needs it, or on its own.
 *
 * @param on the transaction; the pool if left out
 * @returns false, with nothing queued, if one is already pending or the person got several within the hour
 */
export async function queueMail(
  deps: AudienceDeps,
  workspaceId: number,
  order: MailOrder,
  on: Runs = deps.storage.pool,
): Promise<boolean> {
  const createdAt = deps.now();
  const key = order.mail === 'sign-up' ? `sign-up ${order.signUpId}` : `link ${order.contactId}`;
  const since = new Date(createdAt.getTime() - 3_600_000);
  const few = (await countJobs(on, { workspaceId, kind: 'mail', key, since })) < MOST_AN_HOUR;
  return few && (await addJob(on, { workspaceId, kind: 'mail', payload: order, createdAt, key }));
}
