import { nameHas } from '../../lib/names.ts';
import { campaignChoices } from '../../rules/form/campaigns-of-row.ts';
import { rowSubjects } from '../../rules/form/rows.ts';
import { listSegments } from '../../storage/segments/segments.ts';
import { listNames } from '../../storage/workspace/names.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** The first segments with these letters in their name, in any case, for an autocomplete picker. */
export async function suggestSegments(
  deps: AudienceDeps,
  caller: Caller,
  { search, limit }: { search: string; limit: number },
): Promise<{ id: number; name: string }[]> {
  requireRole(caller, 'viewer', 'see segments');
  const segments = await listSegments(deps.storage.prisma, caller.workspaceId);
  return segments
    .filter(({ name }) => nameHas(name, search))
    .slice(0, limit)
    .map(({ id, name }) => ({ id, name }));
}

/** The first campaigns with these letters in their name, for a picker. */
export async function suggestCampaigns(
  deps: AudienceDeps,
  caller: Caller,
  { search, limit }: { search: string; limit: number },
): Promise<{ id: number; name: string }[]> {
  requireRole(caller, 'viewer', 'see campaigns');
  const { campaigns } = await listNames(deps.storage.prisma, caller.workspaceId);
  return campaigns
    .filter(({ name }) => nameHas(name, search))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .slice(0, limit);
}

/** What a condition can say of campaigns, for a picker: the last ones, or campaigns by name. */
export async function suggestRuleCampaigns(
  deps: AudienceDeps,
  caller: Caller,
  { search, limit, withAny }: { search: string; limit: number; withAny: boolean },
): Promise<{ value: string; words: string; group: string }[]> {
  const byName = await suggestCampaigns(deps, caller, { search, limit });
  return [
    ...campaignChoices(search, { withAny }).map((each) => ({ ...each, group: 'Most used' })),
    ...byName.map(({ id, name }) => ({ value: String(id), words: name, group: 'By name' })),
  ];
}

/** What a condition can be about, by group, with these letters in its name. */
export async function suggestSubjects(
  deps: AudienceDeps,
  caller: Caller,
  { search }: { search: string },
): Promise<{ value: string; words: string; group: string }[]> {
  requireRole(caller, 'viewer', 'see attributes');
  const names = await listNames(deps.storage.prisma, caller.workspaceId);
  return rowSubjects(names)
    .filter(({ words }) => nameHas(words, search))
    .map(({ what, words, group }) => ({ value: what, words, group }));
}

export async function countSegments(deps: AudienceDeps, caller: Caller): Promise<number> {
  requireRole(caller, 'viewer', 'see segments');
  return deps.storage.prisma.segment.count({ where: { workspaceId: caller.workspaceId } });
}
