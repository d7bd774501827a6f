import { setTimeout as sleep } from 'node:timers/promises';
import { App, LogLevel, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { AudienceDeps } from './audience/caller.ts';
import { RollcallError } from './errors.ts';
import { defined } from './lib/defined.ts';
import { withoutAddresses } from './lib/emails.ts';
import { admitting } from './slack/core/admission.ts';
import { clientsOfToken } from './slack/core/clients.ts';
import { createRefusals } from './slack/core/refusals.ts';
import type { Log } from './slack/core/show-error.ts';
import { logUnexpected } from './unexpected.ts';
import type { Work } from './work.ts';

/** How long running work may take when the app stops. Docker gives a container ten seconds. */
const PATIENCE_MS = 8_000;
/** How long the last messages may take after that. */
const LAST_WORDS_MS = 1_500;

/** What the app is built from. */
export interface AppDeps {
  audience: AudienceDeps;
  slack: {
    botToken: string;
    /** Base of the Web API, with its slash: `https://slack.com/api/`. */
    apiUrl: string;
    /** How the Web API is retried after a failure; Slack's own policy by default. */
    retryConfig?: WebClientOptions['retryConfig'];
  };
  /** The app's public address without a trailing slash, if it is known. */
  publicUrl?: string | undefined;
  /** What has to be done before the first request is answered. */
  prepare?: () => Promise<void>;
  log: Log;
}

export interface RollcallApp {
  bolt: App;
  /**
   * Starts the rest: the listeners, the runner of background work, the sending of campaigns and the deletion of
   * old data. Call it when the server listens, so that a start doesn't wait for it; the first request calls it too, and
   * waits.
   */
  begin(): Promise<void>;
  /**
   * Lets running commands and the current batch of an import finish within a few seconds, and accepts nothing
   * new: people are told that it is restarting. An import continues at the next start. The database must stay
   * open until then.
   */
  stop(): Promise<void>;
}

/**
 * Builds the app from its parts: the same call in production, in tests and in the playground. The receiver decides how
 * requests arrive.
 *
 * @throws RollcallError `misconfigured` if Slack refuses the token or the app is installed for a whole
 *   organization, `unavailable` if Slack does not answer
 */
export async function createApp(deps: AppDeps, options: { receiver: Receiver }): Promise<RollcallApp> {
  const { slack } = deps;
  const log: Log = (line) => deps.log(withoutAddresses(line));
  const clientOptions: WebClientOptions = {
    slackApiUrl: slack.apiUrl,
    logLevel: LogLevel.ERROR,
    ...defined({ retryConfig: slack.retryConfig }),
  };
  const identity = await identify(slack, clientOptions);
  const clientOf = clientsOfToken(slack.botToken, clientOptions);
  const { refuse, tellUnfinished } = createRefusals(
    clientsOfToken(slack.botToken, { ...clientOptions, retryConfig: { retries: 0 }, timeout: 2_500 }),
  );
  const admission = admitting(options.receiver, refuse);
  const bolt = new App({
    token: slack.botToken,
    receiver: admission.receiver,
    botId: identity.botId,
    botUserId: identity.botUserId,
    tokenVerificationEnabled: false,
    clientOptions,
    logLevel: LogLevel.WARN,
  });
  bolt.error(async (error) => void logUnexpected(log, 'a listener failed', error));

  let work: Promise<Work> | undefined;
  const begin = async (): Promise<void> => {
    work ??= startRest();
    await work;
  };
  async function startRest(): Promise<Work> {
    // Not at the top: most of the code is behind it, and a server can listen without it.
    const [{ startWork }] = await Promise.all([import('./work.ts'), deps.prepare?.()]);
    return startWork(bolt, { ...deps, log, team: identity, clientOptions, clientOf });
  }
  // Requests that arrive before that wait here; Bolt looks for their listeners afterwards.
  bolt.use(async ({ next }) => {
    await begin();
    await next();
  });

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    admission.close();
    const started = await work?.catch(() => undefined);
    const [unfinished] = await Promise.all([admission.drained(PATIENCE_MS), started?.stop()]);
    await Promise.race([
      Promise.all([tellUnfinished(unfinished), started?.flush()]),
      sleep(LAST_WORDS_MS, undefined, { ref: false }),
    ]);
  }
  return {
    bolt,
    begin,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/**
 * Returns who the token belongs to. Asked here because Bolt would ask in its constructor, and nothing could
 * catch a refusal there.
 */
async function identify(
  slack: AppDeps['slack'],
  clientOptions: WebClientOptions,
): Promise<{ botId: string; botUserId: string; teamId: string; teamName: string }> {
  const client = clientsOfToken(slack.botToken, { ...clientOptions, retryConfig: { retries: 2 } })({
    teamId: '',
  });
  const answer = await client.auth.test().catch((error: unknown) => {
    const reason = (error as { data?: { error?: string } }).data?.error;
    if (reason === undefined) {
      throw new RollcallError('unavailable', `Slack doesn’t answer at ${slack.apiUrl}.`, {
        hint: 'Check the connection, and SLACK_API_URL if it is set.',
        cause: error,
      });
    }
    throw new RollcallError('misconfigured', `Slack refuses SLACK_BOT_TOKEN: ${reason}.`, {
      hint: 'Copy the bot token again from "OAuth & Permissions" of your Slack app.',
      cause: error,
    });
  });
  if (answer.is_enterprise_install === true) {
    throw new RollcallError(
      'misconfigured',
      'This token belongs to an app installed for a whole organization.',
      {
        hint: 'Install the app in a single workspace and use that bot token: for now, Rollcall serves one workspace.',
      },
    );
  }
  const { bot_id: botId, user_id: botUserId, team_id: teamId, team: teamName = '' } = answer;
  if (botId === undefined || botUserId === undefined || teamId === undefined) {
    throw new RollcallError('misconfigured', 'SLACK_BOT_TOKEN is not a bot token.', {
      hint: 'Use the one that starts with xoxb-, from "OAuth & Permissions".',
    });
  }
  return { botId, botUserId, teamId, teamName };
}
