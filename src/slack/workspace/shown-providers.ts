import type { Caller } from '../../audience/caller.ts';
import { countOrphans } from '../../audience/events/kept-items.ts';
import { listWebhooks } from '../../audience/events/webhooks.ts';
import { defined } from '../../lib/defined.ts';
import type { SlackDeps } from '../core/deps.ts';
import type { Message } from '../kit/message.ts';
import { providerList } from './messages-providers.ts';

/** The list of email providers as it is now. @param done what was just changed */
export async function shownProviders(
  { audience, publicUrl }: Pick<SlackDeps, 'audience' | 'publicUrl'>,
  caller: Caller,
  done?: string,
): Promise<Message> {
  const webhooks = await listWebhooks(audience, caller);
  const orphans = await countOrphans(audience, caller, webhooks);
  return providerList(webhooks, { publicUrl, orphans, ...defined({ done }) });
}
