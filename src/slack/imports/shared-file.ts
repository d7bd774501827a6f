import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { requireRole } from '../../audience/permissions.ts';
import { mayOfferImport } from '../../audience/workspace/settings.ts';
import { type Click, sayProblem } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { openWindow } from '../core/windows.ts';
import { importOffer } from './messages-offer.ts';
import { readFile } from './read-file.ts';

type Shared = SlackEventMiddlewareArgs<'file_shared'> & AllMiddlewareArgs;

const lists: ReadonlySet<string> = new Set(['csv', 'tsv']);

/**
 * Someone shared a CSV file in a channel that Rollcall is in: asks them, and nobody else, whether to import it. Only people who may
 * import are asked, once for each file, and nobody if the settings say so. Whatever fails is only logged: nobody asked for anything.
 */
export function sharedFiles(deps: SlackDeps) {
  return async ({ event, body, client, context }: Shared): Promise<void> => {
    const { file_id: id, user_id: userId, channel_id: channel } = event;
    // Exports and rejected rows are shared by Rollcall itself.
    if (userId === context.botUserId) return;
    try {
      const { file } = await client.files.info({ file: id });
      if (!lists.has(file?.filetype ?? '') || !(await deps.isFirst(`file:${id}`))) return;
      const caller = await deps.callerOf({ userId, teamId: body.team_id }, client);
      if (!(await mayOfferImport(deps.audience, caller))) return;
      const offer = importOffer({ id, name: file?.name ?? 'this file' });
      if (channel.startsWith('D')) await client.chat.postMessage({ channel, ...offer });
      else await client.chat.postEphemeral({ channel, user: userId, ...offer });
    } catch (error) {
      deps.log(`no question about a shared file: ${String(error)}`);
    }
  };
}

/** *Import this file*: reads it, and shows how each column is read. */
export const importShared =
  (deps: SlackDeps) =>
  async (click: Click): Promise<void> => {
    const { ack, body, action, client } = click;
    await ack();
    const title = 'Import contacts';
    const read = async () => {
      const caller = await deps.callerOf(personOf(body), client);
      requireRole(caller, 'editor', 'import contacts');
      const { file } = await client.files.info({ file: action.value ?? '' });
      return readFile(deps, { caller, client }, file);
    };
    try {
      await openWindow(deps, { client, triggerId: body.trigger_id, title }, read);
    } catch (error) {
      await sayProblem(deps, click, error);
    }
  };
