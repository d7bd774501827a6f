import { type CsvRow, readRows } from '../../csv/file/read.ts';
import type { CsvSource } from '../../csv/file/source.ts';
import type { RowContact } from '../../csv/rows/contact.ts';
import type { Repeats } from '../../csv/rows/repeats.ts';
import { rowReader } from '../../csv/rows/rows.ts';
import type { Mapping } from '../../csv/schema.ts';
import { findSuppressions, isErased, type Suppression } from '../../storage/contacts/suppressions.ts';
import type { Rejection } from '../../storage/imports/rejections.ts';
import { listTags } from '../../storage/tags/tags.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps } from '../caller.ts';
import { type TagNamer, tagNamer } from './tags.ts';

/** A batch of a file's rows, ready for the database. */
export interface Batch {
  /** Rows of the file. More than contacts and rejections if several rows of one address make one contact. */
  rows: number;
  contacts: RowContact[];
  rejections: Rejection[];
  /** How many of the rejected rows are people who were erased on request. */
  erased: number;
  /** Addresses whose second row is in this batch: each repeated address counts in one batch. */
  repeated: number;
  /** Suppressions of addresses in this batch, by key; nearly all addresses have none. */
  suppressed: ReadonlyMap<string, Suppression[]>;
}

/**
 * Reads a file as batches of rows, for a rehearsal and a run alike. The rows before `skip` are read again
 * too: of several rows with the same address, the first one makes the contact, even if an earlier run read
 * it.
 *
 * @param options.repeats made for this pass only
 */
export async function* batchesOf(
  source: CsvSource,
  mapping: Mapping,
  options: { skip: number; size: number; namer: TagNamer; repeats: Repeats },
): AsyncGenerator<Batch> {
  const { namer, repeats } = options;
  const read = rowReader(mapping);
  let toSkip = options.skip;
  for await (const rows of readRows(source, mapping.format, { size: options.size })) {
    const batch = {
      rows: 0,
      contacts: [],
      rejections: [],
      erased: 0,
      repeated: 0,
      suppressed: none,
    } as Batch;
    for (const row of rows) {
      const outcome = read(row);
      const contact = 'contact' in outcome ? repeats.merged(outcome.contact) : undefined;
      if (typeof contact === 'object') contact.tags = namer.namesFor(contact.tags);
      if (toSkip > 0) {
        toSkip -= 1;
        continue;
      }
      batch.rows += 1;
      if (typeof contact === 'object') batch.contacts.push(contact);
      else if (contact === 'second') batch.repeated += 1;
      else if ('problem' in outcome) batch.rejections.push(rejectionOf(row, outcome.problem));
    }
    if (batch.rows > 0) yield batch;
  }
}

/** The same, with each batch prepared while the previous one is being written. */
export async function* ahead<T>(list: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = list.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = list.next();
      // If it fails, the error is thrown when its turn comes.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await list.return(undefined);
  }
}

/**
 * What a workspace adds to reading a file: its time zone, and how its tags are named.
 *
 * @param options.madeTags ids of the tags that the import has already made, before it was resumed
 */
export async function placeOf(
  { storage }: AudienceDeps,
  workspaceId: number,
  options: { tagNames: 'existing' | 'as-written'; isOwn: boolean; madeTags?: readonly number[] },
): Promise<{ timeZone: string; namer: TagNamer }> {
  const { tagNames, isOwn, madeTags = [] } = options;
  const [{ timeZone, tagStyle: style }, tags] = await Promise.all([
    findWorkspace(storage, workspaceId),
    listTags(storage.prisma, workspaceId),
  ]);
  const existing = tags.flatMap(({ id, name }) => (madeTags.includes(id) ? [] : [name]));
  return { timeZone, namer: tagNamer(existing, { style, tagNames, isOwn }) };
}

const none: Batch['suppressed'] = new Map();

/**
 * Adds suppressions to a batch. People erased on request are rejected; the rejection has no cells, because
 * they would store the address again.
 */
export async function withSuppressions(
  { storage }: AudienceDeps,
  client: Parameters<typeof findSuppressions>[0],
  workspaceId: number,
  batch: Batch,
): Promise<Batch> {
  const suppressed = await findSuppressions(client, workspaceId, {
    keys: batch.contacts.map(({ key }) => key),
    hashes: storage.hashes,
  });
  if (suppressed.size === 0) return batch;
  const isGone = ({ key }: RowContact): boolean => isErased(suppressed.get(key));
  const rejected = batch.contacts.filter(isGone);
  return {
    ...batch,
    contacts: batch.contacts.filter((contact) => !isGone(contact)),
    rejections: [
      ...batch.rejections,
      ...rejected.map(({ line }) => ({ line, reason: ERASED_REASON, cells: [] })),
    ],
    erased: rejected.length,
    suppressed,
  };
}

/** Follows "Line 12: ". */
const ERASED_REASON = 'this person was erased on request and can’t be added again';

const rejectionOf = (row: CsvRow, reason: string): Rejection => ({
  line: row.line,
  reason,
  cells: row.cells,
});
