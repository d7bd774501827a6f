import type { WebClient } from '@slack/web-api';
import { cut } from '../../lib/words.ts';
import type { Message } from '../kit/message.ts';
import type { SlackDeps } from './deps.ts';
import { showError } from './show-error.ts';
import { slackProblem } from './slack-problems.ts';

/**
 * Puts a CSV file into a person's own messages with the app, under a message that says what it is. Files hold
 * addresses, so they never go into a channel. If Slack refuses the file, the message says so instead: no one
 * finds half of it.
 *
 * @param file.name without its extension; anything but letters and digits becomes a hyphen
 * @throws RollcallError `unavailable`, saying which scope or setting is missing
 */
export async function sendFile(
  deps: Pick<SlackDeps, 'log'>,
  { client, userId }: { client: WebClient; userId: string },
  file: { name: string; content: string; message: Message; ending?: 'csv' | 'json' },
): Promise<void> {
  const problemOf = (error: unknown): unknown => slackProblem(error) ?? error;
  // A file needs a channel, and the person's own is only known after a message was posted there.
  const { channel = userId, ts = '' } = await client.chat
    .postMessage({ channel: userId, ...file.message })
    .catch((error: unknown) => {
      throw problemOf(error);
    });
  const filename = `${plainName(file.name)}.${file.ending ?? 'csv'}`;
  try {
    await client.filesUploadV2({ channel_id: channel, filename, content: file.content });
  } catch (error) {
    const instead = showError(error, deps.log);
    await client.chat.update({ channel, ts, ...instead }).catch((again: unknown) => {
      deps.log(`a message without its file could not be changed: ${String(again)}`);
    });
    throw problemOf(error);
  }
}

/** A file name without meaning as markup or as a path. */
const plainName = (name: string): string =>
  cut(name.replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, ''), 60) || 'file';
