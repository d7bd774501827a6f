import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { tidy, tidyLines } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { explainRule } from '../../rules/language/explain.ts';
import { parseRule, type Twin } from '../../rules/language/parse.ts';
import { printRule } from '../../rules/language/print.ts';
import type { Names } from '../../rules/names.ts';
import { namesPeople } from '../../rules/names-people.ts';
import { resolveRule } from '../../rules/resolve.ts';
import { type ResolvedRule, type Rule, ruleSchema } from '../../rules/schema.ts';
import { compileRule } from '../../rules/sql/compile.ts';
import { largestSeed } from '../../rules/sql/random.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import { sizeOf } from '../../storage/queries/run-rule.ts';
import type { Writes } from '../../storage/queries/write-counters.ts';
import type { Segment } from '../../storage/segments/segments.ts';
import * as stored from '../../storage/segments/segments.ts';
import { namesNow } from '../../storage/workspace/names.ts';
import { findWorkspace, type Workspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { checkedName } from '../checked-name.ts';
import { requireContacts, requireRole, seesContacts } from '../permissions.ts';
import { lookUpSegment, type SegmentRef } from './lookup.ts';
import { holdMentions } from './rule-mentions.ts';

const LONGEST_NAME = 80;
const LONGEST_DESCRIPTION = 500;

/** How many contacts a rule selects at one moment, and how the rule was understood. */
export interface Size {
  members: number;
  /** Of these, subscribed and with an address not known to be invalid. */
  reachable: number;
  /** The moment at which it was counted. */
  at: Date;
  /**
   * Whether the rule, or a segment in it, names people by email address, name or phone: then it must not go
   * to a channel.
   */
  namesPeople: boolean;
  /**
   * The rule as a canonical sentence: typing it gives the same rule. Null if it names people whom the caller
   * may not see.
   */
  sentence: string | null;
  /** The rule in plain English, with dates filled in. Null if `sentence` is. */
  readBack: string | null;
}

export type SegmentWithSize = Pick<Segment, 'id' | 'name'> & { size: Size };

/**
 * Saves a segment and counts it.
 *
 * @throws RollcallError `invalid-input` for the name or the sentence, `taken` if the name (in any case)
 *   exists
 */
export async function addSegment(
  deps: AudienceDeps,
  caller: Caller,
  options: { name: string; description?: string } & ({ sentence: string } | { rule: Rule }),
): Promise<SegmentWithSize & { undoId: number }> {
  requireRole(caller, 'editor', 'create segments');
  const name = segmentName(options.name);
  const description = checkedDescription(options.description ?? '');
  // The seed is drawn once, here: each count must select the same random share.
  const known = { ...(await knownTo(deps, caller)), seed: drawnSeed() };
  const taken = known.names.segments.find(
    (segment) => stored.segmentKey(segment.name) === stored.segmentKey(name),
  );
  if (taken !== undefined) throw nameTaken(taken.name);
  const rule = 'rule' in options ? options.rule : understand(options.sentence, known);
  // Counted first: a rule that can't be counted is not worth saving.
  const size = await sizeOfRule(deps, known, rule);
  try {
    const segment = await asOneChange(
      deps,
      caller,
      async ({ database, workspaceId, actor, audit, undoable }) => {
        await holdMentions(database, workspaceId, rule);
        const made = await stored.insertSegment(database, {
          workspaceId,
          name,
          description,
          rule,
          createdBy: actor,
          at: deps.now(),
        });
        await audit('segment.created', name);
        const undoId = await undoable('segment.created', name, { id: made.id, name });
        return { ...made, undoId };
      },
    );
    return { id: segment.id, name: segment.name, size, undoId: segment.undoId };
  } catch (error) {
    // Two people made it at the same moment.
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}

/** The seed for a new segment's random shares. */
export const drawnSeed = (): number => Math.floor(Math.random() * (largestSeed + 1));

/**
 * The size of a saved segment, now.
 *
 * @throws RollcallError `not-found`, with the nearest names
 */
export async function sizeOfSegment(
  deps: AudienceDeps,
  caller: Caller,
  ref: SegmentRef,
): Promise<SegmentWithSize> {
  requireRole(caller, 'viewer', 'see segments');
  const [{ segment, rule }, known] = await Promise.all([
    storedSegment(deps, caller, ref),
    knownTo(deps, caller),
  ]);
  const { id, name } = segment;
  return { id, name, size: await sizeOfRule(deps, known, rule, { segment: id, stored: true }) };
}

/** The caller, the names that their sentence may use, and the settings that decide what its dates mean. */
export interface Known {
  caller: Caller;
  workspace: Workspace;
  names: Names;
  /** The write counters from when these names were read. */
  writes: Writes;
  dates: Parameters<typeof parseRule>[1]['dates'];
}

export async function knownTo(deps: AudienceDeps, caller: Caller): Promise<Known> {
  const { storage, now } = deps;
  const [workspace, { names, writes }] = await Promise.all([
    findWorkspace(storage, caller.workspaceId),
    namesNow(storage.prisma, caller.workspaceId),
  ]);
  const { timeZone, weekStart, dateOrder, fiscalYearStart } = workspace;
  const optional = {
    ...defined({ dateOrder, fiscalYearStart }),
  };
  return { caller, workspace, names, writes, dates: { now: now(), timeZone, weekStart, ...optional } };
}

/** The time zone that decides where days begin. */
export async function timeZoneOf({ storage }: AudienceDeps, { workspaceId }: Caller): Promise<string> {
  return (await findWorkspace(storage, workspaceId)).timeZone;
}

export const understand = (sentence: string, known: Known): Rule => readSentence(sentence, known).rule;

/**
 * A sentence's rule, and the other meaning of its timeframe, if it has one.
 *
 * @throws RollcallError `invalid-input` for a sentence that is not fully understood, pointing at the words
 */
export function readSentence(sentence: string, known: Known): { rule: Rule; twin?: Twin } {
  const parsed = parseRule(sentence, known);
  if (parsed.ok) return parsed;
  const [problem] = parsed.problems;
  if (problem === undefined) throw new Error('a refused sentence without a problem');
  throw new RollcallError('invalid-input', problem.message, { fault: { text: sentence, problem } });
}

/** Finds the stored segment, with its rule. */
export async function storedSegment(
  deps: AudienceDeps,
  caller: Caller,
  ref: SegmentRef,
): Promise<{ segment: stored.StoredSegment; rule: Rule }> {
  const segment = await lookUpSegment(deps, caller, ref);
  return { segment, rule: ruleOf(segment) };
}

/** The origin of a rule. */
export interface RuleOrigin {
  /** The segment that stores it, or will: the rule must not use that segment. */
  segment?: number;
  /**
   * The rule is the segment's stored one: anyone who sees the segment may count it, whatever the rule uses.
   */
  stored?: true;
}

/**
 * A rule with its moments filled in. Every rule passes through here before it runs.
 *
 * @throws RollcallError `invalid-input` if it uses something deleted, `not-allowed` if it names people, is
 *   not a stored rule, and the caller may not see contacts
 */
export function resolvedRule(rule: Rule, known: Known, origin: RuleOrigin = {}): ResolvedRule {
  const { segment, stored } = origin;
  const options = defined({ segment });
  const resolution = resolveRule(rule, known, options);
  if (resolution.ok) {
    if (stored !== true && namesPeople(resolution.resolved.tree)) requireContacts(known.caller);
    return resolution.resolved;
  }
  const reason = resolution.problems.map((problem) => problem.message).join(' ');
  throw new RollcallError(
    'invalid-input',
    reason,
    options.segment === undefined ? {} : { hint: 'The saved rule stays as it is until you edit it.' },
  );
}

/** Counts a rule. @throws as `resolved` does */
export async function sizeOfRule(
  deps: AudienceDeps,
  known: Known,
  rule: Rule,
  origin: RuleOrigin = {},
): Promise<Size> {
  const whole = resolvedRule(rule, known, origin);
  const compiled = compileRule(whole, { workspaceId: known.workspace.id });
  const { writes } = known;
  const { members, reachable } = await sizeOf(deps.storage, compiled, { writes });
  const people = namesPeople(whole.tree);
  const isHidden = people && !seesContacts(known.caller);
  return {
    members,
    reachable,
    at: known.dates.now,
    namesPeople: people,
    sentence: isHidden ? null : printRule(rule, known.names),
    readBack: isHidden ? null : explainRule(rule, known),
  };
}

/**
 * The rule of a stored segment. A later version of Rollcall may have written it in a way that this one can't
 * read.
 */
export function ruleOf({ name, rule }: Segment): Rule {
  const read = ruleSchema.safeParse(rule);
  if (read.success) return read.data;
  throw new RollcallError(
    'invalid-input',
    `The rule of "${name}" can’t be read by this version of Rollcall.`,
    {
      hint: 'It’s left as it is. Run the version that created it, or create the segment again.',
      cause: read.error,
    },
  );
}

/** The stored form of a segment's name. @throws RollcallError `invalid-input` */
export const segmentName = (typed: string): string =>
  checkedName(tidy(withoutInvisible(typed)), {
    of: 'A segment',
    longest: LONGEST_NAME,
    wrong: (name) =>
      /["“”:]|\p{Cc}/u.test(name) ? `A segment name can’t have quotes or colons; "${name}" does.` : undefined,
    rest: {
      hint: 'Name first, then a colon, then the rule: /segments new Recent VIPs: tagged vip and signed up in the last 30 days',
    },
  });

/** The stored form of a description. @throws RollcallError `invalid-input` */
export function checkedDescription(text: string): string {
  const trimmed = tidyLines(text);
  if (trimmed.length <= LONGEST_DESCRIPTION) return trimmed;
  throw new RollcallError(
    'invalid-input',
    `A description can have at most ${LONGEST_DESCRIPTION} characters; this one has ${trimmed.length}.`,
  );
}

export const nameTaken = (name: string): RollcallError =>
  new RollcallError('taken', `A segment named "${name}" already exists.`, {
    hint: `Choose another name, or see its size: /segments size ${name}`,
  });
