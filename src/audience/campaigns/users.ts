import { RollcallError } from '../../errors.ts';
import { isSameJson } from '../../lib/same-json.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import { listLiveAudiences, updateCampaign } from '../../storage/campaigns/campaigns.ts';
import type { Database } from '../../storage/database/database.ts';

const nouns = { tags: 'tag', segments: 'segment', campaigns: 'campaign' } as const;

/** How many campaigns a sentence names. */
const NAMED = 10;

/** A tag, segment or campaign that someone wants to delete. */
interface Used {
  things: keyof typeof nouns;
  id: number;
  name: string;
}

/**
 * Refuses to delete a tag, segment or campaign that a campaign still needs, itself aside. For a deletion, lock the thing first: a campaign
 * that is saved holds what it uses.
 *
 * @throws RollcallError `busy`, naming the campaigns
 */
export async function refuseUsedByCampaigns(
  database: Database,
  workspaceId: number,
  used: Used,
): Promise<void> {
  const using = await campaignsUsing(database, workspaceId, used);
  if (using.length === 0) return;
  const named = using.slice(0, NAMED).map(({ name }) => `"${name}"`);
  const rest = using.length - named.length;
  const list = `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const uses = using.length === 1 ? 'a campaign uses' : `${using.length} campaigns use`;
  throw new RollcallError(
    'busy',
    `The ${nouns[used.things]} "${used.name}" can’t be deleted while ${uses} it: ${list}.`,
    {
      hint: `Change ${using.length === 1 ? 'its audience' : 'their audiences'} first.`,
    },
  );
}

/** The campaigns that are neither sent nor stopped and whose audience uses it. */
async function campaignsUsing(
  database: Database,
  workspaceId: number,
  { things, id }: Omit<Used, 'name'>,
): Promise<{ id: number; name: string; audience: unknown }[]> {
  const all = await listLiveAudiences(database, workspaceId);
  const others = things === 'campaigns' ? all.filter((each) => each.id !== id) : all;
  return others.filter(({ audience }) => mentionsOf(audience)[things].has(id));
}

/** A campaign's audience as it was before a tag in it was merged into another one. */
export interface AudienceBefore {
  id: number;
  audience: unknown;
}

/**
 * Replaces a tag in the audiences of campaigns: it was merged into another one. Returns what they were, for the
 * undo.
 */
export async function replaceTagInCampaigns(
  database: Database,
  workspaceId: number,
  { from, replaced }: { from: number; replaced: (rule: unknown) => unknown },
): Promise<AudienceBefore[]> {
  const using = await campaignsUsing(database, workspaceId, { things: 'tags', id: from });
  for (const { id, audience } of using)
    await updateCampaign(database, workspaceId, id, { audience: replaced(audience) });
  return using.map(({ id, audience }) => ({ id, audience }));
}

/**
 * Puts audiences back to what they were before a merge, except those that someone edited since. Campaigns that
 * were sent or stopped since keep what they had.
 *
 * @returns how many use the old tag again, and the names of those that were edited
 */
export async function putBackAudiences(
  database: Database,
  workspaceId: number,
  { before, replaced }: { before: readonly AudienceBefore[]; replaced: (rule: unknown) => unknown },
): Promise<{ using: number; edited: string[] }> {
  const live = new Map((await listLiveAudiences(database, workspaceId)).map((each) => [each.id, each]));
  const edited: string[] = [];
  let using = 0;
  for (const { id, audience } of before) {
    const now = live.get(id);
    if (now === undefined) continue;
    if (isSameJson(now.audience, replaced(audience))) {
      await updateCampaign(database, workspaceId, id, { audience });
      using += 1;
    } else edited.push(now.name);
  }
  return { using, edited };
}
