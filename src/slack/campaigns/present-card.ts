import { z } from 'zod';
import { campaignCard } from '../../audience/campaigns/card.ts';
import { RollcallError } from '../../errors.ts';
import type { PresentState, SlackDeps, Stale } from '../core/deps.ts';
import { message } from '../kit/message.ts';
import { forEveryone } from './buttons-release.ts';
import { campaignCardMessage } from './messages-card.ts';
import { campaignIn } from './values.ts';

const inMetadata = z.union([z.object({ id: z.int() }), z.object({ edits: z.object({ id: z.int() }) })]);

/**
 * What a card shows from now on whose button was refused because the campaign is in another state than the card says, or
 * no longer exists: cards that only one person sees aren't updated by what others do.
 */
export async function presentCard(
  { audience }: Pick<SlackDeps, 'audience'>,
  { caller, value, error }: Stale,
): Promise<PresentState | undefined> {
  if (!(error instanceof RollcallError) || !(error.code === 'busy' || error.code === 'not-found'))
    return undefined;
  const campaign = campaignOf(value);
  if (campaign === undefined) return undefined;
  const { id, isPost } = campaign;
  try {
    const card = await campaignCard(audience, isPost ? forEveryone(caller) : caller, { id });
    // It exists, so something else doesn't: the card is right.
    if (error.code === 'not-found') return undefined;
    return { message: campaignCardMessage(card, { isPost }), isPost };
  } catch (thrown) {
    const isDeleted = thrown instanceof RollcallError && thrown.message === error.message;
    if (!isDeleted) throw thrown;
    // What went wrong says it all: nothing can be done with it.
    return { message: message([], error.message), isPost: false };
  }
}

function campaignOf(value: string): { id: number; isPost: boolean } | undefined {
  if (/^\d+!?$/.test(value)) return campaignIn(value);
  if (!value.startsWith('{')) return undefined;
  const read = inMetadata.safeParse(JSON.parse(value));
  if (!read.success) return undefined;
  return { id: 'id' in read.data ? read.data.id : read.data.edits.id, isPost: false };
}
