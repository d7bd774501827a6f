import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { leftOutOrder, outcomes, statesOf } from '../../lib/campaigns/recipients.ts';
import { resultParts } from '../../lib/campaigns/report.ts';
import { peopleOf } from '../../lib/campaigns/report-numbers.ts';
import { printRule } from '../../rules/language/print.ts';
import { type Rule, ruleSchema } from '../../rules/schema.ts';
import { compileRule } from '../../rules/sql/compile.ts';
import { recipientSet, resultSet, waterfallSet } from '../../storage/campaigns/people.ts';
import { conversionRuleOf } from '../../storage/campaigns/report.ts';
import { type Sum, sumsOf } from '../../storage/campaigns/sums.ts';
import {
  changedByImport,
  joinedByPost,
  keptByUndo,
  nameOfPost,
  type StoredSet,
} from '../../storage/people/stored-sets.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { askedOf } from '../campaigns/asked.ts';
import { lookUpAnyCampaign, lookUpCampaign } from '../campaigns/lookup.ts';
import { campaignReport } from '../campaigns/results.ts';
import { lookUpSegment } from '../segments/lookup.ts';
import { type Known, knownTo, resolvedRule, ruleOf } from '../segments/segments.ts';
import { searchRule } from './search.ts';

const id = z.int();

/**
 * The source of a list of people: a rule, or a set that the database stores. It is in the buttons of a list
 * and is looked up again on each click, so a list is never older than its click.
 */
export const sourceSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('everyone') }),
  z.object({ of: z.literal('segment'), id }),
  z.object({ of: z.literal('tag'), id }),
  /** Letters in a name, an address, a company or a tag. */
  z.object({ of: z.literal('search'), text: z.string() }),
  z.object({ of: z.literal('rule'), rule: ruleSchema }),
  /** Who joined, by the message of a watch. */
  z.object({ of: z.literal('joined'), id }),
  /** Whom an import added; whom it changed; whom its undo left alone. */
  z.object({ of: z.literal('import'), id, part: z.enum(['added', 'changed', 'kept']) }),
  /** Whom a campaign would go to now, or whom it would leave out for a reason. */
  z.object({ of: z.literal('campaign'), id, reason: z.enum(leftOutOrder).nullable() }),
  /** The people of an outcome, once a campaign was prepared. */
  z.object({
    of: z.literal('recipients'),
    id,
    outcome: z.enum(outcomes),
    reason: z.enum(leftOutOrder).nullable(),
  }),
  /** The people behind a number of a campaign's results; `link` is the one that they clicked. */
  z.object({ of: z.literal('results'), id, part: z.enum(resultParts), link: id.exactOptional() }),
]);
export type PeopleSource = z.infer<typeof sourceSchema>;

/** The people of a source, ready to be listed, counted and changed. */
export interface Crowd {
  source: PeopleSource;
  /** A segment's, a tag's or a file's name; what was searched for; a rule's sentence. */
  name: string;
  /** Null if no rule selects them: what an import changed is a stored set. */
  rule: Rule | null;
  compiled: StoredSet;
  known: Known;
  /** How many people the results of a campaign count here: contacts that were deleted since are among them. */
  counted?: number;
}

/**
 * Looks up a source. The callers check the role: this only refuses rules that name people.
 *
 * @throws RollcallError `not-found` if its segment, tag or import is gone, `invalid-input` if its rule is
 *   broken, `not-allowed` if the rule names people and the caller may not see contacts
 */
export async function openCrowd(deps: AudienceDeps, caller: Caller, source: PeopleSource): Promise<Crowd> {
  const known = await knownTo(deps, caller);
  const { workspaceId } = caller;
  const of = (name: string, rule: Rule, origin: { segment?: number } = {}): Crowd => ({
    ...{ source, name, rule, known },
    compiled: compileRule(resolvedRule(rule, known, origin), { workspaceId }),
  });
  switch (source.of) {
    case 'everyone':
      return of('all contacts', { type: 'everyone' });
    case 'segment': {
      const segment = await lookUpSegment(deps, caller, { id: source.id });
      return of(segment.name, ruleOf(segment), { segment: segment.id });
    }
    case 'tag': {
      const tag = named(
        known.names.tags,
        source.id,
        'That tag no longer exists: someone deleted or merged it.',
      );
      return of(tag.name, { type: 'tagged', match: 'any', tags: [tag.id] });
    }
    case 'search':
      return of(source.text, searchRule(source.text, known.names.tags));
    case 'rule':
      return of(printRule(source.rule, known.names), source.rule);
    case 'joined': {
      const name = await nameOfPost(deps.storage.pool, workspaceId, source.id);
      if (name === undefined)
        throw new RollcallError('not-found', 'That message is too old: its list is gone.');
      return { source, name, rule: null, compiled: joinedByPost(workspaceId, source.id), known };
    }
    case 'import': {
      const { name } = named(known.names.imports, source.id, 'That import no longer exists.');
      if (source.part === 'added') return of(name, { type: 'imported', imports: [source.id] });
      const set = source.part === 'kept' ? keptByUndo : changedByImport;
      return { source, name, rule: null, compiled: set(workspaceId, source.id), known };
    }
    case 'campaign': {
      const campaign = await lookUpCampaign(deps, caller, { id: source.id });
      const asked = await askedOf(deps, caller, campaign);
      const compiled = waterfallSet(asked, source.reason);
      return { source, name: campaign.name, rule: null, compiled, known };
    }
    case 'recipients': {
      const { name } = await lookUpCampaign(deps, caller, { id: source.id });
      const states = statesOf(source.outcome);
      const compiled = recipientSet(workspaceId, source.id, { states, reason: source.reason });
      const sums = await sumsOf(deps.storage.pool, workspaceId, source.id);
      const isIn = (sum: Sum) =>
        statesOf(source.outcome).includes(sum.state) &&
        (source.reason === null || sum.reason === source.reason);
      const counted = sums.reduce((all, sum) => (isIn(sum) ? all + sum.people : all), 0);
      return { source, name, rule: null, compiled, known, counted };
    }
    case 'results': {
      const { part, link = 0 } = source;
      const campaign = await lookUpAnyCampaign(deps, caller, { id: source.id });
      const conversion = conversionRuleOf(campaign);
      const compiled = resultSet(
        { workspaceId, campaignId: campaign.id, isOurs: campaign.isOurs },
        { part, link, conversion },
      );
      const counted = peopleOf(await campaignReport(deps, caller, { id: campaign.id }), part, link);
      return { source, name: campaign.name, rule: null, compiled, known, counted };
    }
    default:
      throw source satisfies never;
  }
}

/**
 * A rule for a source as a part of other rules: a segment stays a reference, so that it keeps following its
 * own rule. Null for a stored set.
 */
export function referenceTo({ source, rule }: Pick<Crowd, 'source' | 'rule'>): Rule | null {
  return source.of === 'segment' ? { type: 'segment', match: 'any', segments: [source.id] } : rule;
}

function named<Thing extends { id: number }>(things: readonly Thing[], wanted: number, gone: string): Thing {
  const found = things.find((each) => each.id === wanted);
  if (found !== undefined) return found;
  throw new RollcallError('not-found', gone);
}
