import { RollcallError } from '../../errors.ts';
import { addingUp, type Cause, sumOfCauses } from '../../lib/watches/causes.ts';
import { conditionSchema, type WatchCondition } from '../../lib/watches/condition.ts';
import { judge } from '../../lib/watches/judge.ts';
import type { PostContent, ShownChange } from '../../lib/watches/posts.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import { ruleSchema } from '../../rules/schema.ts';
import { inTransaction } from '../../storage/database/transaction.ts';
import { hashOfText } from '../../storage/queries/state-hash.ts';
import type { SegmentEdit } from '../../storage/segments/edits.ts';
import {
  addChange,
  changesSince,
  MOST_TRACKED,
  type Seen,
  settleLook,
  takeLook,
} from '../../storage/watches/looks.ts';
import { addPost } from '../../storage/watches/posts.ts';
import { endWatch, noteBroken, type StoredWatch } from '../../storage/watches/watches.ts';
import type { AudienceDeps } from '../caller.ts';
import type { Known } from '../segments/segments.ts';
import { type Measurable, measurable } from './measure.ts';
import { nameOfRule, type Watched, watchedRule, wholeRule } from './rule.ts';
import { namedCauses, readCauses } from './said-causes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A watch on a limit tells the change since its last message, or of so many days. */
const STORY_DAYS = 7;

const TOO_SLOW = 'Counting it takes too long. Make its rule narrower.';
/** How long after the beginning of an hour, or after an edit, a rule that took too long is tried again. In ms. */
const TRIED_MS = 10 * 60_000;

/** What a look needs besides the watch. */
export interface Around {
  known: Known;
  edits: ReadonlyMap<number, SegmentEdit>;
}

/**
 * Looks at a watch: counts its rule if anything that it depends on changed, or if an hour passed; notes what
 * changed and why; and adds the message if its condition is met. Safe to run in several processes at once: of
 * two looks, one counts.
 */
export async function lookAtWatch(deps: AudienceDeps, around: Around, watch: StoredWatch): Promise<void> {
  const { known } = around;
  let watched: Watched;
  let rule: Measurable;
  try {
    watched = watchedRule(known, watch);
    rule = measurable(known, watched.rule, watched.origin);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return error.code === 'not-found' ? end(deps, known, watch) : tellBroken(deps, known, watch, error);
  }
  const now = known.dates.now.getTime();
  if (watch.broken === TOO_SLOW && isLetAlone(wholeRule(known, watched, around.edits).edited, now)) return;
  const isSame = rule.state === watch.lookState && watch.broken === null;
  const last = watch.lookedAt?.getTime() ?? 0;
  // A look in the future was one by a wrong clock.
  if (isSame && last <= now && now - last < HOUR_MS && !waitsToTell(watch, now)) return;
  try {
    await look(deps, around, { watch, watched, rule });
  } catch (error) {
    if (error instanceof RollcallError) return tellBroken(deps, known, watch, error);
    const isSlow = (error as { code?: string }).code === '57014';
    if (!isSlow) throw error;
    const slow = new RollcallError('unavailable', TOO_SLOW);
    await tellBroken(deps, known, watch, slow);
  }
}

/** @throws RollcallError `invalid-input` if more people match than Rollcall remembers, and the watch is about who they are */
export function requireTracked({ when }: WatchCondition, members: number): void {
  if (when !== 'joins' || members <= MOST_TRACKED) return;
  throw new RollcallError(
    'invalid-input',
    'Rollcall can tell who joins up to 200,000 people, and these are more.',
    {
      hint: 'Watch the size instead: changes by 50 in a day, or above 250,000.',
    },
  );
}

/** A rule that took too long isn't tried in every round: each time costs as much again. */
const isLetAlone = (edited: SegmentEdit | null, now: number): boolean =>
  now % HOUR_MS >= TRIED_MS && (edited === null || now - edited.at.getTime() >= TRIED_MS);

