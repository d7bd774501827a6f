import { RollcallError } from '../../../errors.ts';
import type { Tracking, TrackingSettings } from '../../../lib/campaigns/tracking.ts';
import { findTracking, saveTracking } from '../../../storage/campaigns/tracking.ts';
import type { AudienceDeps, Caller } from '../../caller.ts';
import { asOneChange } from '../../change.ts';
import { requireRole } from '../../permissions.ts';

/** What a workspace records of campaigns' mails. */
export async function showTracking(
  { storage }: Pick<AudienceDeps, 'storage'>,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
): Promise<TrackingSettings> {
  const settings = await findTracking(storage.pool, workspaceId);
  if (settings === undefined) throw new Error('a workspace is missing');
  return settings;
}

/** Whether nobody has chosen yet what is recorded: then nothing is. */
export const isUndecided = ({ opens, clicks }: Pick<TrackingSettings, 'opens' | 'clicks'>): boolean =>
  opens === null || clicks === null;

/**
 * Chooses what is recorded, for campaigns that start from now on. What someone else chose just before stays.
 *
 * @throws RollcallError `not-allowed`; `invalid-input` about the field without an answer
 */
export async function chooseTracking(
  deps: AudienceDeps,
  caller: Caller,
  chosen: Record<'opens' | 'clicks', Tracking | undefined>,
): Promise<void> {
  requireRole(caller, 'admin', 'choose what is tracked');
  await asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const before = await findTracking(database, workspaceId);
    if (before === undefined || !isUndecided(before)) return;
    const opens = before.opens ?? chosen.opens ?? missing('trackOpens');
    const clicks = before.clicks ?? chosen.clicks ?? missing('trackClicks');
    await saveTracking(database, workspaceId, { opens, clicks });
    for (const [subject, from, to] of [
      ['recording of opens', before.opens, opens],
      ['recording of clicks', before.clicks, clicks],
    ] as const)
      if (from !== to) await audit('settings.changed', subject, { from: 'not set', to });
  });
}

function missing(about: 'trackOpens' | 'trackClicks'): never {
  throw new RollcallError('invalid-input', 'Choose one.', { about });
}
