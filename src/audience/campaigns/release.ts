import { RollcallError } from '../../errors.ts';
import { differenceOf } from '../../lib/campaigns/bound.ts';
import { defined } from '../../lib/defined.ts';
import { writeAudit } from '../../storage/audit.ts';
import * as stored from '../../storage/campaigns/campaigns.ts';
import { countWaterfall } from '../../storage/campaigns/waterfall.ts';
import { addJob } from '../../storage/jobs/jobs.ts';
import { openSender } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { brandOf } from '../public/brand.ts';
import { requireUsable } from '../senders/findings.ts';
import { refuseUnless, requireCampaign } from './acting.ts';
import { askedOf, boundNow } from './asked.ts';
import { campaignChanged } from './changes.ts';
import { lookUpCampaign } from './lookup.ts';
import { refuseWithoutSecond, type Typed } from './second-person.ts';
import { dueAt, type When } from './when.ts';

/** What someone saw when they asked for a campaign to be sent, or approved it. */
export interface Release {
  id: number;
  version: number;
  /** How many people get it, as they saw it. */
  expected: number;
  when: When;
}

/**
 * Asks for a campaign to be sent: an admin approves what is bound to it here.
 *
 * @throws RollcallError `invalid-input` if something is missing; `busy` if it changed since they saw it
 */
export const askToSend = (
  deps: AudienceDeps,
  caller: Caller,
  release: Release,
): Promise<stored.StoredCampaign> => releaseAs(deps, caller, release, 'ask');

/** What an admin says besides. */
export type Approval = Release & Typed;

/**
 * Schedules a campaign, at once or for later: approves what someone asked for, or sends an admin's own. More
 * than the workspace's number of people take a second person: an admin who neither asked nor was the last to
 * edit content, audience or sender.
 *
 * @throws RollcallError `undecided` if it takes a second person, and as `askToSend`
 */
export async function sendCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { typed, isOnlyAdmin, ...release }: Approval,
): Promise<stored.StoredCampaign> {
  requireRole(caller, 'admin', 'send campaigns');
  return releaseAs(deps, caller, release, 'send', (campaign, counts) =>
    refuseWithoutSecond({
      ...{ ...counts, isSecond: isSecondPerson(campaign, caller) },
      ...defined({ typed, isOnlyAdmin }),
    }),
  );
}

/** Whether someone neither asked for a campaign nor was the last to edit it. */
export function isSecondPerson(
  campaign: Pick<stored.StoredCampaign, 'state' | 'askedBy' | 'contentBy' | 'audienceBy' | 'senderBy'>,
  { actor }: Pick<Caller, 'actor'>,
): boolean {
  const { state, askedBy, contentBy, audienceBy, senderBy } = campaign;
  return state === 'needs approval' && ![askedBy, contentBy, audienceBy, senderBy].includes(actor);
}

async function releaseAs(
  deps: AudienceDeps,
  caller: Caller,
  { id, version, expected, when }: Release,
  act: 'ask' | 'send',
  allow: (
    campaign: stored.StoredCampaign,
    asked: { count: number; secondPersonAbove: number },
  ) => void = () => {},
): Promise<stored.StoredCampaign> {
  const { workspaceId, actor } = caller;
  const seen = await lookUpCampaign(deps, caller, { id });
  refuseUnless(caller, seen, act);
  const ready = await requireComplete(deps, workspaceId, seen);
  const asked = await askedOf(deps, caller, ready);
  const { getIt: count } = await countWaterfall(deps.storage, asked);
  const { secondPersonAbove } = asked.settings;
  const bound = boundNow(deps, ready, { asked, count });
  refuseCount(
    expected,
    count,
    differenceOf({ ...bound, count: expected }, bound, { secondPersonAbove }) !== undefined,
  );
  allow(seen, { count, secondPersonAbove });
  const now = deps.now();
  const due = act === 'ask' && when === 'now' ? noTime : dueAt(when, now);
  const released = await deps.storage.prisma.$transaction(async (database) => {
    const campaign = requireCampaign(await stored.lockCampaign(database, workspaceId, id));
    refuseUnless(caller, campaign, act);
    if (campaign.version !== version || campaign.version !== seen.version)
      throw new RollcallError('busy', 'Someone changed this campaign in the meantime: look at it again.');
    const said = act === 'ask' ? { askedBy: actor, askedAt: now } : { approvedBy: actor, approvedAt: now };
    await stored.updateCampaign(database, workspaceId, id, {
      ...{ state: act === 'ask' ? 'needs approval' : 'scheduled', version: version + 1, updatedAt: now },
      ...{ ...said, bound, trouble: null, ...due },
    });
    // What was asked for now waits for its approval, however long that takes.
    if (due.dueAt !== null)
      await addJob(database, {
        ...{ workspaceId, kind: 'campaign', payload: { campaignId: id, version: version + 1 } },
        ...{ createdAt: now, dueAt: due.dueAt, key: `campaign ${id} ${version + 1}` },
      });
    const action = act === 'ask' ? 'campaign.asked' : 'campaign.scheduled';
    const details = { people: count };
    await writeAudit(database, { workspaceId, actor, action, subject: campaign.name, at: now, details });
    return requireCampaign(await stored.findCampaign(database, workspaceId, { id }));
  });
  campaignChanged(deps, { workspaceId, campaignId: id, kind: 'state' });
  return released;
}

const noTime = { wallTime: null, timeZone: null, dueAt: null };

function refuseCount(expected: number, count: number, isFar: boolean): void {
  if (count === 0)
    throw new RollcallError('invalid-input', 'No one would get it.', {
      about: 'audience',
      hint: 'See why: /campaigns audience …',
    });
  if (!isFar) return;
  const [were, are] = [expected, count].map((number) => number.toLocaleString('en-US'));
  throw new RollcallError('busy', `You saw ${were} people; now it’s ${are}.`, {
    hint: 'Look at the audience again before you send it.',
  });
}

type Complete = stored.StoredCampaign & { senderId: number };

/** Everything that a campaign needs before anyone is asked. @throws RollcallError `invalid-input` */
async function requireComplete(
  { storage, pages }: AudienceDeps,
  workspaceId: number,
  campaign: stored.StoredCampaign,
): Promise<Complete> {
  const missing = (about: string, message: string): RollcallError =>
    new RollcallError('invalid-input', message, { about });
  const { subject, body, senderId } = campaign;
  if (subject === '') throw missing('subject', 'It has no subject yet.');
  if (body === '') throw missing('body', 'It has no text yet.');
  const sender =
    senderId === null ? undefined : await openSender(storage.pool, storage, { workspaceId, id: senderId });
  if (senderId === null || sender === undefined || sender.archivedAt !== null)
    throw missing('sender', 'It has no sender yet.');
  requireUsable(sender);
  if (pages === undefined)
    throw new RollcallError('misconfigured', 'No public pages are served, so people could not unsubscribe.', {
      hint: 'Set ROLLCALL_URL to the app’s public address.',
    });
  const brand = await brandOf({ storage }, workspaceId);
  if (brand?.postalAddress === '')
    throw new RollcallError('invalid-input', 'Campaigns need your postal address below every mail.', {
      about: 'postalAddress',
      hint: 'An admin enters it in /audience pages.',
    });
  const problem = await pages.check();
  if (problem !== undefined)
    throw new RollcallError('misconfigured', problem, { hint: 'Until then, only tests are sent.' });
  return { ...campaign, senderId };
}