/** A snooze ended, or an hour since the last message: what is pending is told even if nothing changed since. */
const waitsToTell = ({ snoozedUntil, lookedAt, condition, toldAt }: StoredWatch, now: number): boolean => {
  const since = lookedAt?.getTime() ?? 0;
  const ended = (at: Date | null, after = 0) =>
    at !== null && at.getTime() + after <= now && at.getTime() + after > since;
  return ended(snoozedUntil) || ((condition as WatchCondition).when === 'joins' && ended(toldAt, HOUR_MS));
};

async function look(
  deps: AudienceDeps,
  { known, edits }: Around,
  { watch, watched, rule }: { watch: StoredWatch; watched: Watched; rule: Measurable },
): Promise<void> {
  const { workspace, dates } = known;
  const condition = conditionSchema.parse(watch.condition);
  const whole = wholeRule(known, watched, edits);
  const ruleHash = hashOfText(whole.text);
  const at = dates.now;
  const given = {
    ...{ workspaceId: workspace.id, id: watch.id, look: watch.look, at, state: rule.state, ruleHash },
    topics: rule.compiled.topics,
    edited:
      watch.ruleHash === '' || watch.ruleHash === ruleHash ? null : (whole.edited ?? ownEdit(watch, at)),
    dependsOnTime: movedByTime(known, watched, { rule, lookedAt: watch.lookedAt }),
    remembersJoined: condition.when === 'joins',
  };
  await inTransaction(deps.storage.pool, async (client) => {
    const seen = await takeLook(client, rule.compiled, given, deps.storage.kind);
    if (seen === null) return;
    requireTracked(condition, seen.members);
    const before = seen.before ?? seen.members;
    const causes = causesOf(seen);
    if (seen.members !== before || causes.length > 0)
      await addChange(client, {
        workspaceId: workspace.id,
        id: watch.id,
        change: { at, before, after: seen.members, causes },
      });
    const since = storySince(watch, condition, at);
    const changes = await changesSince(client, { workspaceId: workspace.id, id: watch.id, since });
    const base = changes[0]?.before ?? seen.members;
    const isFirst = watch.armed === null;
    const judged = judge(condition, {
      armed: watch.armed ?? undefined,
      members: seen.members,
      base,
      hasJoined: seen.joined > 0,
    });
    const isHeld = (watch.snoozedUntil?.getTime() ?? 0) > at.getTime() || toldLately(watch, condition, at);
    const speaks = judged.speaks && !isHeld;
    // While it is held it stays armed: what is met at the end is told then.
    const armed = judged.speaks && isHeld ? true : judged.armed;
    if (speaks && !isFirst) {
      const story = changes.map((each) => readCauses(each.causes));
      const causes = addingUp(sumOfCauses(story), seen.members - base);
      const change: ShownChange = {
        ...{ from: base, to: seen.members, since: seenSince(watch, { since, changes, at }).toISOString() },
        causes: await namedCauses(client, known, causes),
      };
      await speak(client, { known, watch, condition, change, seen, at });
    }
    await settleLook(client, { workspaceId: workspace.id, id: watch.id, armed, told: speaks ? at : null });
  });
}

/** The edit of a segment’s rule that nobody noted. A rule of a watch’s own changes only with the tags in it. */
const ownEdit = ({ segmentId, owner }: StoredWatch, at: Date): SegmentEdit | null =>
  segmentId === null ? null : { at, by: owner };

type Client = Parameters<typeof takeLook>[0];

async function speak(
  client: Client,
  given: {
    known: Known;
    watch: StoredWatch;
    condition: WatchCondition;
    change: ShownChange;
    seen: Seen;
    at: Date;
  },
): Promise<void> {
  const { known, watch, condition, change, seen, at } = given;
  const { id: watchId, segmentId, owner, channel } = watch;
  const content: PostContent = {
    ...{ is: 'spoke', watchId, segmentId, name: nameOf(known, watch), condition, change, owner },
    reachable: seen.reachable,
    joined:
      condition.when === 'joins' ? seen.joined : change.causes.reduce((sum, { joined }) => sum + joined, 0),
  };
  await addPost(client, {
    ...{ workspaceId: known.workspace.id, watchId, channel, owner, content, at },
    ...(condition.when === 'joins' ? { joinedOf: watchId } : {}),
  });
}

