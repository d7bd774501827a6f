import type { WebClient } from '@slack/web-api';
import type { Caller } from '../../audience/caller.ts';
import { type ImportState, importState, reportImportTo } from '../../audience/imports/imports.ts';
import { type Posted, tell } from '../core/answers.ts';
import type { SlackDeps } from '../core/deps.ts';
import { importMessage } from './messages.ts';

type Asking = { caller: Caller; client: WebClient };

/**
 * Posts the message that shows the progress of an import to the person who started it, and lets the runner
 * update it.
 *
 * @param viewId the modal that shows it too
 */
export async function postProgress(
  deps: SlackDeps,
  { caller, client }: Asking,
  started: ImportState,
  viewId: string,
): Promise<void> {
  const userId = caller.actor;
  const posted = await tell(deps, { client, userId }, importMessage(started));
  const report = { viewId, userId, ...(posted ?? { refused: true }) };
  await reportTo(deps, caller, started, report);
}

/**
 * Lets a person who undoes an import from the history follow it: in the import's own message if that is
 * theirs, else in a new one. Imports from the command line have none, and the messages of other people's
 * imports belong to them.
 *
 * @returns whether the person will be told about the end
 */
export async function followImport(
  deps: SlackDeps,
  { caller, client }: Asking,
  importId: number,
): Promise<boolean> {
  const state = await importState(deps.audience, caller, importId);
  const { channel, ts, also = [] } = state.report ?? {};
  const before: Posted[] = channel === undefined || ts === undefined ? [] : [{ channel, ts }];
  if (before.length > 0 && (state.report?.userId ?? state.createdBy) === caller.actor) {
    await reportTo(deps, caller, state, state.report ?? {});
    return true;
  }
  const posted = await tell(deps, { client, userId: caller.actor }, importMessage(state));
  if (posted === undefined) return false;
  const report = { ...state.report, ...posted, userId: caller.actor, also: [...also, ...before] };
  await reportTo(deps, caller, state, report);
  return true;
}

/** Sets where progress is shown from now on. If the import has already ended, shows that now. */
async function reportTo(
  deps: SlackDeps,
  caller: Caller,
  state: ImportState,
  report: NonNullable<ImportState['report']>,
): Promise<void> {
  const now = await reportImportTo(deps.audience, caller, { importId: state.id, report });
  if (now.state !== state.state) deps.showImport(now);
}
