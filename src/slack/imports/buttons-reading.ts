import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  StaticSelectAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import { findImport } from '../../audience/imports/imports.ts';
import { rereadImport } from '../../audience/imports/proposals.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { isDoneInTime } from '../core/in-time.ts';
import { personOf } from '../core/people.ts';
import { updateView } from '../core/windows.ts';
import { importMappingModal } from './forms.ts';
import { readDelimiter, readEncoding } from './forms-reading.ts';
import { rereadingModal } from './forms-waiting.ts';
import { forget, importIdOf, problemModal } from './windows.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<StaticSelectAction>> & AllMiddlewareArgs;

type Choice = Omit<Parameters<typeof rereadImport>[2], 'importId'>;

/** Another encoding was chosen on the mapping of a file. */
export const importEncoding = (deps: SlackDeps) =>
  rereading(deps, (value) => ({ encoding: readEncoding(value) }));

/** Another delimiter was chosen there. */
export const importDelimiter = (deps: SlackDeps) =>
  rereading(deps, (value) => ({ delimiter: readDelimiter(value) }));

/** Reads the file again with the new choice, and proposes its mapping again. */
function rereading(deps: SlackDeps, choiceOf: (value: string) => Choice) {
  return async ({ ack, body, action, client }: Args): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const importId = importIdOf(view.private_metadata);
    const chosen = choiceOf(action.selected_option.value);
    if (chosen.encoding === undefined && chosen.delimiter === undefined)
      throw new Error('a way to read a file was chosen that was not offered');
    const caller = await deps.callerOf(personOf(body), client);
    const reading = reread(deps, caller, { importId, ...chosen });
    if (!(await isDoneInTime(reading))) await updateView(client, view.id, rereadingModal(chosen));
    const next = await reading.catch((error: unknown) => problemModal(error, deps));
    const isShown = await updateView(client, view.id, next);
    if (!isShown) await forget(deps, { body, client }, view.private_metadata);
  };
}

/** The newly proposed mapping; the previous one, with the reason, if the file can't be read that way. */
async function reread(
  deps: SlackDeps,
  caller: Caller,
  options: Parameters<typeof rereadImport>[2],
): Promise<ModalView> {
  try {
    return importMappingModal(await rereadImport(deps.audience, caller, options));
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== 'invalid-input') throw error;
    const { importId, ...chosen } = options;
    const { fileName, rowsTotal, mapping } = await findImport(deps.audience, caller, importId);
    // The error's hint is about the file, but the file is fine.
    const refused = { ...chosen, message: `${error.message} So it is still read as before.` };
    return importMappingModal({ importId, fileName, rowsTotal, mapping, problems: [], refused });
  }
}
