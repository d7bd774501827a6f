import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { printRule } from '../../rules/language/print.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Rule } from '../../rules/schema.ts';
import { counted } from '../../rules/sql/compile-events.ts';
import { listSegments, segmentOrigin } from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type Trend, trendsOf } from '../watches/trend.ts';
import { lookUpSegment, type SegmentRef } from './lookup.ts';
import {
  type Known,
  knownTo,
  type RuleOrigin,
  readSentence,
  resolvedRule,
  ruleOf,
  type Size,
  sizeOfRule,
} from './segments.ts';
import { sizeOfTwin, type TwinSize } from './twin.ts';
import { type Unrecorded, unrecordedIn } from './unrecorded.ts';

/** Everything about one segment. */
export interface SegmentCard {
  segment: { id: number; name: string; description: string };
  /** Its current size, or why its rule is broken. */
  size: Size | { problem: string };
  createdBy: string;
  createdAt: Date;
  updatedBy: string;
  updatedAt: Date;
  /** Names of segments whose rules use it. */
  usedBy: string[];
  neverMailed?: NeverMailed;
  /** What its rule asks for that some campaigns didn't record. */
  unrecorded?: UnrecordedShown[];
  /** How its size changed lately. */
  trend?: Trend;
}

/** Members that a negated condition includes although they never got a mail, and the rule without them. */
export interface NeverMailed {
  members: number;
  sentence: string;
}

/** What some campaigns didn't record, with the sentences that ask for something else. */
export interface UnrecordedShown extends Omit<Unrecorded, 'instead'> {
  instead: { did: 'clicked' | 'received'; sentence: string }[];
}

/** @throws RollcallError `not-found` */
export async function showSegment(deps: AudienceDeps, caller: Caller, ref: SegmentRef): Promise<SegmentCard> {
  requireRole(caller, 'viewer', 'see segments');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const segment = await lookUpSegment(deps, caller, ref);
  const { id, name, description } = segment;
  const [known, origin, others] = await Promise.all([
    knownTo(deps, caller),
    segmentOrigin(prisma, workspaceId, id),
    listSegments(prisma, workspaceId),
  ]);
  let size: SegmentCard['size'];
  let never: NeverMailed | undefined;
  let unrecorded: UnrecordedShown[] | undefined;
  let trend: Trend | undefined;
  try {
    const rule = ruleOf(segment);
    size = await sizeOfRule(deps, known, rule, { segment: id, stored: true });
    trend = (await trendsOf(deps, known, new Map([[id, size.members]]))).get(id);
    // This runs another rule, whose sentence reveals this one.
    if (size.sentence !== null) {
      never = await neverMailed(deps, known, rule, { segment: id });
      unrecorded = await unrecordedShown(deps, known, rule, { segment: id });
    }
  } catch (error) {
    // A segment with a broken rule can still be changed, renamed and deleted.
    if (!(error instanceof RollcallError)) throw error;
    size = { problem: error.message };
  }
  return {
    segment: { id, name, description },
    size,
    ...origin,
    updatedBy: segment.updatedBy,
    updatedAt: segment.updatedAt,
    usedBy: others.filter((other) => mentionsOf(other.rule).segments.has(id)).map((other) => other.name),
    ...defined({ neverMailed: never, unrecorded, trend }),
  };
}

/**
 * Counts what a sentence selects, without saving. Also finds people included by a negated condition although
 * they never got a mail, and the timeframe's other meaning.
 *
 * @throws RollcallError `invalid-input` for a sentence that is not fully understood, pointing at the words
 */
export async function countWithNeverMailed(
  deps: AudienceDeps,
  caller: Caller,
  { sentence }: { sentence: string },
): Promise<{
  rule: Rule;
  size: Size;
  neverMailed: NeverMailed | undefined;
  unrecorded: UnrecordedShown[];
  twin: TwinSize | undefined;
}> {
  requireRole(caller, 'viewer', 'count contacts');
  const known = await knownTo(deps, caller);
  const { rule, twin: other } = readSentence(sentence, known);
  const [size, never, unrecorded, twin] = await Promise.all([
    sizeOfRule(deps, known, rule),
    neverMailed(deps, known, rule),
    unrecordedShown(deps, known, rule),
    sizeOfTwin(deps, known, other),
  ]);
  return { rule, size, neverMailed: never, unrecorded, twin };
}

async function unrecordedShown(
  deps: AudienceDeps,
  known: Known,
  rule: Rule,
  origin: RuleOrigin = {},
): Promise<UnrecordedShown[]> {
  const { tree } = resolvedRule(rule, known, origin);
  const found = await unrecordedIn(deps, known.workspace.id, { rule, tree, writes: known.writes });
  return found.map(({ instead, ...one }) => ({
    ...one,
    instead: instead.map(({ did, rule: other }) => ({ did, sentence: printRule(other, known.names) })),
  }));
}

async function neverMailed(
  deps: AudienceDeps,
  known: Known,
  rule: Rule,
  origin: RuleOrigin = {},
): Promise<NeverMailed | undefined> {
  if (!asksForNoEvents(rule, false) || asksForMail(rule)) return undefined;
  const received: Rule = { type: 'event', event: 'received' };
  const { members } = await sizeOfRule(deps, known, joined(rule, { type: 'not', rule: received }), origin);
  return members === 0 ? undefined : { members, sentence: printRule(joined(rule, received), known.names) };
}

const joined = (rule: Rule, other: Rule): Rule => ({
  type: 'all',
  rules: rule.type === 'all' ? [...rule.rules, other] : [rule, other],
});

/** Whether the rule requires that something about a contact's mail did not happen. */
function asksForNoEvents(rule: Rule, negated: boolean): boolean {
  switch (rule.type) {
    case 'all':
    case 'any':
      return rule.rules.some((each) => asksForNoEvents(each, negated));
    case 'not':
      return asksForNoEvents(rule.rule, !negated);
    case 'event':
      return counted(rule.count).turned !== negated;
    default:
      return false;
  }
}

/** Whether one of the required conditions is that mail was received. */
function asksForMail(rule: Rule): boolean {
  if (rule.type === 'all') return rule.rules.some(asksForMail);
  return rule.type === 'event' && rule.event === 'received' && !counted(rule.count).turned;
}
