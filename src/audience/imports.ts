import { fitToAttributes } from '../csv/columns.ts';
import { rejectionHeaders } from '../csv/headers.ts';
import { type Mapping, type MappingProblem, mappingProblems, mappingSchema } from '../csv/mapping.ts';
import { proposeMapping, type Rehearsal, rehearse } from '../csv/propose.ts';
import { csvLine } from '../csv/write.ts';
import { RollcallError } from '../errors.ts';
import { writeAudit } from '../storage/audit.ts';
import type { Database } from '../storage/database.ts';
import type { ImportReport, ImportState, Rejection } from '../storage/imports.ts';
import * as stored from '../storage/imports.ts';
import { addJob } from '../storage/jobs.ts';
import { addUpload } from '../storage/uploads.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { settleMapping, withChoices } from './import-mapping.ts';
import { requireRole } from './permissions.ts';

export type { ImportState, Rejection };

/** Slack takes no larger file in a window. */
export const LARGEST_IMPORT = 10 * 1024 * 1024;

/** How the runner finds imports among jobs. */
export const IMPORT_JOB = 'import';

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
  /** What the mapping would make of the rows. */
  rehearsal: Rehearsal;
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
    throw new RollcallError(
      'invalid-input',
      `${fileName} is larger than 10 MB, the most that one import takes.`,
      {
        hint: 'Split it into smaller files and import them one after the other.',
      },
    );
  }
  const { prisma } = deps.storage;
  const guess = await proposeMapping(bytes, { fileName });
  const fitted = fitToAttributes(guess.mapping, await stored.listAttributes(prisma, workspaceId));
  const rehearsal = await rehearse(bytes, fitted.mapping);
  const now = deps.now();
  const importId = await prisma.$transaction(async (database) => {
    await discard(database, workspaceId, {
      ids: await stored.listForgotten(database, workspaceId, new Date(now.getTime() - PROPOSAL_LIFE_MS)),
      from: ['proposed'],
    });
    const by = { workspaceId, fileName, createdBy: actor, createdAt: now };
    const uploadId = await addUpload(database, { ...by, bytes });
    return stored.insertImport(database, { ...by, uploadId, mapping: fitted.mapping, rowsTotal: guess.rows });
  }, UPLOAD_PATIENCE);
  const problems = [...mappingProblems(fitted.mapping), ...guess.problems, ...fitted.problems];
  return { importId, fileName, rowsTotal: guess.rows, mapping: fitted.mapping, problems, rehearsal };
}

/**
 * An import with its mapping, in whatever state it is.
 *
 * @throws RollcallError `not-found`
 */
