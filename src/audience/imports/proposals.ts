import type { ChosenFormat } from '../../csv/columns/inspect.ts';
import type { MappingProblem } from '../../csv/columns/mapping.ts';
import { proposeMapping } from '../../csv/columns/propose.ts';
import type { CsvFormat, Mapping } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import type { Database } from '../../storage/database/database.ts';
import { UNDO_DAYS } from '../../storage/imports/end.ts';
import type { ImportState } from '../../storage/imports/import-state.ts';
import * as stored from '../../storage/imports/imports.ts';
import { dropOldChanges } from '../../storage/imports/undo.ts';
import { addUpload, bytesOfImport } from '../../storage/imports/uploads.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { fitGuess } from './fit-guess.ts';
import { findImport, importState, startedAlready } from './imports.ts';

/** The limit for a file in a Slack modal. */
export const LARGEST_IMPORT = 10 * 1024 * 1024;

/** A proposal that no one confirms within a day is deleted with its file. */
const PROPOSAL_LIFE_MS = 24 * 3_600_000;

/**
 * Writing ten megabytes to a slow database takes longer than Prisma's default of five seconds for a
 * transaction.
 */
const UPLOAD_PATIENCE = { maxWait: 10_000, timeout: 60_000 };

/** An uploaded file, and how it would be imported. Nothing is written until a person confirms the mapping. */
export interface ImportProposal {
  importId: number;
  fileName: string;
  rowsTotal: number;
  mapping: Mapping;
  /** Problems to settle first (`blocking`), and notes. */
  problems: MappingProblem[];
}

/**
 * Stores an uploaded file and guesses how it becomes contacts.
 *
 * @throws RollcallError `invalid-input` for a file without anything to import; then nothing is kept
 */
export async function proposeImport(
  deps: AudienceDeps,
  caller: Caller,
  options: { fileName: string; bytes: Uint8Array },
): Promise<ImportProposal> {
  requireRole(caller, 'editor', 'import contacts');
  const { fileName, bytes } = options;
  const { workspaceId, actor } = caller;
  if (bytes.length > LARGEST_IMPORT) {
    throw new RollcallError('invalid-input', `${fileName} is larger than 10 MB, the limit for one import.`, {
      hint: 'Split it into smaller files and import them one by one.',
    });
  }
  const { prisma } = deps.storage;
  const read = await readFile(deps, workspaceId, { fileName, bytes });
  const { mapping, rowsTotal } = read;
  const now = deps.now();
  const undoable = new Date(now.getTime() - UNDO_DAYS * 24 * 3_600_000);
  await dropOldChanges(deps.storage.pool, { workspaceId, before: undoable });
  const importId = await prisma.$transaction(async (database) => {
    await discard(database, workspaceId, {
      ids: await stored.listForgotten(database, workspaceId, new Date(now.getTime() - PROPOSAL_LIFE_MS)),
      from: ['proposed'],
    });
    const by = { workspaceId, fileName, createdBy: actor, createdAt: now };
    const uploadId = await addUpload(database, { ...by, bytes });
    return stored.insertImport(database, { ...by, uploadId, mapping, rowsTotal });
  }, UPLOAD_PATIENCE);
  return { importId, fileName, ...read };
}

/**
 * Reads the file of a proposed import again, with the encoding or the delimiter that a person chose (in
 * addition to earlier choices), and stores the result as the proposal.
 *
 * @throws RollcallError `not-found`, `busy` if it was started or discarded, `invalid-input` if nothing can be
 *   imported that way; the proposal then stays as it was
 */
export async function rereadImport(
  deps: AudienceDeps,
  caller: Caller,
  options: { importId: number } & ChosenFormat,
): Promise<ImportProposal> {
  requireRole(caller, 'editor', 'import contacts');
  const { importId, encoding, delimiter } = options;
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const { fileName, state, mapping: before } = await findImport(deps, caller, importId);
  const bytes = state === 'proposed' ? await bytesOfImport(prisma, workspaceId, importId) : null;
  if (bytes === null) throw startedAlready(fileName);
  const chosen = chosenBefore(before.format);
  const choice = { encoding: encoding ?? chosen.encoding, delimiter: delimiter ?? chosen.delimiter };
  const read = await readFile(deps, workspaceId, { fileName, bytes, ...choice });
  const { mapping, rowsTotal } = read;
  const moved = await stored.moveImport(
    prisma,
    { workspaceId, id: importId, from: ['proposed'] },
    { state: 'proposed', mapping, rowsTotal },
  );
  if (!moved) throw startedAlready(fileName);
  return { importId, fileName, ...read };
}

const chosenBefore = ({ encoding, chosen, delimiter, chosenDelimiter }: CsvFormat): ChosenFormat => ({
  encoding: chosen && encoding,
  delimiter: chosenDelimiter && delimiter,
});

/** The proposal for a file; stores nothing. */
async function readFile(
  deps: AudienceDeps,
  workspaceId: number,
  options: { fileName: string; bytes: Uint8Array } & ChosenFormat,
): Promise<Omit<ImportProposal, 'importId' | 'fileName'>> {
  const guess = await proposeMapping(options.bytes, { ...options, now: deps.now() });
  return { rowsTotal: guess.rows, ...(await fitGuess(deps, workspaceId, guess)) };
}

/**
 * Deletes a proposed (or failed) import and its file. Rows that a failed one has written stay.
 *
 * @throws RollcallError `busy` if it is running or done
 */
export async function discardImport(deps: AudienceDeps, caller: Caller, importId: number): Promise<void> {
  requireRole(caller, 'editor', 'import contacts');
  const state = await importState(deps, caller, importId);
  if (state.state !== 'proposed' && state.state !== 'failed' && state.state !== 'discarded') {
    const how = state.state === 'running' ? 'is running' : `is ${state.state}`;
    const { fileName, rowsDone, rowsTotal } = state;
    throw new RollcallError(
      'busy',
      `The import of ${fileName} ${how} (${rowsDone} of ${rowsTotal} rows): it can't be discarded.`,
    );
  }
  await deps.storage.prisma.$transaction((database) =>
    discard(database, caller.workspaceId, { ids: [importId], from: ['proposed', 'failed'] }),
  );
}

async function discard(
  database: Database,
  workspaceId: number,
  given: { ids: number[]; from: ImportState['state'][] },
): Promise<void> {
  const discarded: number[] = [];
  for (const id of given.ids) {
    const moved = await stored.moveImport(
      database,
      { workspaceId, id, from: given.from },
      { state: 'discarded' },
    );
    if (moved) discarded.push(id);
  }
  if (discarded.length === 0) return;
  await stored.freeUploads(database, workspaceId, discarded);
  await stored.dropSamples(database, workspaceId, discarded);
}
