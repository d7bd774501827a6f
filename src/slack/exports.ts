import type { WebClient } from '@slack/web-api';
import type { Caller } from '../audience/caller.ts';
import { type ExportWhat, exportContacts } from '../audience/export.ts';
import { cut } from '../words.ts';
import type { SlackDeps } from './deps.ts';
import { type Message, message, section } from './messages/message.ts';
import { bold, counted, escaped, md } from './mrkdwn.ts';

/** A file of more is made on the command line, where it is never held in memory as a whole. */
const MOST = 200_000;

/**
 * Makes a CSV file and puts it into the person's own messages with the app: it holds addresses.
 *
 * @throws RollcallError as exportContacts does
 */
export async function sendExport(
  deps: Pick<SlackDeps, 'audience'>,
  { caller, client }: { caller: Caller; client: WebClient },
  what: ExportWhat,
): Promise<Message> {
  const { name, contacts, chunks } = await exportContacts(deps.audience, caller, what, { most: MOST });
  let content = '';
  for await (const chunk of chunks) content += chunk;
  const said = `Export of ${counted(contacts, 'contact')}: ${name}`;
  // A file goes into a channel, and that of a person is only known once a message was put there.
  const { channel } = await client.chat.postMessage({ channel: caller.actor, text: said });
  await client.filesUploadV2({
    channel_id: channel ?? caller.actor,
    filename: `${cut(name.replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-'), 60)}.csv`,
    content,
  });
  const words = `The file of ${counted(contacts, 'contact')} is in your messages with Rollcall.`;
  return message([section(md`:outbox_tray: ${bold(name)}: ${escaped(words)}`)], words);
}
