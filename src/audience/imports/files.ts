import type { ChosenFormat } from '../../csv/columns/inspect.ts';
import type { MappingProblem } from '../../csv/columns/mapping.ts';
import { proposeMapping } from '../../csv/columns/propose.ts';
import type { CsvSource } from '../../csv/file/source.ts';
import type { Mapping } from '../../csv/schema.ts';
import { databaseTrouble } from '../../database-trouble.ts';
import { RollcallError } from '../../errors.ts';
import type { ImportState } from '../../storage/imports/import-state.ts';
import * as stored from '../../storage/imports/imports.ts';
import { claimThisJob, findJob, releaseJob } from '../../storage/jobs/jobs.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { fitGuess } from './fit-guess.ts';
import { importState } from './imports.ts';
import { endImport, runImport } from './job.ts';
import type { ImportWork } from './work.ts';

/** Far more than any list has, and small enough for line numbers. */
const MOST_ROWS = 20_000_000;

/** Identifies a file, so that a second try with it can be told from another file. */
export interface FileMark {
  /** Absolute. */
  path: string;
  size: number;
  /** When it was last changed, in ms. */
  changed: number;
}

/** Like ImportProposal, for a file that is not uploaded. */
export interface FileProposal {
  importId: number;
  rowsTotal: number;
  mapping: Mapping;
  problems: MappingProblem[];
}

/**
 * Guesses how a file of any size becomes contacts. It is read in place, and not kept.
 *
 * @throws RollcallError `invalid-input` for a file without anything to import
 */
export async function proposeFile(
  deps: AudienceDeps,
  caller: Caller,
  options: { fileName: string; source: CsvSource } & ChosenFormat,
): Promise<FileProposal> {
  requireRole(caller, 'editor', 'import contacts');
  const { fileName, source, ...chosen } = options;
  const { workspaceId, actor: createdBy } = caller;
  const { prisma } = deps.storage;
  const guess = await proposeMapping(source, { fileName, ...chosen, mostRows: MOST_ROWS, now: deps.now() });
  const { mapping, problems } = await fitGuess(deps, workspaceId, guess);
  const rowsTotal = guess.rows;
  const given = { workspaceId, fileName, createdBy, createdAt: deps.now(), mapping, rowsTotal };
  const importId = await stored.insertImport(prisma, { ...given, uploadId: null });
  return { importId, rowsTotal, mapping, problems };
}

/** The job by which the started import of a file is found again. */
export const fileJob = ({ path, size, changed }: FileMark) => ({
  kind: 'import-file' as const,
  payload: { path, size, changed },
});

/**
 * Finds the import of a file that was started and did not finish.
 *
 * @throws RollcallError `busy` if the file at this path has changed since then
 */
export async function unfinishedImport(
  deps: AudienceDeps,
  caller: Caller,
  mark: FileMark,
): Promise<ImportState | undefined> {
  requireRole(caller, 'editor', 'import contacts');
  const payload = await findJob(deps.storage.pool, {
    workspaceId: caller.workspaceId,
    kind: 'import-file',
    payload: { path: mark.path },
  });
  if (payload === undefined) return undefined;
  const state = await importState(deps, caller, payload.importId);
  if (payload.size === mark.size && payload.changed === mark.changed) return state;
  throw new RollcallError(
    'busy',
    `${state.fileName} changed after its import started, ${state.rowsDone} of ${state.rowsTotal} rows in.`,
    {
      hint: 'Restore the file to what it was and run this again, or leave that import unfinished with --abandon.',
    },
  );
}

/** Ends the unfinished import of the file at this path, if there is one: the written rows stay. */
export async function abandonImport(
  deps: AudienceDeps,
  caller: Caller,
  { path }: Pick<FileMark, 'path'>,
): Promise<void> {
  requireRole(caller, 'editor', 'import contacts');
  const { workspaceId } = caller;
  const payload = await findJob(deps.storage.pool, { workspaceId, kind: 'import-file', payload: { path } });
  if (payload === undefined) return;
  const work = await takeUp(deps, caller, { importId: payload.importId });
  await endImport(deps, { ...work, onProgress: () => {} }, { state: 'cancelled' });
}

/**
 * Runs the started import of a file, from after the last written row.
 *
 * @returns its state; `running` if it was asked to stop: the same call continues it
 * @throws RollcallError `busy` while another process runs it; `invalid-input` if the file can't be read to
 *   its end, which fails the import; `unavailable` if the database did not accept the next rows: the same
 *   call continues it
 */
export async function runFileImport(
  deps: AudienceDeps,
  caller: Caller,
  options: { importId: number; source: CsvSource } & Pick<
    ImportWork,
    'batchRows' | 'onProgress' | 'shouldStop'
  >,
): Promise<ImportState> {
  requireRole(caller, 'editor', 'import contacts');
  const { importId } = options;
  const work = { ...options, ...(await takeUp(deps, caller, { importId })), actor: caller.actor };
  try {
    const outcome = await runImport(deps, work);
    if (outcome === 'lost') throw atWork();
    if (outcome === 'stopped') await releaseJob(deps.storage.pool, work.lease, { delayMs: 0, afresh: true });
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'invalid-input') {
      const problem = [error.message, error.hint].filter(Boolean).join(' ');
      await endImport(deps, { ...work, onProgress: () => {} }, { state: 'failed', problem });
      throw error;
    }
    await releaseJob(deps.storage.pool, work.lease, { delayMs: 0, afresh: false }).catch(() => {});
    if (error instanceof RollcallError) throw error;
    const why = databaseTrouble(error)?.message;
    const sentences = ['Writing the next rows failed.', ...(why === undefined ? [] : [why])];
    throw new RollcallError('unavailable', sentences.join(' '), {
      hint: 'The rows before them are imported. When the database is healthy, run the same command to continue.',
      cause: error,
    });
  }
  return importState(deps, caller, importId);
}

const LEASE_MS = 10_000;

async function takeUp(
  { storage }: AudienceDeps,
  { workspaceId }: Caller,
  { importId }: { importId: number },
): Promise<Pick<ImportWork, 'importId' | 'lease'>> {
  const runner = crypto.randomUUID();
  const job = await claimThisJob(storage.pool, {
    workspaceId,
    kind: 'import-file',
    payload: { importId },
    runner,
    leaseMs: LEASE_MS,
  });
  if (job === null) throw atWork();
  return { importId, lease: { job, runner, leaseMs: LEASE_MS } };
}

const atWork = (): RollcallError =>
  new RollcallError('busy', 'Another process is running this import.', {
    hint: 'If you just stopped it, try again in ten seconds.',
  });
