import { RollcallError } from '../../errors.ts';
import { unquote } from '../../lib/quotes.ts';
import { fold } from '../../lib/texts.ts';
import { conditionSchema, conditionWords, type WatchCondition } from '../../lib/watches/condition.ts';
import { judge } from '../../lib/watches/judge.ts';
import { readingsOf } from '../../lib/watches/parse.ts';
import { namesPeople } from '../../rules/names-people.ts';
import type { Rule } from '../../rules/schema.ts';
import { lookSoon } from '../../storage/watches/schedule.ts';
import * as stored from '../../storage/watches/watches.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { countContacts } from '../contacts/totals.ts';
import { readSource } from '../people/named.ts';
import { hasRole, requireRole } from '../permissions.ts';
import { type Known, knownTo, resolvedRule, ruleOf, type Size, sizeOfRule } from '../segments/segments.ts';
import { isEveryone, isWhom } from './asked.ts';
import { nameOf, requireTracked } from './look.ts';
import { nameOfRule } from './rule.ts';

/** The most watches of a workspace. */
const MOST = 500;

/** A watch as people see it. */
export interface Watch {
  id: number;
  name: string;
  segmentId: number | null;
  condition: WatchCondition;
  owner: string;
  channel: string;
  state: 'on' | 'snoozed' | 'ended';
  snoozedUntil: Date | null;
  /** The size at the last look; null before it. */
  members: number | null;
  lookedAt: Date | null;
  /** Why its messages are refused; why its rule can't be counted. */
  trouble: string | null;
  broken: string | null;
  mayChange: boolean;
}

const EDITS = 'watch sizes';

/** A new watch, and what its owner should know about it. */
export interface AddedWatch {
  watch: Watch;
  size: Size;
  /** Its condition is true already, or can't be true yet. */
  notes: ('met' | 'out-of-reach')[];
  audience: number;
}

/**
 * Adds a watch. Its first look is silent.
 *
 * @param options.channel a channel's id, or the caller's own for their messages with the app
 * @throws RollcallError `invalid-input` if the words name nobody, or name people and the channel isn't the caller's,
 *   or it's about who joins and there are too many
 */
export async function addWatch(
  deps: AudienceDeps,
  caller: Caller,
  options: { whom: string; condition: WatchCondition; channel: string },
): Promise<AddedWatch> {
  requireRole(caller, 'editor', EDITS);
  const { channel } = options;
  const condition = conditionSchema.parse(options.condition);
  const known = await knownTo(deps, caller);
  const { segmentId, rule, name } = watchable(options.whom, known);
  const size = await sizeOfRule(
    deps,
    known,
    rule,
    segmentId === null ? {} : { segment: segmentId, stored: true },
  );
  requireTracked(condition, size.members);
  if (size.namesPeople && channel !== caller.actor) throw forOwnerOnly();
  const existing = await stored.listWatches(deps.storage.pool, caller.workspaceId);
  if (existing.filter(({ state }) => state === 'on').length >= MOST) {
    throw new RollcallError('invalid-input', `This workspace has ${MOST} watches, which is the most.`, {
      hint: 'Stop some first: /segments watches',
    });
  }
  const at = deps.now();
  const id = await asOneChange(deps, caller, async ({ database, workspaceId, actor, audit }) => {
    const own = segmentId === null ? (rule as object) : null;
    const settings = { segmentId, rule: own, name, condition, channel };
    const made = await stored.insertWatch(database, { workspaceId, owner: actor, at, ...settings });
    await audit('watch.created', name, { condition: conditionWords(condition) });
    await lookSoon(database, workspaceId, at);
    return made;
  });
  const watch = await showWatch(deps, caller, id);
  const { contacts: audience } = await countContacts(deps, caller);
  return { watch, size, notes: notesOn(condition, size, audience), audience };
}

function watchable(words: string, known: Known): { segmentId: number | null; rule: Rule; name: string } {
  const source = readSource(words, known);
  if (source.of === 'segment') {
    const segment = known.names.segments.find(({ id }) => id === source.id);
    if (segment === undefined) throw new Error('a segment that was just read is gone');
    return { segmentId: segment.id, rule: ruleOf(segment), name: segment.name };
  }
  const rule: Rule =
    source.of === 'tag'
      ? { type: 'tagged', match: 'any', tags: [source.id] }
      : source.of === 'rule'
        ? source.rule
        : { type: 'everyone' };
  return {
    segmentId: null,
    rule,
    name: nameOfRule(rule, known.names),
  };
}

const forOwnerOnly = () =>
  new RollcallError('invalid-input', 'This rule names people, so its watch can only write to you.', {
    hint: 'Add “to me” at the end.',
  });

function notesOn(condition: WatchCondition, size: Size, audience: number): AddedWatch['notes'] {
  const isMet = !judge(condition, {
    armed: undefined,
    members: size.members,
    base: size.members,
    hasJoined: false,
  }).armed;
  const least =
    condition.when === 'above'
      ? condition.n + 1
      : condition.when === 'changes' && condition.unit === 'people'
        ? condition.by
        : 0;
  return [...(isMet ? (['met'] as const) : []), ...(least > audience ? (['out-of-reach'] as const) : [])];
}

/** All watches of a workspace; those of the caller first. */
export async function listWatches(deps: AudienceDeps, caller: Caller): Promise<Watch[]> {
  requireRole(caller, 'viewer', 'see watches');
  const known = await knownTo(deps, caller);
  const all = await stored.listWatches(deps.storage.pool, caller.workspaceId);
  // A rule that names people is for its owner alone.
  return all
    .filter((watch) => watch.owner === caller.actor || !names(known, watch))
    .map((watch) => shown(known, caller, watch))
    .sort((one, other) => Number(other.owner === caller.actor) - Number(one.owner === caller.actor));
}