/**
 * What a message calls the people of a watch: a segment, or a tag in a rule, may have been renamed since. The
 * name at its creation, if what it refers to is gone.
 */
export function nameOf({ names }: Pick<Known, 'names'>, { segmentId, name, rule }: StoredWatch): string {
  if (segmentId !== null) return names.segments.find(({ id }) => id === segmentId)?.name ?? name;
  const read = ruleSchema.safeParse(rule);
  if (!read.success) return name;
  const { tags, segments } = mentionsOf(rule);
  const isThere = [...tags].every((id) => names.tags.some((tag) => tag.id === id));
  const areThere = [...segments].every((id) => names.segments.some((segment) => segment.id === id));
  return isThere && areThere ? nameOfRule(read.data, names) : name;
}

/** The moment from which a message tells what changed. */
function storySince(watch: StoredWatch, condition: WatchCondition, at: Date): Date {
  const { createdAt, lookedAt } = watch;
  const toldAt = watch.toldAt !== null && watch.toldAt <= at ? watch.toldAt : null;
  const ago = (days: number) => new Date(at.getTime() - days * DAY_MS);
  const start = lookedAt === null ? at : createdAt;
  if (condition.when === 'joins') return toldAt ?? start;
  if (condition.when === 'changes') return later(ago(condition.days), start);
  return later(ago(STORY_DAYS), later(toldAt ?? start, start));
}

/** After a time without looks, the base is the size at the last one, even if that is longer ago than the span. */
function seenSince(
  { lookedAt }: StoredWatch,
  { since, changes, at }: { since: Date; changes: readonly { at: Date }[]; at: Date },
): Date {
  const isFirst = changes[0]?.at.getTime() === at.getTime();
  return isFirst && lookedAt !== null && lookedAt < since ? lookedAt : since;
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

/** Who joins is told once an hour at most. */
const toldLately = ({ toldAt }: StoredWatch, { when }: WatchCondition, at: Date): boolean =>
  when === 'joins' && toldAt !== null && toldAt <= at && at.getTime() - toldAt.getTime() < HOUR_MS;

function causesOf({ causes }: Seen): Cause[] {
  return causes.map(({ what, ...rest }) => ({ cause: what as Cause['cause'], ...rest }));
}

/** Whether the moments in the rule are others than at the last look: then time alone may have moved people. */
function movedByTime(
  known: Known,
  { rule, origin }: Watched,
  { rule: now, lookedAt }: { rule: Measurable; lookedAt: Date | null },
): boolean {
  if (lookedAt === null) return false;
  const then = measurable({ ...known, dates: { ...known.dates, now: lookedAt } }, rule, origin);
  return then.state !== now.state;
}

/** The segment is gone: the watch ends, and says so where it wrote. */
async function end(deps: AudienceDeps, known: Known, watch: StoredWatch): Promise<void> {
  const { id, look: last, name, channel, owner } = watch;
  const workspaceId = known.workspace.id;
  await inTransaction(deps.storage.pool, async (client) => {
    if (!(await endWatch(client, workspaceId, { id, look: last }))) return;
    const content: PostContent = { is: 'ended', name, condition: conditionSchema.parse(watch.condition) };
    await addPost(client, { workspaceId, watchId: id, channel, owner, content, at: known.dates.now });
  });
}

/** The rule can't be counted: its owner hears why, once. */
async function tellBroken(
  deps: AudienceDeps,
  known: Known,
  watch: StoredWatch,
  { message }: RollcallError,
): Promise<void> {
  const { id, look: last, owner } = watch;
  const workspaceId = known.workspace.id;
  await inTransaction(deps.storage.pool, async (client) => {
    if (!(await noteBroken(client, workspaceId, { id, look: last, broken: message }))) return;
    const content: PostContent = { is: 'broken', watchId: id, name: nameOf(known, watch), problem: message };
    await addPost(client, { workspaceId, watchId: id, channel: owner, owner, content, at: known.dates.now });
  });
}
