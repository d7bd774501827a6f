import type {
  AllMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { discardImport, proposeImport } from '../../../audience/import-proposals.ts';
import { findImport, type ImportState, reportImportTo, startImport } from '../../../audience/imports.ts';
import { RollcallError } from '../../../errors.ts';
import type { SlackDeps } from '../../deps.ts';
import { isGone } from '../../gone.ts';
import { importProgress } from '../../messages/imports.ts';
import {
  importFileModal,
  importMappingModal,
  importRunningModal,
  mappingErrors,
  readMapping,
  readNewStatus,
  type ShownProposal,
  type ViewValues,
  waitingModal,
} from '../../modals/imports.ts';
import { personOf } from '../../people.ts';
import { isSettledInTime } from '../../settled.ts';
import { showError } from '../../show-error.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type ClosedArgs = SlackViewMiddlewareArgs<ViewClosedAction> & AllMiddlewareArgs;
type Client = AllMiddlewareArgs['client'];

/** The two steps of an import: the file, then how it is read. */
export function importViews(deps: SlackDeps) {
  return {
    /** A file was handed in: read it, and show how it would be taken. */
    async file({ ack, body, view, client }: Args): Promise<void> {
      const file = view.state.values.file?.file?.files?.[0];
      const name = file?.name ?? 'the file';
      await ack({ response_action: 'update', view: waitingModal(`Reading ${name} …`) });
      const next = await afterReading(deps, () => propose(deps, { body, client }, file));
      const shown = await updateView(client, view.id, next);
      if (!shown) await forget(deps, { body, client }, next.private_metadata);
    },

    /** The mapping was confirmed: start. */
    async mapping({ ack, body, view, client }: Args): Promise<void> {
      const values = view.state.values as ViewValues;
      const newStatus = readNewStatus(values);
      if (newStatus === undefined)
        return await ack({ response_action: 'errors', errors: { status: 'Choose one.' } });
      const starting = start(deps, { body, client, view }, newStatus);
      const late = !(await isSettledInTime(starting));
      if (late) await ack({ response_action: 'update', view: waitingModal('Starting the import …') });
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
      if ('import' in started) {
        await show(importRunningModal(started.import));
        await reportProgress(deps, { body, client, view }, started.import);
      } else if (late) await show(importMappingModal(started.proposal));
      else {
        const errors = mappingErrors(started.proposal.problems, values);
        await ack({ response_action: 'errors', errors });
      }
    },

    /** The second step was closed: nobody will confirm it, so its file is not kept. */
    async closed({ ack, body, view, client }: ClosedArgs): Promise<void> {
      await ack();
      await forget(deps, { body, client }, view.private_metadata);
    },
  };
}

const metadataSchema = z.object({ importId: z.int() });
const importIdOf = (metadata: string): number => metadataSchema.parse(JSON.parse(metadata)).importId;

/** Starts what was confirmed; where something has to be settled first, the proposal to show again. */
async function start(
  deps: SlackDeps,
  { body, client, view }: Pick<Args, 'body' | 'client' | 'view'>,
  newStatus: 'subscribed' | 'non-subscribed',
): Promise<{ import: ImportState } | { proposal: ShownProposal }> {
  const importId = importIdOf(view.private_metadata);
  const caller = await deps.callerOf(personOf(body), client);
  const proposed = await findImport(deps.audience, caller, importId);
  const mapping = readMapping(view.state.values as ViewValues, proposed.mapping);
  const started = await startImport(deps.audience, caller, {
    importId,
    mapping,
    newStatus,
    report: { viewId: view.id },
  });
  if (started.ok) return { import: started.import };
  const { fileName, rowsTotal } = proposed;
  return { proposal: { importId, fileName, rowsTotal, mapping, problems: started.problems } };
}

/** Posts the message that shows how the import goes, to the person who started it. */
async function reportProgress(
  deps: SlackDeps,
  { body, client, view }: Pick<Args, 'body' | 'client' | 'view'>,
  started: ImportState,
): Promise<void> {
  const { id: importId } = started;
  const posted = await client.chat
    .postMessage({ channel: body.user.id, ...importProgress(started) })
    .catch((error: unknown) =>
      deps.log(`the progress of import ${importId} has no message: ${String(error)}`),
    );
  const hasMessage = posted?.channel !== undefined && posted.ts !== undefined;
  const caller = await deps.callerOf(personOf(body), client);
  const reported = await reportImportTo(deps.audience, caller, {
    importId,
    report: { viewId: view.id, ...(hasMessage ? { channel: posted.channel, ts: posted.ts } : {}) },
  });
  // A small file may be done before the runner could know where to say so.
  if (reported.state !== 'running') deps.showImport(reported);
}

/** Forgets a proposal that nobody looks at any more; one that was started meanwhile goes on. */
async function forget(
  deps: SlackDeps,
  { body, client }: { body: Args['body'] | ClosedArgs['body']; client: Client },
  metadata: string | undefined,
): Promise<void> {
  if (metadata === undefined || metadata === '') return;
  const caller = await deps.callerOf(personOf(body), client);
  await discardImport(deps.audience, caller, importIdOf(metadata)).catch((error: unknown) => {
    if (!(error instanceof RollcallError)) throw error;
  });
}

/** False where the modal was closed. */
async function updateView(client: Client, viewId: string, view: ModalView): Promise<boolean> {
  try {
    await client.views.update({ view_id: viewId, view });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** The next modal, or, when the file was refused, the first one again with the reason. */
async function afterReading(deps: SlackDeps, read: () => Promise<ModalView>): Promise<ModalView> {
  try {
    return await read();
  } catch (error) {
    return error instanceof RollcallError ? importFileModal(error) : problemModal(error, deps);
  }
}

type Files = NonNullable<Args['view']['state']['values'][string][string]['files']>;

async function propose(
  deps: SlackDeps,
  { body, client }: Pick<Args, 'body' | 'client'>,
  file: Files[number] | undefined,
): Promise<ModalView> {
  const caller = await deps.callerOf(personOf(body), client);
  const url = file?.url_private_download ?? file?.url_private;
  if (file === undefined || url === undefined) {
    throw new RollcallError('invalid-input', 'Slack sent no file along.', { hint: 'Choose the file again.' });
  }
  const fileName = file.name ?? 'contacts.csv';
  const bytes = await deps.files.download({ name: fileName, url });
  return importMappingModal(await proposeImport(deps.audience, caller, { fileName, bytes }));
}

function problemModal(error: unknown, deps: SlackDeps): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Import contacts' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: showError(error, deps.log).blocks,
  };
}
