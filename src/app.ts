import { setTimeout as sleep } from 'node:timers/promises';
import { App, LogLevel, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { AudienceDeps } from './audience/caller.ts';
import { listenToCampaigns } from './audience/campaigns/changes.ts';
import { listLatelyChanged } from './audience/campaigns/posts.ts';
import { startPump } from './audience/campaigns/sending/pump.ts';
import { listEndedImports } from './audience/imports/imports.ts';
import { startJobRunner } from './audience/jobs/runner.ts';
import { startHousekeeping } from './audience/workspace/housekeeping.ts';
import { nameWorkspace } from './audience/workspace/settings.ts';
import { RollcallError } from './errors.ts';
import { defined } from './lib/defined.ts';
import { withoutAddresses } from './lib/emails.ts';
import { createCampaignReporter } from './slack/campaigns/reporter.ts';
import { createResultsPoster } from './slack/campaigns/results-poster.ts';
import { admitting } from './slack/core/admission.ts';
import { createCallers } from './slack/core/callers.ts';
import { clientsOfToken, withClients } from './slack/core/clients.ts';
import { createDeliveries } from './slack/core/deliveries.ts';
import { createFileSource } from './slack/core/files.ts';
import { createRefusals } from './slack/core/refusals.ts';
import type { Log } from './slack/core/show-error.ts';
import { createImportReporter } from './slack/imports/reporter.ts';
import { registerListeners } from './slack/routes.ts';
import { createPoster } from './slack/watches/poster.ts';
import { logUnexpected } from './unexpected.ts';

/** At start, the results of imports and campaigns that ended within this time are shown again. */
const REPORTED_AGAIN_MS = 24 * 3_600_000;

/** How long running work may take when the app stops. Docker gives a container ten seconds. */
const PATIENCE_MS = 8_000;
/** How long Slack may take to answer a message that Rollcall posts by itself. */
const POST_MS = 6_000;
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
  log: Log;
}

export interface RollcallApp {
  bolt: App;
  /**
   * Lets running commands and the current batch of an import finish within a few seconds, and accepts nothing
   * new: people are told that it is restarting. An import continues at the next start. The database must stay
   * open until then.
   */
  stop(): Promise<void>;
}

/**
 * Builds the app from its parts: the same call in production, in tests and in the playground. Starts the
 * runner of background work, the sending of campaigns and the deletion of old data. The receiver decides how requests arrive.
 *
 * @throws RollcallError `misconfigured` if Slack refuses the token or the app is installed for a whole
 *   organization, `unavailable` if Slack does not answer
 */
export async function createApp(deps: AppDeps, options: { receiver: Receiver }): Promise<RollcallApp> {
  const { audience, slack } = deps;
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

  const reporter = createImportReporter(clientOf, log);
  registerListeners(withClients(bolt, clientOf), {
    audience,
    files: createFileSource({ apiUrl: slack.apiUrl }),
    log,
    publicUrl: deps.publicUrl,
    showImport: reporter.report,
    callerOf: createCallers(audience, identity.teamId),
    isFirst: createDeliveries(audience, { teamId: identity.teamId, log }),
  });
  const named = nameWorkspace(audience, { teamId: identity.teamId, name: identity.teamName }).catch(
    (error: unknown) => log(`the workspace's name could not be kept: ${String(error)}`),
  );
  // A process that was killed after an import's last row could not report the result, so it is reported
  // again. If it was reported before, that changes nothing.
  const since = new Date(audience.now().getTime() - REPORTED_AGAIN_MS);
  // The first query of a process takes half a second: the start doesn't wait for it.
  const toldAgain = listEndedImports(audience, { teamId: identity.teamId, since }).then(
    (ended) => ended.forEach(reporter.report),
    (error: unknown) => log(`the results of imports could not be said again: ${String(error)}`),
  );
  const campaigns = createCampaignReporter({ audience, clientOf, log });
  const endListening = listenToCampaigns(audience, campaigns.changed);
  const campaignsToldAgain = listLatelyChanged(audience, { teamId: identity.teamId, since }).then(
    (changed) => changed.forEach((key) => void campaigns.changed({ ...key, kind: 'state' })),
    (error: unknown) => log(`campaigns could not be shown again: ${String(error)}`),
  );
  // A message that Rollcall posts by itself is sent once: its row decides whether it may be sent again.
  const oncePerCall = { ...clientOptions, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const clientOnce = clientsOfToken(slack.botToken, { ...oncePerCall, timeout: POST_MS });
  const post = createPoster(clientOnce, log);
  const postResults = createResultsPoster({ audience, clientOf: clientOnce, log });
  const runner = startJobRunner(audience, { onProgress: reporter.report, log, post, postResults });
  const pump = startPump(audience, { log });
  const housekeeping = startHousekeeping(audience, { log });

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    admission.close();
    const [unfinished] = await Promise.all([
      admission.drained(PATIENCE_MS),
      ...[named, toldAgain, campaignsToldAgain, runner.stop(), pump.stop(), housekeeping.stop()],
    ]);
    endListening();
    await Promise.race([
      Promise.all([tellUnfinished(unfinished), reporter.flush(), campaigns.flush()]),
      sleep(LAST_WORDS_MS, undefined, { ref: false }),
    ]);
  }
  return {
    bolt,
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
