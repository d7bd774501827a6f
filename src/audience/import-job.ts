import { type Mapping, mappingSchema } from '../csv/mapping.ts';
import { type CsvRow, readRows } from '../csv/read.ts';
import { type RowContact, rowReader } from '../csv/rows.ts';
import { RollcallError } from '../errors.ts';
import { whichForgotten } from '../storage/forgotten.ts';
import * as batches from '../storage/import-batch.ts';
import type { ImportState, Rejection } from '../storage/imports.ts';
import * as stored from '../storage/imports.ts';
import { endJob, type Lease, withLease } from '../storage/jobs.ts';
import { bytesOfImport } from '../storage/uploads.ts';
import { findWorkspace } from '../storage/workspaces.ts';
import type { AudienceDeps } from './caller.ts';

/** How one import is worked on. */
export interface ImportWork {
  importId: number;
  lease: Lease;
  /** Rows written in one transaction. */
  batchRows: number;
  onProgress: (state: ImportState) => void;
  /** Asked between batches. */
  shouldStop: () => boolean;
}

/**
 * Works an import off, from after the last batch that was written to its end. Each batch is one transaction, which also
 * moves `rowsDone`: whoever goes on after a crash starts exactly where the last one stopped.
 *
 * @returns `stopped` when asked to between two batches, `lost` when another runner has taken the job over
 * @throws RollcallError `invalid-input` where the file can't be read to its end; anything else is worth another try
 */
export async function runImport(deps: AudienceDeps, work: ImportWork): Promise<'done' | 'stopped' | 'lost'> {
  const { pool, prisma } = deps.storage;
  const { importId, lease } = work;
  const { workspaceId } = lease.job;
  const begun = await stored.findImport(prisma, workspaceId, importId);
  if (begun?.state !== 'running' || begun.newStatus === null) {
    const at = deps.now();
    const ended = await withLease(pool, lease, (client) => endJob(client, lease, { state: 'done', at }));
    return ended === null ? 'lost' : 'done';
  }
  const { newStatus, createdBy: actor } = begun;
  const mapping = mappingSchema.parse(await stored.findMapping(prisma, workspaceId, importId));
  const { timeZone } = await findWorkspace(deps.storage, workspaceId);
  const bytes = await bytesOfImport(prisma, workspaceId, importId);
  if (bytes === null) {
    throw new RollcallError('invalid-input', 'The file of this import is gone.', {
      hint: 'Upload it again.',
    });
  }

  let from = begun.rowsDone;
  for await (const batch of batchesOf(bytes, mapping, { skip: from, size: work.batchRows })) {
    if (work.shouldStop()) return 'stopped';
    const to = from + batch.contacts.length + batch.rejections.length;
    const state = await withLease(pool, lease, async (client) => {
      const now = deps.now();
      const taken = await withoutForgotten(deps, client, workspaceId, batch);
      const next = { workspaceId, importId, from, to, ...taken, newStatus, timeZone, actor, now };
      const moved = await batches.writeBatch(client, next);
      // Thrown and not returned, so that what was written is rolled back.
      if (moved === null) throw new Error(`import ${importId} is not at row ${from} any more`);
      return moved;
    });
    if (state === null) return 'lost';
    from = to;
    work.onProgress(state);
  }
  return (await endImport(deps, work, null)) ? 'done' : 'lost';
}

/** Ends an import: well, or with the sentence that says why not. False where another runner has it. */
export async function endImport(
  deps: AudienceDeps,
  work: Pick<ImportWork, 'importId' | 'lease' | 'onProgress'>,
  problem: string | null,
): Promise<boolean> {
  const { importId, lease } = work;
  const { workspaceId } = lease.job;
  const state = problem === null ? 'done' : 'failed';
  const now = deps.now();
  const ended = await withLease(deps.storage.pool, lease, async (client) => {
    await endJob(client, lease, { state, at: now, ...(problem === null ? {} : { problem }) });
    return { state: await batches.endImport(client, { workspaceId, importId, state, problem, now }) };
  });
  if (ended?.state) work.onProgress(ended.state);
  return ended !== null;
}

/**
 * The rows of a file that are still to be written. The rows before them are read again too, because a second row with
 * the same email is told from the first one by the file alone, whoever read it before.
 */
async function* batchesOf(
  bytes: Uint8Array,
  mapping: Mapping,
  options: { skip: number; size: number },
): AsyncGenerator<Batch> {
  const read = rowReader(mapping);
  let toSkip = options.skip;
  for await (const rows of readRows(bytes, mapping.format, { size: options.size })) {
    const contacts: RowContact[] = [];
    const rejections: Rejection[] = [];
    for (const row of rows) {
      const outcome = read(row);
      if (toSkip > 0) toSkip -= 1;
      else if ('contact' in outcome) contacts.push(outcome.contact);
      else rejections.push(rejectionOf(row, outcome.problem));
    }
    if (contacts.length + rejections.length > 0) yield { contacts, rejections };
  }
}

interface Batch {
  contacts: RowContact[];
  rejections: Rejection[];
}

/** A batch in which whoever was erased on request is rejected: without the row, which would keep the address after all. */
async function withoutForgotten(
  { storage }: AudienceDeps,
  client: Parameters<typeof whichForgotten>[0],
  workspaceId: number,
  batch: Batch,
): Promise<Batch> {
  const hashes = new Map<string, string>();
  const forgotten = await whichForgotten(client, workspaceId, () => {
    for (const { key } of batch.contacts) hashes.set(storage.hash(key), key);
    return [...hashes.keys()];
  });
  if (forgotten.size === 0) return batch;
  const gone = new Set([...forgotten].map((hash) => hashes.get(hash)));
  const reason = 'this person was erased on request, and is not taken in again';
  const rejected = batch.contacts.filter(({ key }) => gone.has(key));
  return {
    contacts: batch.contacts.filter(({ key }) => !gone.has(key)),
    rejections: [...batch.rejections, ...rejected.map(({ line }) => ({ line, reason, cells: [] }))],
  };
}

const rejectionOf = (row: CsvRow, reason: string): Rejection => ({
  line: row.line,
  reason,
  cells: row.cells,
});
