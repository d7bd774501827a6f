import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  StaticSelectAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../../audience/caller.ts';
import { rereadImport } from '../../../audience/import-proposals.ts';
import { findImport } from '../../../audience/imports.ts';
import { RollcallError } from '../../../errors.ts';
import type { SlackDeps } from '../../deps.ts';
import { forget, importIdOf, problemModal, updateView } from '../../import-windows.ts';
import { readEncoding } from '../../modals/import-encoding.ts';
import { rereadingModal } from '../../modals/import-waiting.ts';
import { importMappingModal } from '../../modals/imports.ts';
import { personOf } from '../../people.ts';
import { isSettledInTime } from '../../settled.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<StaticSelectAction>> & AllMiddlewareArgs;

/** Another encoding was chosen where a file's mapping is shown: the file is read anew, and its mapping proposed anew. */
export function importEncoding(deps: SlackDeps) {
  return async ({ ack, body, action, client }: Args): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const importId = importIdOf(view.private_metadata);
    const encoding = readEncoding(action.selected_option.value);
    if (encoding === undefined) throw new Error('an encoding was chosen that was not offered');
    const caller = await deps.callerOf(personOf(body), client);
    const reading = reread(deps, caller, { importId, encoding });
    if (!(await isSettledInTime(reading))) await updateView(client, view.id, rereadingModal(encoding));
    const next = await reading.catch((error: unknown) => problemModal(error, deps));
    const isShown = await updateView(client, view.id, next);
    if (!isShown) await forget(deps, { body, client }, view.private_metadata);
  };
}

/** The mapping as it is proposed now; as it was, with the reason, where the file can't be read in this encoding. */
async function reread(
  deps: SlackDeps,
  caller: Caller,
  options: Parameters<typeof rereadImport>[2],
): Promise<ModalView> {
  try {
    return importMappingModal(await rereadImport(deps.audience, caller, options));
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== 'invalid-input') throw error;
    const { importId, encoding } = options;
    const { fileName, rowsTotal, mapping } = await findImport(deps.audience, caller, importId);
    // Its hint is about the file, which is well.
    const refused = { encoding, message: `${error.message} So it is still read as before.` };
    return importMappingModal({ importId, fileName, rowsTotal, mapping, problems: [], refused });
  }
}
