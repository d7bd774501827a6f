import type { Receiver } from '@slack/bolt';
import { LogLevel } from '@slack/bolt/dist/App.js';
// By its path: Bolt's index would load it, with undici, at every start (scripts/bundle.mjs).
import receiver from '@slack/bolt/dist/receivers/SocketModeReceiver.js';

/** Receives Slack's requests over Socket Mode. */
export const createSocketReceiver = ({ appToken, apiUrl }: { appToken: string; apiUrl: string }): Receiver =>
  new receiver.default({
    appToken,
    logLevel: LogLevel.WARN,
    // The receiver passes these to its Socket Mode client; without an installer, nothing else uses them.
    installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
  });
