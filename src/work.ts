import type { App } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { AudienceDeps } from './audience/caller.ts';
import { listenToCampaigns } from './audience/campaigns/changes.ts';
import { listLatelyChanged } from './audience/campaigns/posts.ts';
import { startPump } from './audience/campaigns/sending/pump.ts';
import { listEndedImports } from './audience/imports/imports.ts';
import { startJobRunner } from './audience/jobs/runner.ts';
import { startHousekeeping } from './audience/workspace/housekeeping.ts';
import { nameWorkspace } from './audience/workspace/settings.ts';
import { createCampaignReporter } from './slack/campaigns/reporter.ts';
import { createResultsPoster } from './slack/campaigns/results-poster.ts';
import { createCallers } from './slack/core/callers.ts';
import { type ClientOf, clientsOfToken, withClients } from './slack/core/clients.ts';
import { createDeliveries } from './slack/core/deliveries.ts';
import { createFileSource } from './slack/core/files.ts';
import type { Log } from './slack/core/show-error.ts';
import { createImportReporter } from './slack/imports/reporter.ts';
import { registerListeners } from './slack/routes.ts';
import { createPoster } from './slack/watches/poster.ts';

/** At start, the results of imports and campaigns that ended within this time are shown again. */
const REPORTED_AGAIN_MS = 24 * 3_600_000;
/** How long Slack may take to answer a message that Rollcall posts by itself. */
const POST_MS = 6_000;

/** What an app needs for its work. */
interface WorkDeps {
  audience: AudienceDeps;
  slack: { botToken: string; apiUrl: string };
  publicUrl?: string | undefined;
  log: Log;
  team: { teamId: string; teamName: string };
  clientOptions: WebClientOptions;
  clientOf: ClientOf;
}

/** What an app does once it listens. */
export interface Work {
  /** Lets the current batch of an import and the mails under way finish. */
  stop(): Promise<void>;
  /** Posts the last messages about them, and no further ones. */
  flush(): Promise<void>;
}

/**
 * Registers the listeners, and starts the runner of background work, the sending of campaigns and the deletion of old
 * data. A file of its own because nearly all of the code is behind it, which a server needs only once it listens.
 */
export function startWork(bolt: App, deps: WorkDeps): Work {
  const { audience, slack, publicUrl, log, clientOptions, clientOf } = deps;
  const { teamId, teamName } = deps.team;
  const reporter = createImportReporter(clientOf, log);
  registerListeners(withClients(bolt, clientOf), {
    audience,
    files: createFileSource({ apiUrl: slack.apiUrl }),
    log,
    publicUrl,
    showImport: reporter.report,
    callerOf: createCallers(audience, teamId),
    isFirst: createDeliveries(audience, { teamId, log }),
  });
  const named = nameWorkspace(audience, { teamId, name: teamName }).catch((error: unknown) =>
    log(`the workspace's name could not be kept: ${String(error)}`),
  );
  // A process that was killed after an import's last row could not report the result, so it is reported
  // again. If it was reported before, that changes nothing.
  const since = new Date(audience.now().getTime() - REPORTED_AGAIN_MS);
  const toldAgain = listEndedImports(audience, { teamId, since }).then(
    (ended) => ended.forEach(reporter.report),
    (error: unknown) => log(`the results of imports could not be said again: ${String(error)}`),
  );
  const campaigns = createCampaignReporter({ audience, clientOf, log });
  const endListening = listenToCampaigns(audience, campaigns.changed);
  const campaignsToldAgain = listLatelyChanged(audience, { teamId, since }).then(
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
  return {
    async stop() {
      const background = [runner.stop(), pump.stop(), housekeeping.stop()];
      await Promise.all([named, toldAgain, campaignsToldAgain, ...background]);
    },
    async flush() {
      endListening();
      await Promise.all([reporter.flush(), campaigns.flush()]);
    },
  };
}
