import type { Mapping } from '../../csv/mapping.ts';
import { type CsvRow, readRows } from '../../csv/read.ts';
import type { Repeats } from '../../csv/repeats.ts';
import type { RowContact } from '../../csv/row-contact.ts';
import { rowReader } from '../../csv/rows.ts';
import type { CsvSource } from '../../csv/source.ts';
import { findSuppressions, isErased, type Suppression } from '../../storage/contacts/suppressions.ts';
import type { Rejection } from '../../storage/imports/imports.ts';
import { listTags } from '../../storage/tags/tags.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps } from '../caller.ts';
import { type TagNamer, tagNamer } from './tags.ts';

/** Rows of a file as they go to the database. */
export interface Batch {
  /** Rows of the file. More than contacts and rejections, where several rows of one address make one contact. */
  rows: number;
  contacts: RowContact[];
  rejections: Rejection[];
  /** Of the rejected rows, those of people who were erased on request. */
  erased: number;
  /** Addresses of which the second row is in this batch: each that comes more than once counts in one batch. */
  repeated: number;
  /** What is remembered of addresses in it, by key; none is of nearly all. */
  suppressed: ReadonlyMap<string, Suppression[]>;
}

/**
 * A file as batches of rows, for a rehearsal and a run alike. The rows before `skip` are read again too, because of several rows
 * with the same address the first one makes the contact, whoever read it before.
 *
 * @param options.repeats made for this pass alone
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

/** The same, each made ready while the one before it is written. */
export async function* ahead<T>(list: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = list.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = list.next();
      // Should it fail, that is said when it is its turn.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await list.return(undefined);
  }
}

/**
 * What a workspace adds to the reading of a file: its zone, and how its tags are named.
 *
 * @param options.madeTags ids of those that the import has made already, before it was gone on with
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
 * A batch with what is remembered of its addresses. Whoever was erased on request is rejected: without the row, which would
 * keep the address after all.
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

/** Reads on after "Line 12: ". */
const ERASED_REASON = 'this person was erased on request and can’t be added again';

const rejectionOf = (row: CsvRow, reason: string): Rejection => ({
  line: row.line,
  reason,
  cells: row.cells,
});
