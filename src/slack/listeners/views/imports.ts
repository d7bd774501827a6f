import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { proposeImport } from '../../../audience/import-proposals.ts';
import { findImport, reportImportTo, startImport } from '../../../audience/imports.ts';
import { RollcallError } from '../../../errors.ts';
import type { SlackDeps } from '../../deps.ts';
import { importProgress } from '../../messages/imports.ts';
import {
  importFileModal,
  importMappingModal,
  importRunningModal,
  mappingErrors,
  readMapping,
  readNewStatus,
  type ViewValues,
  waitingModal,
} from '../../modals/imports.ts';
import { personOf } from '../../people.ts';
import { showError } from '../../show-error.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The two steps of an import: the file, then how it is read. */
export function importViews(deps: SlackDeps) {
  return {
    /** A file was handed in: read it, and show how it would be taken. */
    async file({ ack, body, view, client }: Args): Promise<void> {
      const file = view.state.values.file?.file?.files?.[0];
      const name = file?.name ?? 'the file';
      await ack({ response_action: 'update', view: waitingModal(`Reading ${name} …`) });
      const next = await afterReading(deps, () => propose(deps, { body, client }, file));
      await client.views.update({ view_id: view.id, view: next });
    },

    /** The mapping was confirmed: start. */
    async mapping({ ack, body, view, client }: Args): Promise<void> {
      const { importId } = JSON.parse(view.private_metadata) as { importId: number };
      const values = view.state.values as ViewValues;
      try {
        const caller = await deps.callerOf(personOf(body), client);
        const proposed = await findImport(deps.audience, caller, importId);
        const newStatus = readNewStatus(values);
        if (newStatus === undefined)
          return await ack({ response_action: 'errors', errors: { status: 'Choose one.' } });
        const mapping = readMapping(values, proposed.mapping);
        const started = await startImport(deps.audience, caller, { importId, mapping, newStatus });
        if (!started.ok) {
          return await ack({ response_action: 'errors', errors: mappingErrors(started.problems) });
        }
        await ack({ response_action: 'update', view: importRunningModal(started.import) });
        const posted = await client.chat.postMessage({
          channel: body.user.id,
          ...importProgress(started.import),
        });
        const message = posted.ok && posted.channel !== undefined && posted.ts !== undefined;
        const reported = await reportImportTo(deps.audience, caller, {
          importId,
          report: { viewId: view.id, ...(message ? { channel: posted.channel, ts: posted.ts } : {}) },
        });
        // A small file may be done before the runner could know where to say so.
        if (reported.state !== 'running') deps.showImport(reported);
      } catch (error) {
        await ack({ response_action: 'update', view: problemModal(error, deps) });
      }
    },
  };
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
