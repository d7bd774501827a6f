import type { WebClient } from '@slack/web-api';
import type { ImportState } from '../../audience/imports/imports.ts';
import type { ClientOf } from '../core/clients.ts';
import type { Log } from '../core/show-error.ts';
import { isClosedOrDeleted } from '../core/slack-problems.ts';
import type { Message } from '../kit/message.ts';
import { importRunningModal } from './forms-results.ts';
import { importMessage } from './messages.ts';

/** Slack accepts about one update per second for a message. */
const BETWEEN_UPDATES_MS = 1000;

export interface ImportReporter {
  /** Shows the progress of an import in the places that follow it; at most once a second. */
  report(state: ImportState, perSecond?: number): void;
  /** Resolves when everything reported is shown. */
  flush(): Promise<void>;
}

/**
 * Keeps the message and the modal of a running import up to date. Logs errors in showing it, never throws.
 */
export function createImportReporter(clientOf: ClientOf, log: Log): ImportReporter {
  const waiting = new Map<number, Progress>();
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      const states = [...waiting.values()];
      waiting.clear();
      await Promise.all(states.map((progress) => show(clientOf(progress.state), progress, log)));
      // No pause is needed after the final state.
      if (states.some(({ state }) => isUnderWay(state))) await pause(BETWEEN_UPDATES_MS);
    }
    working = undefined;
  }

  return {
    report(state, perSecond) {
      // A newer state replaces one that waits: only the latest is worth showing.
      waiting.set(state.id, { state, perSecond });
      working ??= work();
    },
    flush: async () => {
      await working;
    },
  };
}

interface Progress {
  state: ImportState;
  perSecond: number | undefined;
}

const isUnderWay = ({ state }: ImportState): boolean => state === 'running' || state === 'undoing';

async function show(client: WebClient, { state, perSecond }: Progress, log: Log): Promise<void> {
  const { channel, ts, viewId, also = [] } = state.report ?? {};
  const message = importMessage(state, perSecond);
  const shown = await Promise.allSettled([
    channel === undefined || ts === undefined ? undefined : update(client, { channel, ts }, state, message),
    ...also.map((place) => client.chat.update({ ...place, ...message })),
    viewId === undefined
      ? undefined
      : client.views.update({ view_id: viewId, view: importRunningModal(state, perSecond) }),
  ]);
  for (const outcome of shown) {
    if (outcome.status === 'rejected' && !isClosedOrDeleted(outcome.reason)) {
      log(`the progress of import ${state.id} could not be shown: ${String(outcome.reason)}`);
    }
  }
}

/** The final state becomes a message of its own if the one that showed progress can no longer be changed. */
async function update(
  client: WebClient,
  place: { channel: string; ts: string },
  state: ImportState,
  message: Message,
): Promise<void> {
  try {
    await client.chat.update({ ...place, ...message });
  } catch (error) {
    if (isClosedOrDeleted(error) || isUnderWay(state)) throw error;
    await client.chat.postMessage({ channel: state.report?.userId ?? place.channel, ...message });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
