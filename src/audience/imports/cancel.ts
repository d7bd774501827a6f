import { RollcallError } from '../../errors.ts';
import { askToCancel } from '../../storage/imports/imports.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { type ImportState, importState } from './imports.ts';

/**
 * Asks a running import to stop. The process that runs it checks after each batch: the rows written until
 * then stay, and can be undone.
 *
 * @returns its progress, with `cancelledBy`
 * @throws RollcallError `not-found`, `busy` if it is not running, or no longer is
 */
export async function cancelImport(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportState> {
  requireRole(caller, 'editor', 'cancel imports');
  const { fileName } = await importState(deps, caller, importId);
  await asOneChange(deps, caller, async ({ database, workspaceId, actor, audit }) => {
    if (!(await askToCancel(database, { workspaceId, id: importId, by: actor }))) {
      throw new RollcallError('busy', `The import of ${fileName} is no longer running.`, {
        hint: 'You can undo the whole import for 7 days.',
      });
    }
    await audit('import.cancel-asked', fileName);
  });
  return importState(deps, caller, importId);
}
