import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { clip } from '../../lib/words.ts';
import { eventKindNames } from '../../rules/operators.ts';
import {
  findConversions,
  type StoredConversions,
  setConversions,
} from '../../storage/campaigns/conversion-settings.ts';
import { listNames } from '../../storage/workspace/names.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { lookUpCampaign } from './lookup.ts';

/** What the form of a campaign's conversions offers, and what it begins with. */
export interface ConversionsForm {
  campaign: { id: number; name: string };
  settings: StoredConversions;
  /** The workspace's own events, by name. */
  kinds: string[];
}

const doing = 'say what counts as a conversion';

/** @throws RollcallError `not-allowed`, `not-found` */
export async function conversionsForm(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<ConversionsForm> {
  requireRole(caller, 'editor', doing);
  const { name } = await lookUpCampaign(deps, caller, { id });
  const { prisma, pool } = deps.storage;
  const { workspaceId } = caller;
  const [settings, names] = await Promise.all([
    findConversions(pool, { workspaceId, campaignId: id }),
    listNames(prisma, workspaceId),
  ]);
  const kinds = names.events.map((event) => event.name).filter((kind) => !isMailKind(kind));
  return { campaign: { id, name }, settings, kinds: kinds.sort((a, b) => a.localeCompare(b, 'en')) };
}

const longestKind = 60;
const days = z.int().min(1).max(90);

/**
 * Says which event counts as a conversion of a campaign, and within how many days; null: none does. Results count
 * from what is stored, so it holds for what happened before, too.
 *
 * @throws RollcallError `not-allowed`, `not-found`, `invalid-input`
 */
export async function changeConversions(
  deps: AudienceDeps,
  caller: Caller,
  { id, ...wanted }: { id: number } & StoredConversions,
): Promise<void> {
  requireRole(caller, 'editor', doing);
  const { name } = await lookUpCampaign(deps, caller, { id });
  const kind = wanted.kind === null ? null : checkedKind(wanted.kind);
  if (!days.safeParse(wanted.days).success)
    throw new RollcallError('invalid-input', 'Conversions are counted for 1 to 90 days.', { about: 'days' });
  await asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const key = { workspaceId, campaignId: id };
    const before = await findConversions(database, key);
    const after = { ...wanted, kind };
    if (before.kind === kind && before.days === after.days && before.after === after.after) return;
    await setConversions(database, key, after);
    await audit('campaign.conversions-set', name, {
      ...(kind === null ? {} : { event: kind, days: after.days }),
    });
  });
}

function checkedKind(typed: string): string {
  const kind = tidy(withoutInvisible(typed)).toLowerCase();
  const about = { about: 'kind' };
  if (kind === '') throw new RollcallError('invalid-input', 'Which event? For example: purchase', about);
  if (kind.length > longestKind)
    throw new RollcallError(
      'invalid-input',
      `The name of an event has at most ${longestKind} characters.`,
      about,
    );
  if (!isMailKind(kind)) return kind;
  throw new RollcallError(
    'invalid-input',
    `"${clip(kind, 60)}" is about mail. A conversion is an event of your own, such as a purchase.`,
    about,
  );
}

/** Kinds that Rollcall gives a meaning of its own are never conversions. */
const isMailKind = (kind: string): boolean => (eventKindNames as readonly string[]).includes(kind);
