import { defined } from '../../lib/defined.ts';
import { findMails, type MailOfCampaign } from '../../storage/campaigns/mails.ts';
import type { Settled } from '../../storage/campaigns/settle.ts';
import type { AudienceDeps } from '../caller.ts';
import { eventIdOf } from '../campaigns/sending/compose.ts';
import { readToken } from '../public/token.ts';
import type { ProviderEvent } from './provider-event.ts';

/**
 * The mails of campaigns behind keys that a provider gave back. Leaves out keys that were not made here, are of
 * another workspace, or whose person or campaign is gone: such events are stored as if there were no key.
 */
export async function mailsOfKeys(
  { storage }: AudienceDeps,
  workspaceId: number,
  keys: readonly string[],
): Promise<Map<string, MailOfCampaign>> {
  const read = [...new Set(keys)].flatMap((key) => {
    const content = readToken(storage, key);
    return content?.kind === 'send' && content.workspaceId === workspaceId
      ? [{ key, campaignId: content.campaignId, contactId: content.id }]
      : [];
  });
  const found = await findMails(storage.pool, workspaceId, read);
  return new Map(found.map((mail) => [mail.key, mail]));
}

/**
 * What a key adds to an event: the person and the campaign, whatever address the provider names. A report that
 * the mail was received is the event that hand-over already stored.
 */
export const inputOfMail = (event: Pick<ProviderEvent, 'kind'>, mail: MailOfCampaign | undefined) =>
  mail === undefined
    ? {}
    : {
        ...{ email: undefined, contactId: mail.contactId, campaign: mail.campaign },
        ...(event.kind === 'received' ? { id: eventIdOf(mail.key) } : {}),
      };

/** What an event says about the row of its mail. */
export const settlementOf = (
  { kind, bounce, cause, at }: Pick<ProviderEvent, 'kind' | 'bounce' | 'cause' | 'at'>,
  mail: MailOfCampaign | undefined,
): Settled[] =>
  mail === undefined
    ? []
    : [
        {
          ...{ campaignId: mail.campaignId, contactId: mail.contactId, kind, isHard: bounce === 'hard', at },
          ...defined({ cause }),
        },
      ];
