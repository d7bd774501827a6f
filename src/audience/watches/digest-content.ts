import { RollcallError } from '../../errors.ts';
import { addDays, dayIn, daysBetween } from '../../lib/days.ts';
import { addingUp, sumOfCauses } from '../../lib/watches/causes.ts';
import type { PostContent, ShownCause } from '../../lib/watches/posts.ts';
import { numbersOf } from '../../storage/campaigns/numbers.ts';
import { happenedSince, type StoredDigest } from '../../storage/watches/digests.ts';
import { changesSince } from '../../storage/watches/looks.ts';
import {
  EVERYONE,
  latestReadings,
  readingsBetween,
  readingsToCompare,
} from '../../storage/watches/readings.ts';
import { listWatches } from '../../storage/watches/watches.ts';
import type { AudienceDeps } from '../caller.ts';
import { type Known, sizeOfRule } from '../segments/segments.ts';
import { nameOf } from './look.ts';
import { ruleOfReading } from './measure.ts';
import { namedCauses, readCauses } from './said-causes.ts';

export type DigestContent = Extract<PostContent, { is: 'digest' }>;

/** Segments that a digest names. */
const MOVERS = 5;
/** Watches that need attention, likewise. */
const FAILING = 10;
const DAYS = 7;

/** What a week brought: sizes from the daily readings, causes from watches. */
export async function composeDigest(
  deps: AudienceDeps,
  known: Known,
  digest: Pick<StoredDigest, 'id'>,
): Promise<DigestContent> {
  const { pool } = deps.storage;
  const { now, timeZone } = known.dates;
  const workspaceId = known.workspace.id;
  const today = dayIn(now, timeZone);
  const first = addDays(today, -DAYS);
  const since = new Date(now.getTime() - DAYS * 86_400_000);
  const [size, before, days, movers, happened, watches] = await Promise.all([
    sizeOfRule(deps, known, { type: 'everyone' }),
    readingsToCompare(pool, { workspaceId, segmentIds: [EVERYONE], day: first, today }),
    readingsBetween(pool, { workspaceId, segmentId: EVERYONE, from: first, to: today }),
    moversOf(deps, known, { first, today }),
    happenedSince(pool, workspaceId, since),
    listWatches(pool, workspaceId),
  ]);
  const ago = before.get(EVERYONE);
  const failing = watches
    .map((watch) => ({ name: nameOf(known, watch), problem: watch.trouble ?? watch.broken }))
    .flatMap(({ name, problem }) => (problem === null ? [] : [{ name, problem }]));
  return {
    ...{ is: 'digest', digestId: digest.id, since: since.toISOString(), until: now.toISOString(), movers },
    ...{ members: size.members, reachable: size.reachable, before: ago?.members ?? null },
    ...(ago === undefined ? {} : { beforeDays: daysBetween(ago.day, today) }),
    days: days.filter(({ estimated }) => !estimated).map(({ day, members }) => ({ day, members })),
    campaigns: await campaignsOf(deps, workspaceId, happened.campaigns),
    imports: happened.imports,
    failing: failing.slice(0, FAILING),
    more: { ...happened.more, failing: Math.max(0, failing.length - FAILING) },
  };
}

/** The results of campaigns that ended. */
async function campaignsOf(
  { storage: { pool } }: AudienceDeps,
  workspaceId: number,
  ended: readonly { id: number; name: string }[],
): Promise<DigestContent['campaigns']> {
  if (ended.length === 0) return [];
  const numbers = await numbersOf(
    pool,
    workspaceId,
    ended.map(({ id }) => id),
  );
  return ended.map(({ id, name }) => {
    const found = numbers.find(({ campaignId }) => campaignId === id);
    const { audience = 0, sent = 0, clicked = 0, clicks = 0, unsubscribed = 0 } = found ?? {};
    return { name, sent, notSent: audience - sent, clicked, clicks, unsubscribed };
  });
}

/** With more segments than this, the readings say which ones are counted again. */
const COUNTED = 40;

/** The segments that moved most since a week ago: from their reading then to their size now. */
async function moversOf(
  deps: AudienceDeps,
  known: Known,
  { first, today }: { first: string; today: string },
): Promise<DigestContent['movers']> {
  const { pool } = deps.storage;
  const workspaceId = known.workspace.id;
  const segmentIds = known.names.segments.map(({ id }) => id);
  const [latest, before] = await Promise.all([
    latestReadings(pool, workspaceId, segmentIds),
    readingsToCompare(pool, { workspaceId, segmentIds, day: first, today }),
  ]);
  const candidates = known.names.segments
    .flatMap(({ id, name }) => {
      const [now, then] = [latest.get(id), before.get(id)];
      if (now === undefined || then === undefined) return [];
      const days = daysBetween(then.day, today);
      return [{ id, name, from: then.members, to: now.members, days, since: then.readAt }];
    })
    .sort(byChange)
    .slice(0, COUNTED);
  const now: typeof candidates = [];
  for (const each of candidates) now.push({ ...each, to: (await sizeNow(deps, known, each.id)) ?? each.to });
  const moved = now
    .filter(({ from, to }) => from !== to)
    .sort(byChange)
    .slice(0, MOVERS);
  return Promise.all(
    moved.map(async ({ since, ...mover }) => ({
      ...mover,
      causes: await causesOf(deps, known, { ...mover, since }),
    })),
  );
}

const byChange = (one: { from: number; to: number }, other: { from: number; to: number }): number =>
  Math.abs(other.to - other.from) - Math.abs(one.to - one.from);

/** Undefined if its rule is broken, or takes too long. */
async function sizeNow(deps: AudienceDeps, known: Known, id: number): Promise<number | undefined> {
  try {
    const rule = ruleOfReading(known, id);
    return (await sizeOfRule(deps, known, rule, { segment: id, stored: true })).members;
  } catch (error) {
    if (error instanceof RollcallError) return undefined;
    throw error;
  }
}

/** Why a segment moved, if someone watches it. */
async function causesOf(
  deps: AudienceDeps,
  known: Known,
  { id, from, to, since }: { id: number; from: number; to: number; since: Date },
): Promise<ShownCause[]> {
  const { pool } = deps.storage;
  const workspaceId = known.workspace.id;
  const watch = (await listWatches(pool, workspaceId)).find(
    (each) => each.segmentId === id && each.state === 'on' && each.tracks && each.createdAt <= since,
  );
  if (watch === undefined) return [];
  const changes = await changesSince(pool, { workspaceId, id: watch.id, since });
  const story = sumOfCauses(changes.map(({ causes }) => readCauses(causes)));
  return namedCauses(pool, known, addingUp(story, to - from));
}

/** Whether a week brought nothing to tell. */
export const isQuiet = ({ members, before, movers, campaigns, imports, failing }: DigestContent): boolean =>
  movers.length + campaigns.length + imports.length + failing.length === 0 &&
  (before === null || before === members);
