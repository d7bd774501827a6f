import { insertWebhook } from '../../storage/events/webhooks.ts';
import { findMailboxSender, insertSender } from '../../storage/senders/senders.ts';
import { findBrand, saveBrand } from '../../storage/workspace/brand.ts';
import type { AudienceDeps } from '../caller.ts';
import { openWebhook, webhookPath } from '../events/webhooks.ts';
import { workspaceOfTeam } from '../workspace/settings.ts';
import { checkSender } from './check.ts';

/**
 * Makes the playground's mailbox a ready sender of its workspace, if it isn't one yet, and enters a postal
 * address: a campaign can be sent there at once. It reports what happens to mails in the format of Postmark.
 *
 * @returns where it sends its reports, and the password for that
 */
export async function ensureMailboxSender(
  deps: AudienceDeps,
  teamId: string,
): Promise<{ path: string; secret: string }> {
  const { id: workspaceId } = await workspaceOfTeam(deps.storage, teamId);
  const { pool } = deps.storage;
  const stored = await findBrand(pool, workspaceId);
  if (stored?.postalAddress === '')
    await saveBrand(pool, workspaceId, {
      ...stored,
      postalAddress: 'Playground Ltd, 1 Example Street, Exampletown',
    });
  const by = 'Rollcall';
  const id =
    (await findMailboxSender(pool, workspaceId)) ??
    (await insertSender(deps.storage.prisma, deps.storage.hash, {
      ...{ workspaceId, by, at: deps.now(), way: 'mailbox', name: 'Playground mailbox' },
      ...{ fromName: 'Rollcall playground', fromAddress: 'news@playground.example', replyTo: null },
      ...{ host: '127.0.0.1', port: 0, security: 'none', userName: null, password: null },
      provider: 'postmark',
      // Slow enough to see its progress, and to pause it.
      ...{ perSecond: 50, perDay: null },
    }));
  await checkSender(deps, { workspaceId, actor: by, role: 'admin' }, { id });
  const { webhook } = await insertWebhook(deps.storage.prisma, deps.storage.hash, {
    ...{ workspaceId, provider: 'postmark', secret: `mailbox:${crypto.randomUUID()}`, createdBy: by },
    // The same at each start: there is one.
    ...{ now: deps.now(), submission: 'the mailbox of the playground' },
  });
  const opened = await openWebhook(deps, webhook);
  return { path: webhookPath(webhook), secret: opened?.secret ?? '' };
}
