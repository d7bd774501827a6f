import { RollcallError } from '../../errors.ts';
import { isSameJson } from '../../lib/same-json.ts';
import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { writeAudit } from '../../storage/audit.ts';
import * as stored from '../../storage/campaigns/campaigns.ts';
import { findAnyCampaign } from '../../storage/campaigns/report.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import { listSegments } from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { checkedName } from '../checked-name.ts';
import { requireRole } from '../permissions.ts';
import { holdMentions } from '../segments/rule-mentions.ts';
import { refuseUsedBySegments } from '../segments/users.ts';
import { isHeldOnItsWay, refuseUnless, requireCampaign } from './acting.ts';
import { campaignChanged } from './changes.ts';
import { type CampaignInput, checkedFields, noFields } from './fields.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';
import { refuseUsedByCampaigns } from './users.ts';

/** Characters that a campaign's name can have. */
export const LONGEST_NAME = 80;

/** Every campaign that Rollcall sends or sent, the latest first. */
export async function listCampaigns(deps: AudienceDeps, caller: Caller): Promise<stored.StoredCampaign[]> {
  requireRole(caller, 'viewer', 'see campaigns');
  return stored.listCampaigns(deps.storage.prisma, caller.workspaceId);
}

/** One of them. @throws RollcallError `not-found` */
export async function showCampaign(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<stored.StoredCampaign> {
  requireRole(caller, 'viewer', 'see campaigns');
  return lookUpCampaign(deps, caller, ref);
}

/**
 * Creates a draft.
 *
 * @throws RollcallError `invalid-input`; `taken` if a campaign has this name in any case, also one that is
 *   known from events alone
 */
export async function createCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { name: typed, ...input }: CampaignInput & { name: string },
): Promise<stored.StoredCampaign> {
  requireRole(caller, 'editor', 'create campaigns');
  const name = campaignName(typed);
  const { workspaceId, actor } = caller;
  const fields = await checkedFields(deps, caller, { ...noFields, ...input });
  const { prisma } = deps.storage;
  const inUse = await stored.findNameInUse(prisma, workspaceId, name);
  if (inUse !== undefined) throw await nameTaken(deps, caller, inUse);
  try {
    return await prisma.$transaction(async (database) => {
      await holdMentions(database, workspaceId, fields.audience);
      const id = await stored.insertCampaign(database, {
        ...fields,
        workspaceId,
        name,
        by: actor,
        at: deps.now(),
      });
      await writeAudit(database, {
        workspaceId,
        actor,
        action: 'campaign.created',
        subject: name,
        at: deps.now(),
      });
      return requireCampaign(await stored.findCampaign(database, workspaceId, { id }));
    });
  } catch (error) {
    // Two people created it at the same moment, or its first event came.
    if (isUniqueViolation(error)) throw await nameTaken(deps, caller, name);
    throw error;
  }
}

/** What an edit says besides the changes: the version that the person saw. */
type Edit = CampaignInput & { id: number; version: number; name?: string | undefined };

/**
 * Changes a campaign that hasn't begun. It is a draft again: what was asked for or approved was another mail.
 *
 * Of one that is held on its way (an attribute in it was deleted, say), only the text can be changed: its people
 * are fixed, and some have it already. It stays held until an admin resumes it.
 *
 * @throws RollcallError `busy` if someone changed it since, or it has begun
 */
