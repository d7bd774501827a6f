import type { WebClient } from '@slack/web-api';
import { defined } from '../../lib/defined.ts';
import { context, type Message } from '../kit/message.ts';
import { escaped, md } from '../kit/mrkdwn.ts';
import type { AnswerTo } from './answer-to.ts';
import type { SlackDeps } from './deps.ts';
import { slackProblem } from './slack-problems.ts';

// How answers reach people. If Slack refuses one way, the next best is tried; the last refusal is logged.

const PATIENCE_MS = 10_000;

type Log = Pick<SlackDeps, 'log'>;

/** A person, with a client that can write to them. */
export interface Person {
  client: WebClient;
  userId: string;
}

/** The place of a message in Slack. */
export interface Posted {
  channel: string;
  ts: string;
}

/** Writes to the person's own messages with the app; undefined if Slack refuses, which is logged. */
export async function tell(
  deps: Log,
  { client, userId }: Person,
  message: Message,
): Promise<Posted | undefined> {
  try {
    const { channel, ts } = await client.chat.postMessage({ channel: userId, ...message });
    return channel === undefined || ts === undefined ? undefined : { channel, ts };
  } catch (error) {
    deps.log(`a message to ${userId} was refused: ${String(error)}`);
    return undefined;
  }
}

/** Posts a message in a channel for everyone there. @throws if Slack refuses */
export async function postIn(client: WebClient, channel: string, message: Message): Promise<Posted> {
  const posted = await client.chat.postMessage({ channel, ...message });
  if (posted.channel === undefined || posted.ts === undefined) throw new Error('Slack posted nothing');
  return { channel: posted.channel, ts: posted.ts };
}

/**
 * Answers in the place where the person asked. Slack's response URLs are good for half an hour and five
 * answers. After that, or without one (in Home, from a shortcut), the answer goes into the person's own
 * messages with the app.
 */
export async function answerLater(
  deps: Log,
  { to, ...person }: Person & { to: AnswerTo },
  answer: Message,
): Promise<void> {
  const given = await respond(deps, to.url, {
    response_type: 'ephemeral',
    replace_original: to.replace,
    ...answer,
  });
  if (!given) await tell(deps, person, answer);
}

/**
 * Shows a card to everyone in the channel where it was requested. After the response URL has expired, the app
 * posts it as its own message.
 *
 * @throws if Slack refuses, for example because the app is not in the channel
 */
export async function shareLater(
  deps: Log,
  { client, channel, to }: Person & { channel: string; to: AnswerTo },
  card: Message,
): Promise<void> {
  const shared = await respond(deps, to.url, {
    response_type: 'in_channel',
    replace_original: false,
    ...card,
  });
  if (!shared) await client.chat.postMessage({ channel, ...card });
}

/** Removes a message that only one person saw; if Slack keeps it, says so in their messages with the app. */
export async function takeAway(
  deps: Log,
  { to, ...person }: Person & { to: AnswerTo },
  instead: Message,
): Promise<void> {
  if (!(await respond(deps, to.url, { delete_original: true }))) await tell(deps, person, instead);
}

/**
 * Answers a message of a channel in its thread, or in the channel itself without one, for everyone or for one
 * person only. If the app may not write there, the person gets the answer in their own messages, with the reason.
 */
export async function answerInThread(
  deps: Log,
  {
    client,
    userId,
    channel,
    thread,
    isForAll,
  }: Person & { channel: string; thread: string | undefined; isForAll: boolean },
  answer: Message,
): Promise<void> {
  const place = { channel, ...defined({ thread_ts: thread }), ...answer };
  try {
    if (isForAll) await client.chat.postMessage(place);
    else await client.chat.postEphemeral({ ...place, user: userId });
  } catch (error) {
    deps.log(`an answer in ${channel} was refused: ${String(error)}`);
    const problem = slackProblem(error);
    const reason = problem === undefined ? '' : md` ${escaped([problem.message, problem.hint].join(' '))}`;
    const why = context(md`Rollcall couldn’t answer where you asked.${reason}`);
    await tell(deps, { client, userId }, { text: answer.text, blocks: [...answer.blocks, why] });
  }
}

/** Posts to a response URL; false if there is none or Slack no longer accepts it. */
async function respond(deps: Log, url: string, body: object): Promise<boolean> {
  if (url === '') return false;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const said = await response.text();
    // Slack sends some refusals with status 200.
    if (response.ok && !/"ok"\s*:\s*false/.test(said)) return true;
    deps.log(`an answer was refused in the place it was asked: ${response.status} ${said.slice(0, 200)}`);
  } catch (error) {
    deps.log(`an answer could not be given in the place it was asked: ${String(error)}`);
  }
  return false;
}
