import type {
  AllMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import {
  findImport,
  type ImportChoices,
  type ImportState,
  startImport,
} from '../../audience/imports/imports.ts';
import { rehearseAgain } from '../../audience/imports/rehearsal.ts';
import type { Asked } from '../../audience/topics/set.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { isDoneInTime } from '../core/in-time.ts';
import { personOf } from '../core/people.ts';
import { updateView } from '../core/windows.ts';
import type { FormValues } from '../kit/form-values.ts';
import { askedIn } from '../topics/asked.ts';
import { postProgress } from './follow.ts';
import {
  importFileModal,
  importMappingModal,
  readExisting,
  readNewStatus,
  type ShownProposal,
} from './forms.ts';
import { readMapping, type ViewValues } from './forms-columns.ts';
import { importConsentModal } from './forms-rehearsal.ts';
import { importRunningModal } from './forms-results.ts';
import { readMeanings } from './forms-values.ts';
import { waitingModal } from './forms-waiting.ts';
import { readFile } from './read-file.ts';
import { rehearseStep, showRehearsal } from './steps.ts';
import { forget, importIdOf, problemModal } from './windows.ts';

type AskedChoices = Pick<ImportChoices, 'resubscribe' | 'askedWhere' | 'askedAt'>;
type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type ClosedArgs = SlackViewMiddlewareArgs<ViewClosedAction> & AllMiddlewareArgs;

/** The steps of an import: the file, how it is read, a preview, and consent to subscribe people again. */
export function importViews(deps: SlackDeps) {
  return {
    /** A file was uploaded: read it, and show how it would be imported. */
    async importFile({ ack, body, view, client }: Args): Promise<void> {
      const file = view.state.values.file?.file?.files?.[0];
      const name = file?.name ?? 'the file';
      await ack({ response_action: 'update', view: waitingModal(`Reading ${name}…`) });
      const next = await afterReading(deps, async () => {
        const caller = await deps.callerOf(personOf(body), client);
        return readFile(deps, { caller, client }, file);
      });
      const shown = await updateView(client, view.id, next);
      if (!shown) await forget(deps, { body, client }, next.private_metadata);
    },

    /** The mapping was confirmed: show the preview, or ask first what cells mean. */
    async importMapping({ ack, body, view, client }: Args): Promise<void> {
      const values = view.state.values as ViewValues;
      const newStatus = readNewStatus(values);
      if (newStatus === undefined)
        return await ack({ response_action: 'errors', errors: { status: 'Choose an answer.' } });
      const step = { importId: importIdOf(view.private_metadata), person: { body, client } };
      await showRehearsal(deps, { ack, body, view, client }, (onProgress) =>
        rehearseStep(deps, { ...step, onProgress }, ({ mapping }) => ({
          mapping: readMapping(values, mapping),
          newStatus,
          existing: readExisting(values),
        })),
      );
    },

    /** The meaning of cells was chosen: show the preview, or ask about the next cells. */
    async importValues({ ack, body, view, client }: Args): Promise<void> {
      const values = view.state.values as ViewValues;
      const step = { importId: importIdOf(view.private_metadata), person: { body, client } };
      await showRehearsal(deps, { ack, body, view, client }, (onProgress) =>
        rehearseStep(deps, { ...step, onProgress }, ({ mapping, ...chosen }) => ({
          ...chosen,
          mapping: readMeanings(values, mapping),
        })),
      );
    },

    /** The rehearsal was confirmed: start, or ask for the second confirmation first. */
    async importRehearsal({ ack, body, view, client }: Args): Promise<void> {
      const values = view.state.values as ViewValues;
      const ticked = (box: string) => (values[box]?.[box]?.selected_options ?? []).length > 0;
      if (!ticked('resubscribe')) {
        return await startAndShow(deps, { ack, body, view, client }, { resubscribe: false });
      }
      const waiting = waitingModal('Counting the people affected…');
      const asking = askForConsent(deps, { body, client, view });
      const late = !(await isDoneInTime(asking));
      if (late) await ack({ response_action: 'update', view: waiting });
      const next = await asking.catch((error: unknown) => problemModal(error, deps));
      if (late) await updateView(client, view.id, next);
      else await ack({ response_action: 'update', view: next });
    },

    /** Consent was confirmed for people who are not subscribed. */
    async importConsent(args: Args): Promise<void> {
      let asked: Asked;
      try {
        asked = askedIn(args.view.state.values as FormValues);
      } catch (error) {
        if (!(error instanceof RollcallError) || error.about === undefined) throw error;
        return await args.ack({ response_action: 'errors', errors: { [error.about]: error.message } });
      }
      await startAndShow(deps, args, { resubscribe: true, askedWhere: asked.where, askedAt: asked.at });
    },

    /** A step after the first one was closed: no one will confirm it, so its file is not kept. */
    async closed({ ack, body, view, client }: ClosedArgs): Promise<void> {
      await ack();
      await forget(deps, { body, client }, view.private_metadata);
    },
  };
}

/** The question of the second confirmation, with the current number of people. */
async function askForConsent(
  deps: SlackDeps,
  { body, client, view }: Pick<Args, 'body' | 'client' | 'view'>,
): Promise<ModalView> {
  const caller = await deps.callerOf(personOf(body), client);
  const importId = importIdOf(view.private_metadata);
  const again = await rehearseAgain(deps.audience, caller, { importId });
  return importConsentModal(again);
}

/** Starts the rehearsed import, and shows its progress. */
async function startAndShow(
  deps: SlackDeps,
  { ack, body, view, client }: Pick<Args, 'ack' | 'body' | 'view' | 'client'>,
  choices: AskedChoices,
): Promise<void> {
  const starting = start(deps, { body, client, view }, choices);
  const late = !(await isDoneInTime(starting));
  if (late) await ack({ response_action: 'update', view: waitingModal('Starting the import…') });
  const show = async (next: ModalView): Promise<void> => {
    if (late) await updateView(client, view.id, next);
    else await ack({ response_action: 'update', view: next });
  };
  let started: Awaited<typeof starting>;
  try {
    started = await starting;
  } catch (error) {
    return await show(problemModal(error, deps));
  }
  if ('proposal' in started) return await show(importMappingModal(started.proposal));
  await show(importRunningModal(started.import));
  const caller = await deps.callerOf(personOf(body), client);
  await postProgress(deps, { caller, client }, started.import, view.id);
}

/** Starts the rehearsed import. If a change in the meantime prevents that, returns the proposal to show. */
async function start(
  deps: SlackDeps,
  { body, client, view }: Pick<Args, 'body' | 'client' | 'view'>,
  choices: AskedChoices,
): Promise<{ import: ImportState } | { proposal: ShownProposal }> {
  const importId = importIdOf(view.private_metadata);
  const caller = await deps.callerOf(personOf(body), client);
  const { fileName, rowsTotal, mapping, newStatus, existing, tagNames } = await findImport(
    deps.audience,
    caller,
    importId,
  );
  if (newStatus === null) throw new Error(`import ${importId} was applied before it was rehearsed`);
  const started = await startImport(deps.audience, caller, {
    importId,
    mapping,
    newStatus,
    existing,
    tagNames,
    ...choices,
    report: { viewId: view.id },
  });
  if (started.ok) return { import: started.import };
  return { proposal: { importId, fileName, rowsTotal, mapping, problems: started.problems } };
}

/** The next modal, or the first one again with the reason if the file was refused. */
async function afterReading(deps: SlackDeps, read: () => Promise<ModalView>): Promise<ModalView> {
  try {
    return await read();
  } catch (error) {
    return error instanceof RollcallError ? importFileModal(error) : problemModal(error, deps);
  }
}
