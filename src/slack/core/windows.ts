import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { loadingModal, sayingModal } from '../kit/modal.ts';
import { isDoneInTime } from './in-time.ts';
import { type Log, showError } from './show-error.ts';
import { isClosedOrDeleted } from './slack-problems.ts';

// The one way in which windows of all features open, are filled, and fail.

/**
 * How long the content may take before the window opens without it. A trigger is good for three seconds, and
 * the request may have waited for two of them.
 */
const OPENS_WITHIN_MS = 700;

/** Where a window opens. */
export interface WindowPlace {
  client: WebClient;
  triggerId: string;
  title: string;
  /** On top of the window with the button: closing it leads back, with nothing lost. */
  onTop?: boolean;
}

/**
 * Opens a window with what `make` returns. `make` checks the person's permissions first, so that nobody fills
 * in a form that will be refused. If it takes longer than a moment, the window opens with "One moment…" and is
 * filled when it is ready; an error is then shown in the window.
 *
 * @throws what `make` throws in time, and what Slack refuses: no window is open then
 */
export async function openWindow(
  deps: { log: Log },
  place: WindowPlace,
  make: () => Promise<ModalView>,
): Promise<void> {
  const making = make();
  const isReady = await isDoneInTime(making, OPENS_WITHIN_MS);
  const viewId = await open(place, isReady ? await making : loadingModal(place.title));
  if (!isReady) await fillWindow(deps, { ...place, viewId }, making);
}

async function open({ client, triggerId, onTop }: WindowPlace, view: ModalView): Promise<string> {
  const opening = { trigger_id: triggerId, view };
  const opened = await (onTop === true ? client.views.push(opening) : client.views.open(opening));
  return opened.view?.id ?? '';
}

/**
 * Shows the next content of a window, or why there is none. If Slack refuses the content, the window says so
 * instead of waiting forever.
 *
 * @returns false if the person closed the window in the meantime
 * @throws what Slack refuses twice: the listener's wrapper tells the person in a message
 */
export async function fillWindow(
  { log }: { log: Log },
  { client, viewId, title }: { client: WebClient; viewId: string; title: string },
  making: Promise<ModalView>,
): Promise<boolean> {
  const problem = (error: unknown) => sayingModal(title, showError(error, log).blocks);
  const view = await making.catch(problem);
  try {
    return await updateView(client, viewId, view);
  } catch (error) {
    return await updateView(client, viewId, problem(error)).catch(() => {
      throw error;
    });
  }
}

/** @returns false if the window was closed */
export async function updateView(client: WebClient, viewId: string, view: ModalView): Promise<boolean> {
  try {
    await client.views.update({ view_id: viewId, view });
    return true;
  } catch (error) {
    if (isClosedOrDeleted(error)) return false;
    throw error;
  }
}

/** Marks the blocks of a problem, so that the next one replaces it. */
const PROBLEM = 'problem~';

/**
 * The same window with a problem at its top. Everything else keeps its ids, so nothing that was typed is lost.
 */
export function withProblem(view: ViewOutput, problem: readonly KnownBlock[]): ModalView {
  const kept = withoutProblem(view);
  const shown = problem.map((block, index) => ({ ...block, block_id: `${PROBLEM}${index}` }));
  return withBlocks(view, [...shown, ...kept]);
}

/** The blocks of a window besides its problem. */
export const withoutProblem = (view: ViewOutput): KnownBlock[] =>
  (view.blocks as KnownBlock[]).filter(({ block_id = '' }) => !block_id.startsWith(PROBLEM));

/** The same window with other blocks. What was typed stays in inputs that keep their ids. */
export function withBlocks(view: ViewOutput, blocks: KnownBlock[]): ModalView {
  const { title, submit, close, callback_id, private_metadata, notify_on_close } = view;
  return {
    type: 'modal',
    title,
    private_metadata,
    notify_on_close,
    ...(submit === null ? {} : { submit }),
    ...(close === null ? {} : { close }),
    ...(callback_id === '' ? {} : { callback_id }),
    blocks,
  };
}