export async function findImport(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportState & { mapping: Mapping }> {
  requireRole(caller, 'editor', 'import contacts');
  const state = await importState(deps, caller, importId);
  const mapping = await stored.findMapping(deps.storage.prisma, caller.workspaceId, importId);
  if (mapping === null) throw gone(importId);
  return { ...state, mapping: mappingSchema.parse(mapping) };
}

/** Started, or what has to be settled first. */
export type StartedImport = { ok: true; import: ImportState } | { ok: false; problems: MappingProblem[] };

/**
 * Starts a proposed import. A runner (import-runner.ts), in this process or another, does the work.
 *
 * @param options.mapping the proposed one; `target` and `dateOrder` of its columns may have been changed
 * @param options.newStatus what contacts that are new get; those that exist keep their status, whatever it is
 * @param options.report where progress is shown: comes back with every state that onProgress gets
 * @throws RollcallError `not-found`, `busy` when it was started already, `invalid-input` for columns of another file
 */
export async function startImport(
  deps: AudienceDeps,
  caller: Caller,
  options: {
    importId: number;
    mapping: Mapping;
    newStatus: 'subscribed' | 'non-subscribed';
    report?: ImportReport;
  },
): Promise<StartedImport> {
  requireRole(caller, 'editor', 'import contacts');
  const { importId, newStatus, report } = options;
  const { workspaceId, actor } = caller;
  const { mapping: proposed, ...found } = await findImport(deps, caller, importId);
  const chosen = withChoices(proposed, options.mapping);
  const now = deps.now();
  return deps.storage.prisma.$transaction(async (database) => {
    const settled = await settleMapping(database, workspaceId, chosen);
    if ('problems' in settled) return { ok: false, problems: settled.problems };
    const { mapping, newAttributes } = settled;
    const moved = await stored.moveImport(
      database,
      { workspaceId, id: importId, from: ['proposed'] },
      { state: 'running', mapping, newStatus, startedAt: now, ...(report === undefined ? {} : { report }) },
    );
    if (!moved) {
      throw new RollcallError('busy', `The import of ${found.fileName} was started or discarded already.`, {
        hint: 'Upload the file again to import it once more: nobody is added twice.',
      });
    }
    await addJob(database, { workspaceId, kind: IMPORT_JOB, payload: { importId }, createdAt: now });
    await writeAudit(database, {
      workspaceId,
      actor,
      action: 'import.started',
      subject: found.fileName,
      details: { rows: found.rowsTotal, newStatus, newAttributes },
    });
    const started = {
      ...found,
      state: 'running' as const,
      newStatus,
      report: report ?? null,
      startedAt: now,
    };
    return { ok: true, import: started };
  });
}

/**
 * Goes on with an import that failed, after the last row that was written.
 *
 * @throws RollcallError `not-found`, `busy` when it did not fail
 */
export async function retryImport(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportState> {
  requireRole(caller, 'editor', 'import contacts');
  const { workspaceId } = caller;
  const state = await importState(deps, caller, importId);
  await deps.storage.prisma.$transaction(async (database) => {
    const moved = await stored.moveImport(
      database,
      { workspaceId, id: importId, from: ['failed'] },
      { state: 'running', problem: null, finishedAt: null },
    );
    if (!moved) {
      throw new RollcallError(
        'busy',
        `The import of ${state.fileName} did not fail: there is nothing to try again.`,
      );
    }
    await addJob(database, { workspaceId, kind: IMPORT_JOB, payload: { importId }, createdAt: deps.now() });
    await writeAudit(database, {
      workspaceId,
      actor: caller.actor,
      action: 'import.retried',
      subject: state.fileName,
      details: { rowsDone: state.rowsDone },
    });
  });
  return { ...state, state: 'running', problem: null, finishedAt: null };
}

/**
 * How far an import is: one row by its key, cheap enough for every second.
 *
 * @throws RollcallError `not-found`
 */
export async function importState(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportState> {
  requireRole(caller, 'viewer', 'see imports');
  const state = await stored.findImport(deps.storage.prisma, caller.workspaceId, importId);
  if (state === null) throw gone(importId);
  return state;
}

/**
 * Says where progress is shown from now on. Small imports are quick: show the state that comes back, it may be the last.
 *
 * @throws RollcallError `not-found`
 */
export async function reportImportTo(
  deps: AudienceDeps,
  caller: Caller,
  options: { importId: number; report: ImportReport },
): Promise<ImportState> {
  requireRole(caller, 'editor', 'import contacts');
  const { importId, report } = options;
  await stored.setReport(deps.storage.prisma, { workspaceId: caller.workspaceId, id: importId, report });
  return importState(deps, caller, importId);
}

/** The first rejected rows, by line. They hold people's data: show them to the person who asks, not to a channel. */
export async function listRejections(
  deps: AudienceDeps,
  caller: Caller,
  options: { importId: number; limit: number },
): Promise<Rejection[]> {
  requireRole(caller, 'editor', 'see the rows of an import');
  const { workspaceId } = caller;
  return stored.listRejections(deps.storage.prisma, { workspaceId, after: 0, ...options });
}

/**
 * The rejected rows as a CSV file: line, reason, and the cells as they stood, formulas defused. It begins with a
 * byte-order mark, without which spreadsheets garble accents, and can be imported again once it is corrected.
 *
 * @throws RollcallError `not-found`
 */
export async function rejectionsFile(deps: AudienceDeps, caller: Caller, importId: number): Promise<string> {
  requireRole(caller, 'editor', 'see the rows of an import');
  const { mapping } = await findImport(deps, caller, importId);
  const { prisma } = deps.storage;
  const lines = [csvLine([...rejectionHeaders, ...mapping.columns.map((column) => column.header)])];
  for (let after = 0, page = PAGE; page === PAGE; ) {
    const rows = await stored.listRejections(prisma, {
      workspaceId: caller.workspaceId,
      importId,
      after,
      limit: PAGE,
    });
    for (const { line, reason, cells } of rows) lines.push(csvLine([String(line), reason, ...cells]));
    page = rows.length;
    after = rows.at(-1)?.line ?? after;
  }
  return `\ufeff${lines.join('\n')}\n`;
}

/**
 * Forgets a proposed (or failed) import and its file. Rows that a failed one has written stay.
 *
 * @throws RollcallError `busy` for one that runs or is done
 */
export async function discardImport(deps: AudienceDeps, caller: Caller, importId: number): Promise<void> {
  requireRole(caller, 'editor', 'import contacts');
  const state = await importState(deps, caller, importId);
  if (state.state === 'running' || state.state === 'done') {
    const how = state.state === 'done' ? 'is done' : 'is running';
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

const PAGE = 1000;

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
  if (discarded.length > 0) await stored.freeUploads(database, workspaceId, discarded);
}

const gone = (importId: number): RollcallError =>
  new RollcallError('not-found', `There is no import ${importId} here.`, {
    hint: 'Upload the file again: /contacts import',
  });
