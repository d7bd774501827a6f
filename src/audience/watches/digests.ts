import { RollcallError } from '../../errors.ts';
import { type DigestTime, digestTimeWords, timesAround } from '../../lib/watches/digest-times.ts';
import { addJob, cancelJob } from '../../storage/jobs/jobs.ts';
import type { Runs } from '../../storage/queries/run-sql.ts';
import * as stored from '../../storage/watches/digests.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { timeZoneOf } from '../segments/segments.ts';

/** A digest as people see it. */
export type Digest = Pick<
  stored.StoredDigest,
  'id' | 'channel' | 'owner' | 'weekday' | 'time' | 'skipsQuiet' | 'trouble'
> & {
  next: Date;
};

/** All digests of a workspace. */
export async function listDigests(deps: AudienceDeps, caller: Caller): Promise<Digest[]> {
  requireRole(caller, 'viewer', 'see digests');
  const timeZone = await timeZoneOf(deps, caller);
  const all = await stored.listDigests(deps.storage.pool, caller.workspaceId);
  return all.map(({ id, channel, owner, weekday, time, skipsQuiet, trouble }) => ({
    ...{ id, channel, owner, weekday, time, skipsQuiet, trouble },
    next: timesAround({ weekday, time }, { at: deps.now(), timeZone }).next,
  }));
}

/** Posts a digest into a channel every week, or at another time than so far. */
export async function setDigest(
  deps: AudienceDeps,
  caller: Caller,
  { channel, time, skipsQuiet }: { channel: string; time: DigestTime; skipsQuiet: boolean },
): Promise<Digest> {
  requireRole(caller, 'editor', 'set up digests');
  const timeZone = await timeZoneOf(deps, caller);
  const at = deps.now();
  await asOneChange(deps, caller, async ({ database, workspaceId, actor, audit }) => {
    const digest = { workspaceId, channel, owner: actor, ...time, skipsQuiet, at };
    const id = await stored.putDigest(database, digest);
    await plan(database, { workspaceId, id, time, timeZone, at });
    await audit('digest.changed', digestTimeWords(time));
  });
  const found = (await listDigests(deps, caller)).find((each) => each.channel === channel);
  if (found === undefined) throw new Error('a digest that was just stored is gone');
  return found;
}

/** Stops the digest of a channel. @throws RollcallError `not-found` */
export async function stopDigest(deps: AudienceDeps, caller: Caller, channel: string): Promise<void> {
  requireRole(caller, 'editor', 'stop digests');
  const digest = (await listDigests(deps, caller)).find((each) => each.channel === channel);
  if (digest === undefined) {
    throw new RollcallError('not-found', 'There’s no digest here.', {
      hint: 'Set one up: /audience digest weekly Monday 9:00 here',
    });
  }
  await asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    await stored.removeDigest(database, workspaceId, digest.id);
    await cancelJob(database, { workspaceId, kind: 'digest', key: String(digest.id) });
    await audit('digest.stopped', digestTimeWords(digest));
  });
}

/** Plans the next time of a digest: it is new, or its time or the zone changed. */
async function plan(
  database: Runs,
  given: { workspaceId: number; id: number; time: DigestTime; timeZone: string; at: Date },
): Promise<void> {
  const { workspaceId, id, time, timeZone, at } = given;
  const key = String(id);
  await cancelJob(database, { workspaceId, kind: 'digest', key });
  const dueAt = timesAround(time, { at, timeZone }).next;
  const payload = { digestId: id };
  await addJob(database, { workspaceId, kind: 'digest', payload, createdAt: at, dueAt, key });
}

/** After a change of the workspace's zone, or of a clock that was wrong: the same times on its new clock. */
export async function replanDigests(
  database: Runs,
  { workspaceId, timeZone, at }: { workspaceId: number; timeZone: string; at: Date },
): Promise<void> {
  for (const { id, weekday, time } of await stored.listDigests(database, workspaceId))
    await plan(database, { workspaceId, id, time: { weekday, time }, timeZone, at });
}
