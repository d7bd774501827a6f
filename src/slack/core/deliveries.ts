import type { AudienceDeps } from '../../audience/caller.ts';
import { takeDelivery } from '../../audience/workspace/deliveries.ts';
import type { Log } from './show-error.ts';

/** How many events are remembered here, in case the database is down. */
const KEPT = 1000;

/**
 * Creates `isFirst`: whether no process, here or elsewhere, has handled an event yet. If the database is
 * down, only this process is checked: saying twice that the database is down is better than never saying it.
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
