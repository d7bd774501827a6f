import { mappingProblems } from '../../csv/columns/mapping.ts';
import { RollcallError } from '../../errors.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { findImport } from './imports.ts';
import type { ImportProposal } from './proposals.ts';

/** What a person chose in the form of the columns, so that it shows the same when they come back. */
export interface ChosenBefore {
  newStatus: 'subscribed' | 'non-subscribed' | undefined;
  existing: 'update' | 'keep';
}

/**
 * The proposal of an import that was rehearsed, with what was chosen so far, to change it.
 *
 * @throws RollcallError `not-found`, `busy` if it was started
 */
export async function proposalAgain(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportProposal & { chosen: ChosenBefore }> {
  const { state, fileName, rowsTotal, mapping, newStatus, existing } = await findImport(
    deps,
    caller,
    importId,
  );
  if (state !== 'proposed')
    throw new RollcallError('busy', `The import of ${fileName} has already started, so it can’t be changed.`);
  const chosen = { newStatus: newStatus ?? undefined, existing };
  return { importId, fileName, rowsTotal, mapping, problems: mappingProblems(mapping), chosen };
}
