import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { findImport, type ImportChoices } from '../../audience/imports/imports.ts';
import { type ImportRehearsal, rehearseImport } from '../../audience/imports/rehearsal.ts';
import type { SlackDeps } from '../core/deps.ts';
import { isDoneInTime } from '../core/in-time.ts';
import { personOf } from '../core/people.ts';
import { updateView } from '../core/windows.ts';
import { count, counted } from '../kit/mrkdwn.ts';
import { importMappingModal, type ShownProposal } from './forms.ts';
import { mappingErrors, type ViewValues } from './forms-columns.ts';
import { importRehearsalModal } from './forms-rehearsal.ts';
import { importValuesModal } from './forms-values.ts';
import { waitingModal } from './forms-waiting.ts';
import { forget, problemModal } from './windows.ts';

// The steps between a file and its start. Each reads the choices, rehearses, and shows the next step.

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** A preview of the choices; the proposal to show again if something has to be settled first. */
export type Rehearsed = { rehearsal: ImportRehearsal } | { proposal: ShownProposal };

/** Called with the number of rows read so far, and the total. */
type OnProgress = (rows: number, total: number) => void;

/** The choices for an import so far. */
type Chosen = {
  mapping: ShownProposal['mapping'];
  newStatus: 'subscribed' | 'non-subscribed';
} & Partial<ImportChoices>;

/** Rehearses a stored import, with the choices of a step. */
export async function rehearseStep(
  deps: SlackDeps,
  step: {
    importId: number;
    person: { body: Parameters<typeof personOf>[0]; client: WebClient };
    onProgress: OnProgress;
  },
  choose: (stored: Chosen) => Chosen,
): Promise<Rehearsed> {
  const { importId, person, onProgress } = step;
  const caller = await deps.callerOf(personOf(person.body), person.client);
  const { fileName, rowsTotal, mapping, newStatus, existing, tagNames } = await findImport(
    deps.audience,
    caller,
    importId,
  );
  // If the person skipped that question, no one gets subscribed.
  const stored: Chosen = { mapping, newStatus: newStatus ?? 'non-subscribed', existing, tagNames };
  const chosen = choose(stored);
  const tried = await rehearseImport(deps.audience, caller, {
    ...chosen,
    importId,
    onProgress: (rows) => onProgress(rows, rowsTotal),
  });
  if (tried.ok) return { rehearsal: tried.rehearsal };
  const { problems } = tried;
  return { proposal: { importId, fileName, rowsTotal, mapping: chosen.mapping, problems } };
}

/** Rehearses when a modal is submitted and shows the next step: in time, or later after the progress. */
export async function showRehearsal(
  deps: SlackDeps,
  { ack, body, client, view }: Pick<Args, 'ack' | 'body' | 'client' | 'view'>,
  rehearse: (onProgress: OnProgress) => Promise<Rehearsed>,
): Promise<void> {
  const waiting = rehearsalProgress(client, view.id, deps);
  const trying = rehearse(waiting.onProgress);
  const late = !(await isDoneInTime(trying));
  if (late) {
    await ack({ response_action: 'update', view: waitingModal(COMPARING) });
    waiting.shown();
  }
  let tried: Rehearsed;
  try {
    tried = await trying;
  } catch (error) {
    const next = problemModal(error, deps);
    if (!late) return await ack({ response_action: 'update', view: next });
    await waiting.end();
    return void (await updateView(client, view.id, next));
  }
  if (!late && 'proposal' in tried && !asksForMeanings(tried.proposal)) {
    const errors = mappingErrors(tried.proposal.problems, view.state.values as ViewValues);
    return await ack({ response_action: 'errors', errors });
  }
  const next = modalAfter(tried);
  if (!late) return await ack({ response_action: 'update', view: next });
  await waiting.end();
  const shown = await updateView(client, view.id, next);
  if (!shown) await forget(deps, { body, client }, view.private_metadata);
}

/** The same for a click in a modal. */
export async function updateWithRehearsal(
  deps: SlackDeps,
  { client, viewId }: { client: WebClient; viewId: string },
  rehearse: (onProgress: OnProgress) => Promise<Rehearsed>,
): Promise<{ isShown: boolean }> {
  const waiting = rehearsalProgress(client, viewId, deps);
  const trying = rehearse(waiting.onProgress);
  if (!(await isDoneInTime(trying))) {
    await updateView(client, viewId, waitingModal(COMPARING));
    waiting.shown();
  }
  const next = await trying.then(modalAfter, (error: unknown) => problemModal(error, deps));
  await waiting.end();
  return { isShown: await updateView(client, viewId, next) };
}

function modalAfter(tried: Rehearsed): ModalView {
  if ('rehearsal' in tried) return importRehearsalModal(tried.rehearsal);
  const { proposal } = tried;
  return asksForMeanings(proposal) ? importValuesModal(proposal) : importMappingModal(proposal);
}

/** Whether nothing has to be settled except what cells say about mail. */
const asksForMeanings = ({ problems }: ShownProposal): boolean =>
  problems.every(({ blocking, asks }) => !blocking || asks === 'consent');

/**
 * Shows a rehearsal's progress in the modal that waits for it, at most once a second; nothing until `shown`.
 */
function rehearsalProgress(client: WebClient, viewId: string, deps: SlackDeps) {
  let visible = false;
  let last = 0;
  let updating: Promise<unknown> = Promise.resolve();
  return {
    shown: () => {
      visible = true;
    },
    onProgress: (rows: number, total: number) => {
      if (!visible || Date.now() - last < BETWEEN_UPDATES_MS) return;
      last = Date.now();
      const sentence = `${COMPARING} ${count(rows)} of ${counted(total, 'row')}`;
      updating = updateView(client, viewId, waitingModal(sentence)).catch((error: unknown) =>
        deps.log(`the progress of a rehearsal could not be shown: ${String(error)}`),
      );
    },
    /** Resolves when no update is running, so that none arrives after the result. */
    end: async () => {
      visible = false;
      await updating;
    },
  };
}

const COMPARING = 'Comparing the file with your contacts…';

/** Slack accepts about one update per second for a view. */
const BETWEEN_UPDATES_MS = 1000;
