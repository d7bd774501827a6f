import { fitToAttributes, preferAttributes } from '../../csv/fit-attributes.ts';
import type { ChosenFormat, CsvFormat } from '../../csv/inspect.ts';
import { type Mapping, type MappingProblem, mappingProblems } from '../../csv/mapping.ts';
import { proposeMapping } from '../../csv/propose.ts';
import { fitToTopics } from '../../csv/topics.ts';
import { RollcallError } from '../../errors.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import type { Database } from '../../storage/database/database.ts';
import { UNDO_DAYS } from '../../storage/imports/end.ts';
import type { ImportState } from '../../storage/imports/imports.ts';
import * as stored from '../../storage/imports/imports.ts';
import { dropOldChanges } from '../../storage/imports/undo.ts';
import { addUpload, bytesOfImport } from '../../storage/imports/uploads.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { findImport, importState, startedAlready } from './imports.ts';
import { currentOf } from './mapping.ts';

/** Slack takes no larger file in a window. */
export const LARGEST_IMPORT = 10 * 1024 * 1024;

/** A proposal that nobody confirmed within a day is forgotten, and its file with it. */
const PROPOSAL_LIFE_MS = 24 * 3_600_000;

/** Ten megabytes into a slow database take longer than the five seconds that Prisma gives a transaction. */
const UPLOAD_PATIENCE = { maxWait: 10_000, timeout: 60_000 };

/** A file that came in, and what would be made of it. Nothing is written until a person confirms the mapping. */
export interface ImportProposal {
  importId: number;
  fileName: string;
  rowsTotal: number;
  mapping: Mapping;
  /** What to settle first (`blocking`), and what to know. */
  problems: MappingProblem[];
}

/**
 * Takes a file in and guesses how it becomes contacts.
 *
 * @throws RollcallError `invalid-input` for a file that nothing can be imported from; then nothing is kept
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
 * Reads the file of a proposed import again, in the encoding or with the delimiter that a person chose (besides what they chose
 * before), and keeps the result as the proposal.
 *
 * @throws RollcallError `not-found`, `busy` if it was started or discarded, `invalid-input` for a file from which nothing can
 *   be imported that way; the proposal is then as it was
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
  ...(chosen ? { encoding } : {}),
  ...(chosenDelimiter ? { delimiter } : {}),
});

/** What is proposed for a file, without keeping any of it. */
async function readFile(
  deps: AudienceDeps,
  workspaceId: number,
  options: { fileName: string; bytes: Uint8Array } & ChosenFormat,
): Promise<Omit<ImportProposal, 'importId' | 'fileName'>> {
  const guess = await proposeMapping(options.bytes, { ...options, now: deps.now() });
  const { prisma } = deps.storage;
  const attributes = await listAttributes(prisma, workspaceId);
  const preferred = preferAttributes(guess.mapping, attributes);
  const withTopics = fitToTopics(preferred, currentOf(await listTopics(prisma, workspaceId)));
  const { mapping, problems } = fitToAttributes(withTopics, attributes);
  // What was noted of a column that is a topic after all is settled by that.
  const notes = guess.problems.filter(({ column }) => {
    const target = column === null ? undefined : mapping.columns[column]?.target;
    return target !== 'topic' && target !== 'topics';
  });
  return {
    rowsTotal: guess.rows,
    mapping,
    problems: [...mappingProblems(mapping), ...notes, ...problems],
  };
}

/**
 * Forgets a proposed (or failed) import and its file. Rows that a failed one has written stay.
 *
 * @throws RollcallError `busy` for one that runs or is done
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
