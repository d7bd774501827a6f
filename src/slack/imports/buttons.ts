import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { proposalAgain } from '../../audience/imports/back.ts';
import { cancelImport } from '../../audience/imports/cancel.ts';
import { findImport, type ImportState, importState, retryImport } from '../../audience/imports/imports.ts';
import { rehearseAgain } from '../../audience/imports/rehearsal.ts';
import { pageOfRejections, rejectionsFile } from '../../audience/imports/rejections.ts';
import { undoImport } from '../../audience/imports/undo.ts';
import { requireRole } from '../../audience/permissions.ts';
import { opening, pushing, replacing, sayProblem } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { sendFile } from '../core/send-file.ts';
import { fillWindow } from '../core/windows.ts';
import { sayingModal } from '../kit/modal.ts';
import { listMessage } from '../people/buttons.ts';
import { importFileModal, importMappingModal } from './forms.ts';
import { importRehearsalModal } from './forms-rehearsal.ts';
import { rejectionsModal } from './forms-results.ts';
import { rejectedFile } from './messages.ts';
import { importIdOf } from './windows.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;
type AnyArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

const rejectionsPlace = z.object({
  importId: z.int(),
  edge: z.union([z.object({ after: z.int() }), z.object({ before: z.int() })]),
});

/** The buttons under contacts and imports. */
export function importActions(deps: SlackDeps) {
  const acked =
    (run: (args: Args) => Promise<void>) =>
    async (args: Args): Promise<void> => {
      await args.ack();
      await run(args).catch((error: unknown) => sayProblem(deps, args, error));
    };

  /** Shows a state. If the runner reported the end between reading and showing the state, shows it again. */
  async function showNow(caller: Caller, state: ImportState): Promise<void> {
    deps.showImport(state);
    const now = await importState(deps.audience, caller, state.id);
    if (now.state !== state.state) deps.showImport(now);
  }

  return {
    openImport: opening(deps, 'Import contacts', async (caller) => {
      requireRole(caller, 'editor', 'import contacts');
      return importFileModal();
    }),

    /** Near-duplicates of tags: rehearsed again with the other choice, because the numbers depend on it. */
    async importTagNames(args: AnyArgs): Promise<void> {
      await args.ack();
      const { body, action, client } = args;
      const { view } = body;
      if (view === undefined) return;
      const chosen = action.type === 'radio_buttons' ? action.selected_option?.value : undefined;
      const tagNames = chosen === 'as-written' ? 'as-written' : 'existing';
      const again = async () => {
        const caller = await deps.callerOf(personOf(body), client);
        const importId = importIdOf(view.private_metadata);
        return importRehearsalModal(await rehearseAgain(deps.audience, caller, { importId, tagNames }));
      };
      await fillWindow(deps, { client, viewId: view.id, title: view.title.text }, again());
    },

    showRejections: pushing(deps, 'Rejected rows', async (caller, value) =>
      rejectionsModal(await pageOfRejections(deps.audience, caller, { importId: Number(value) })),
    ),

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

    /** In older messages: the same list as the button of newer ones opens. */
    showKept: pushing(deps, 'Left alone', async (caller, value) => {
      const source = { of: 'import', id: Number(value), part: 'kept' } as const;
      return sayingModal('Left alone', (await listMessage(deps, caller, { source })).blocks);
    }),

    turnRejections: replacing(deps, 'Rejected rows', async (caller, value) => {
      const { importId, edge } = rejectionsPlace.parse(JSON.parse(value));
      return rejectionsModal(await pageOfRejections(deps.audience, caller, { importId, edge }));
    }),

    importBack: replacing(deps, 'Import contacts', async (caller, _value, metadata) => {
      const { chosen, ...proposal } = await proposalAgain(deps.audience, caller, importIdOf(metadata));
      return importMappingModal(proposal, chosen);
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
