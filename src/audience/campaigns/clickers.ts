import { clip } from '../../lib/words.ts';
import type { Rule } from '../../rules/schema.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { sentenceOfSource } from '../people/named.ts';
import { requireRole } from '../permissions.ts';
import { campaignReport } from './results.ts';

const LONGEST_NAME = 80;

/**
 * The name and the rule, as a sentence, of a segment of those who clicked in a campaign.
 *
 * @throws RollcallError `not-allowed`, `not-found`
 */
export async function clickersSegment(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<{ name: string; sentence: string }> {
  requireRole(caller, 'editor', 'create segments');
  const { name } = await campaignReport(deps, caller, { id });
  const rule: Rule = { type: 'event', event: 'clicked', campaigns: [id] };
  const sentence = await sentenceOfSource(deps, caller, { of: 'rule', rule });
  return { name: clip(`Clicked ${name}`, LONGEST_NAME), sentence };
}