function names(known: Known, { rule, segmentId }: stored.StoredWatch): boolean {
  if (segmentId !== null) return false;
  try {
    return namesPeople(resolvedRule(rule as Rule, known, { stored: true }).tree);
  } catch {
    return true;
  }
}

/** @throws RollcallError `not-found` */
export async function showWatch(deps: AudienceDeps, caller: Caller, id: number): Promise<Watch> {
  requireRole(caller, 'viewer', 'see watches');
  const [known, found] = await Promise.all([
    knownTo(deps, caller),
    stored.findWatch(deps.storage.pool, caller.workspaceId, id),
  ]);
  if (found === undefined || (found.owner !== caller.actor && names(known, found))) throw gone();
  return shown(known, caller, found);
}

const gone = () => new RollcallError('not-found', 'That watch no longer exists: someone stopped it.');

function shown(known: Known, caller: Caller, watch: stored.StoredWatch): Watch {
  const { id, segmentId, owner, channel, snoozedUntil, members, lookedAt, trouble, broken } = watch;
  const isSnoozed = snoozedUntil !== null && snoozedUntil > known.dates.now;
  return {
    ...{ id, segmentId, owner, channel, members, lookedAt, trouble, broken, name: nameOf(known, watch) },
    condition: conditionSchema.parse(watch.condition),
    state: watch.state === 'ended' ? 'ended' : isSnoozed ? 'snoozed' : 'on',
    snoozedUntil: isSnoozed ? snoozedUntil : null,
    mayChange: mayChange(caller, owner),
  };
}

const mayChange = (caller: Caller, owner: string): boolean =>
  hasRole(caller, 'admin') || (hasRole(caller, 'editor') && owner === caller.actor);

async function own(deps: AudienceDeps, caller: Caller, id: number, doing: string): Promise<Watch> {
  requireRole(caller, 'editor', doing);
  const watch = await showWatch(deps, caller, id);
  if (mayChange(caller, watch.owner)) return watch;
  throw new RollcallError('not-allowed', `Only its owner and admins can ${doing}.`, {
    hint: 'Ask one of them, or create a watch of your own.',
  });
}

/** Changes a watch’s condition and place. It begins again, with a silent first look. */
export async function editWatch(
  deps: AudienceDeps,
  caller: Caller,
  { id, condition, channel }: { id: number; condition: WatchCondition; channel: string },
): Promise<Watch> {
  const before = await own(deps, caller, id, 'edit this watch');
  requireTracked(condition, before.members ?? 0);
  const isOwnChannel = channel === before.owner;
  const known = await knownTo(deps, caller);
  const found = await stored.findWatch(deps.storage.pool, caller.workspaceId, id);
  if (found !== undefined && !isOwnChannel && tellsWho(known, found)) throw forOwnerOnly();
  await asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const change = { id, condition: conditionSchema.parse(condition), channel, owner: before.owner };
    await stored.updateWatch(database, workspaceId, change);
    await audit('watch.edited', before.name, { condition: conditionWords(condition) });
    await lookSoon(database, workspaceId, deps.now());
  });
  return showWatch(deps, caller, id);
}

function tellsWho(known: Known, watch: stored.StoredWatch): boolean {
  const segment = known.names.segments.find(({ id }) => id === watch.segmentId);
  const rule = segment === undefined ? (watch.rule as Rule | null) : ruleOf(segment);
  return rule !== null && namesPeople(resolvedRule(rule, known, { stored: true }).tree);
}

/** Holds a watch for some days, or until `days` is 0. What is met when it ends is told then. */
export async function snoozeWatch(
  deps: AudienceDeps,
  caller: Caller,
  { id, days }: { id: number; days: number },
): Promise<Watch> {
  await own(deps, caller, id, 'snooze this watch');
  const until = days === 0 ? null : new Date(deps.now().getTime() + days * 86_400_000);
  await stored.snoozeWatch(deps.storage.pool, caller.workspaceId, { id, until });
  return showWatch(deps, caller, id);
}

/** Stops a watch for good. */
export async function stopWatch(deps: AudienceDeps, caller: Caller, id: number): Promise<Watch> {
  const watch = await own(deps, caller, id, 'stop this watch');
  await asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    await stored.removeWatch(database, workspaceId, id);
    await audit('watch.stopped', watch.name, { condition: conditionWords(watch.condition) });
  });
  return watch;
}

/** The caller’s watches, or all for an admin, of a segment, a tag or a rule by its words: for `unwatch`. */
export async function watchesOf(deps: AudienceDeps, caller: Caller, words: string): Promise<Watch[]> {
  const all = (await listWatches(deps, caller)).filter((watch) => watch.mayChange);
  const known = await knownTo(deps, caller);
  const { readings, whom } = readingsOf(words);
  const asked = [{ whom }, ...readings.filter((each) => 'condition' in each)];
  const meant = asked.flatMap((each) => {
    const names = namesOf(each.whom, known);
    const when = 'condition' in each ? conditionWords(each.condition) : undefined;
    return all.filter(
      ({ name, condition }) =>
        names.includes(fold(name)) && (when === undefined || when === conditionWords(condition)),
    );
  });
  return [...new Set(meant)];
}

/** What a watch on these people may be called. */
function namesOf(words: string, known: Known): string[] {
  const typed = fold(unquote(words));
  if (!isWhom(words, known)) return [typed];
  return [typed, fold(watchable(isEveryone(words, known) ? 'everyone' : words, known).name)];
}