export async function editCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { id, version, name: typed, ...input }: Edit,
): Promise<stored.StoredCampaign> {
  const { workspaceId, actor } = caller;
  const name = typed === undefined ? undefined : campaignName(typed);
  // The form doesn't say it: an HTML file stays one.
  const kept = input.body !== undefined && input.bodyKind === undefined;
  const kind = kept ? { bodyKind: (await lookUpCampaign(deps, caller, { id })).bodyKind } : {};
  const fields = await checkedFields(deps, caller, { ...input, ...kind });
  try {
    const edited = await deps.storage.prisma.$transaction(async (database) => {
      const campaign = requireCampaign(await stored.lockCampaign(database, workspaceId, id));
      const hasBegun = isHeldOnItsWay(campaign);
      refuseUnless(caller, campaign, hasBegun ? 'repair' : 'edit');
      if (campaign.version !== version)
        throw new RollcallError('busy', 'Someone else edited this campaign in the meantime.');
      if (hasBegun && changes(campaign, fields, ...fixed))
        throw new RollcallError(
          'busy',
          `"${campaign.name}" is being sent, so only its text can be changed.`,
          {
            hint: 'To change who gets it, stop it and send a copy to those who didn’t.',
          },
        );
      if (fields.audience !== undefined) await holdMentions(database, workspaceId, fields.audience);
      if (name !== undefined && name !== campaign.name)
        await stored.renameCampaign(database, workspaceId, { id, name });
      await stored.updateCampaign(database, workspaceId, id, {
        ...fields,
        ...editors(campaign, fields, actor),
        ...{ version: version + 1, updatedAt: deps.now() },
        ...(hasBegun ? {} : unapproved),
      });
      const subject = name ?? campaign.name;
      await writeAudit(database, { workspaceId, actor, action: 'campaign.edited', subject, at: deps.now() });
      return requireCampaign(await stored.findCampaign(database, workspaceId, { id }));
    });
    campaignChanged(deps, { workspaceId, campaignId: id, kind: 'state' });
    return edited;
  } catch (error) {
    if (isUniqueViolation(error)) throw await nameTaken(deps, caller, name ?? '');
    throw error;
  }
}

/** What can't change once mails are out. */
const fixed = ['audience', 'topicId', 'senderId', 'trackOpens', 'trackClicks', 'addsUtm'] as const;

/** A draft again: nobody asked for what it is now, or approved it. */
const unapproved = {
  ...{ state: 'draft', bound: null, trouble: null, askedBy: null, askedAt: null },
  ...{ approvedBy: null, approvedAt: null, wallTime: null, timeZone: null, dueAt: null },
} as const satisfies stored.CampaignChange;

/** Who changed which part: they don't approve it. */
function editors(
  before: stored.StoredCampaign,
  fields: Partial<stored.CampaignFields>,
  by: string,
): stored.CampaignChange {
  return {
    ...(changes(before, fields, 'subject', 'preheader', 'body', 'bodyKind')
      ? { contentBy: by, contentVersion: before.contentVersion + 1 }
      : {}),
    ...(changes(before, fields, 'audience', 'topicId') ? { audienceBy: by } : {}),
    ...(changes(before, fields, 'senderId') ? { senderBy: by } : {}),
  };
}

/** Whether any of these parts is edited to something else than it was. */
const changes = (
  before: stored.StoredCampaign,
  fields: Partial<stored.CampaignFields>,
  ...keys: (keyof stored.CampaignFields)[]
): boolean => keys.some((key) => key in fields && !isSameJson(fields[key], before[key]));

/** Deletes a draft for good. @throws RollcallError `busy` if it is no longer a draft, or while a rule uses it */
export async function deleteCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<{ name: string }> {
  const { workspaceId, actor } = caller;
  return deps.storage.prisma.$transaction(async (database) => {
    const campaign = requireCampaign(await stored.lockCampaign(database, workspaceId, id));
    refuseUnless(caller, campaign, 'delete');
    const { name } = campaign;
    // Rules hold what they use: from now on, none can start to use it.
    await stored.lockName(database, workspaceId, id);
    refuseUsedBySegments(await listSegments(database, workspaceId), { things: 'campaigns', id, name });
    await refuseUsedByCampaigns(database, workspaceId, { things: 'campaigns', id, name });
    await stored.deleteCampaign(database, workspaceId, id);
    await writeAudit(database, {
      workspaceId,
      actor,
      action: 'campaign.deleted',
      subject: name,
      at: deps.now(),
    });
    return { name };
  });
}

const campaignName = (typed: string): string =>
  checkedName(tidy(withoutInvisible(typed)), {
    of: 'A campaign',
    longest: LONGEST_NAME,
    wrong: (name) =>
      /["“”:@]|\p{Cc}/u.test(name)
        ? `A campaign name can’t have quotes, colons or an @; "${name}" does.`
        : undefined,
    rest: { about: 'name' },
  });

/** Someone who sees no such campaign in their list should know whose it is. */
async function nameTaken(
  { storage: { prisma } }: AudienceDeps,
  { workspaceId }: Caller,
  name: string,
): Promise<RollcallError> {
  const other = await findAnyCampaign(prisma, workspaceId, { name });
  const message =
    other?.isOurs === false
      ? `Your email provider already reports on a campaign named "${name}".`
      : `A campaign named "${name}" already exists.`;
  return new RollcallError('taken', message, {
    about: 'name',
    hint: 'Choose another name: results are counted by it.',
  });
}
