import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { cancelImport } from '../../audience/imports/cancel.ts';
import { findImport, type ImportState, importState, retryImport } from '../../audience/imports/imports.ts';
import { rehearseAgain } from '../../audience/imports/rehearsal.ts';
import { listRejections, rejectionsFile } from '../../audience/imports/rejections.ts';
import { listKept, undoImport } from '../../audience/imports/undo.ts';
import { requireRole } from '../../audience/permissions.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { sendFile } from '../core/send-file.ts';
import { importFileModal } from './forms.ts';
import { importRehearsalModal } from './forms-rehearsal.ts';
import { keptModal, rejectionsModal } from './forms-results.ts';
import { rejectedFile } from './messages.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;
type AnyArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** How many rejected rows the modal shows, each a block of its 100 at worst. The file has all of them. */
const SHOWN_REJECTIONS = 90;
const SHOWN_KEPT = 500;

/** The buttons under contacts and imports. */
export function importActions(deps: SlackDeps) {
  const acked =
    (run: (args: Args) => Promise<void>) =>
    async (args: Args): Promise<void> => {
      await args.ack();
      await run(args);
    };

  /** Shows a state. If the runner reported the end between reading and showing the state, shows it again. */
  async function showNow(caller: Caller, state: ImportState): Promise<void> {
    deps.showImport(state);
    const now = await importState(deps.audience, caller, state.id);
    if (now.state !== state.state) deps.showImport(now);
  }

  return {
    openImport: acked(async ({ body, client }) => {
      requireRole(await deps.callerOf(personOf(body), client), 'editor', 'import contacts');
      await client.views.open({ trigger_id: body.trigger_id, view: importFileModal() });
    }),

    /** Near-duplicates of tags: rehearsed again with the other choice, because the numbers depend on it. */
    async importTagNames(args: AnyArgs): Promise<void> {
      await args.ack();
      const { body, action, client } = args;
      const { view } = body;
      if (view === undefined) return;
      const caller = await deps.callerOf(personOf(body), client);
      const { importId } = z.object({ importId: z.int() }).parse(JSON.parse(view.private_metadata));
      const chosen = action.type === 'radio_buttons' ? action.selected_option?.value : undefined;
      const tagNames = chosen === 'as-written' ? 'as-written' : 'existing';
      const rehearsal = await rehearseAgain(deps.audience, caller, { importId, tagNames });
      await client.views.update({ view_id: view.id, view: importRehearsalModal(rehearsal) });
    },

    showRejections: acked(async ({ body, action, client }) => {
      const caller = await deps.callerOf(personOf(body), client);
      const importId = Number(action.value);
      const [state, rejections] = await Promise.all([
        findImport(deps.audience, caller, importId),
        listRejections(deps.audience, caller, { importId, limit: SHOWN_REJECTIONS }),
      ]);
      const opened = { trigger_id: body.trigger_id, view: rejectionsModal(state, rejections) };
      // On top of the modal with the button, or alone.
      await (body.view === undefined ? client.views.open(opened) : client.views.push(opened));
    }),

    /** From here on the runner shows the progress. */
    retryImport: acked(async ({ body, action, client }) => {
      const caller = await deps.callerOf(personOf(body), client);
      deps.showImport(await retryImport(deps.audience, caller, Number(action.value)));
    }),

    /** The runner stops after its current batch. Until then the import is shown as being canceled. */
    cancelImport: acked(async ({ body, action, client }) => {
      const caller = await deps.callerOf(personOf(body), client);
      await showNow(caller, await cancelImport(deps.audience, caller, Number(action.value)));
    }),

    /** The import's own message shows the progress. */
    undoImport: acked(async ({ body, action, client }) => {
      const caller = await deps.callerOf(personOf(body), client);
      await showNow(caller, await undoImport(deps.audience, caller, Number(action.value)));
    }),

    showKept: acked(async ({ body, action, client }) => {
      const caller = await deps.callerOf(personOf(body), client);
      const importId = Number(action.value);
      const [state, kept] = await Promise.all([
        importState(deps.audience, caller, importId),
        listKept(deps.audience, caller, { importId, limit: SHOWN_KEPT }),
      ]);
      const opened = { trigger_id: body.trigger_id, view: keptModal(state, kept) };
      await (body.view === undefined ? client.views.open(opened) : client.views.push(opened));
    }),

    /** Goes into the person's own messages: the file holds addresses. */
    fileOfRejections: acked(async ({ body, action, client }) => {
      const caller = await deps.callerOf(personOf(body), client);
      const importId = Number(action.value);
      const { fileName } = await findImport(deps.audience, caller, importId);
      const content = await rejectionsFile(deps.audience, caller, importId);
      const name = `rejected-${fileName.replace(/\.[^.]*$/, '')}`;
      await sendFile(
        deps,
        { client, userId: caller.actor },
        { name, content, message: rejectedFile(fileName) },
      );
    }),
  };
}
