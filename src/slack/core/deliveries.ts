import type { AudienceDeps } from '../../audience/caller.ts';
import { takeDelivery } from '../../audience/workspace/deliveries.ts';
import type { Log } from './show-error.ts';

/** How many are remembered here, for when the database can't be asked. */
const KEPT = 1000;

/**
 * Makes `isFirst`: whether an event that Slack delivers was taken up by nobody yet, here or in another process. Without the
 * database only this process is asked: its answer, that the database is away, is better given twice than not at all.
 */
export function createDeliveries(
  audience: AudienceDeps,
  { teamId, log }: { teamId: string; log: Log },
): (eventId: string) => Promise<boolean> {
  const taken = new Set<string>();
  return async (eventId) => {
    if (taken.has(eventId)) return false;
    taken.add(eventId);
    if (taken.size > KEPT) taken.delete([...taken][0] as string);
    try {
      return await takeDelivery(audience, { teamId, id: `event:${eventId}` });
    } catch (error) {
      log(`could not check whether a Slack event was already handled: ${String(error)}`);
      return true;
    }
  };
}
