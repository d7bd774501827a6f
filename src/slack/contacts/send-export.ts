import type { WebClient } from '@slack/web-api';
import type { Caller } from '../../audience/caller.ts';
import { type ExportWhat, exportContacts } from '../../audience/contacts/export.ts';
import type { SlackDeps } from '../core/deps.ts';
import { sendFile } from '../core/send-file.ts';
import { type Message, message, section } from '../kit/message.ts';
import { bold, counted, escaped, md } from '../kit/mrkdwn.ts';

/** Larger exports run on the command line, which never holds the whole file in memory. */
const MOST = 200_000;

/**
 * Writes a CSV file and puts it into the person's own messages with the app, because it holds addresses.
 *
 * @throws RollcallError as exportContacts and sendFile do
 */
export async function sendExport(
  deps: Pick<SlackDeps, 'audience' | 'log'>,
  { caller, client }: { caller: Caller; client: WebClient },
  what: ExportWhat,
): Promise<Message> {
  const { name, contacts, chunks } = await exportContacts(deps.audience, caller, what, { most: MOST });
  let content = '';
  for await (const chunk of chunks) content += chunk;
  const said = message(
    [section(md`:outbox_tray: Exported ${counted(contacts, 'contact')}: ${bold(name)}`)],
    `Exported ${counted(contacts, 'contact')}: ${name}`,
  );
  await sendFile(deps, { client, userId: caller.actor }, { name, content, message: said });
  const words = `The file with ${counted(contacts, 'contact')} is in your messages with Rollcall.`;
  return message([section(md`:outbox_tray: ${bold(name)}: ${escaped(words)}`)], words);
}
