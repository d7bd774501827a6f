import type { Mapping } from '../csv/mapping.ts';
import { type CsvRow, readRows } from '../csv/read.ts';
import { type RowContact, rowReader } from '../csv/rows.ts';
import type { CsvSource } from '../csv/source.ts';
import type { Rejection } from '../storage/imports.ts';
import { findSuppressions, isErased, type Suppression } from '../storage/suppressions.ts';
import { listTags } from '../storage/tags.ts';
import { findWorkspace } from '../storage/workspaces.ts';
import type { AudienceDeps } from './caller.ts';
import { type TagNamer, tagNamer } from './import-tags.ts';

/** Rows of a file as they go to the database. */
export interface Batch {
  contacts: RowContact[];
  rejections: Rejection[];
  /** Of the rejected rows, those of people who were erased on request. */
  erased: number;
  /** What is remembered of addresses in it, by key; none is of nearly all. */
  suppressed: ReadonlyMap<string, Suppression[]>;
}

/**
 * A file as batches of rows, for a rehearsal and a run alike. The rows before `skip` are read again too, because a second
 * row with the same email is told from the first one by the file alone, whoever read it before.
 */
export async function* batchesOf(
  source: CsvSource,
  mapping: Mapping,
  options: { skip: number; size: number; namer: TagNamer },
): AsyncGenerator<Batch> {
  const read = rowReader(mapping);
  let toSkip = options.skip;
  for await (const rows of readRows(source, mapping.format, { size: options.size })) {
    const contacts: RowContact[] = [];
    const rejections: Rejection[] = [];
    for (const row of rows) {
      const outcome = read(row);
      if ('contact' in outcome) outcome.contact.tags = options.namer.namesFor(outcome.contact.tags);
      if (toSkip > 0) toSkip -= 1;
      else if ('contact' in outcome) contacts.push(outcome.contact);
      else rejections.push(rejectionOf(row, outcome.problem));
    }
    if (contacts.length + rejections.length > 0) yield { contacts, rejections, erased: 0, suppressed: none };
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

/** What a workspace adds to the reading of a file: its zone, and how its tags are named. */
export async function placeOf(
  { storage }: AudienceDeps,
  workspaceId: number,
  tagNames: 'existing' | 'as-written',
): Promise<{ timeZone: string; namer: TagNamer }> {
  const [{ timeZone, tagStyle: style }, tags] = await Promise.all([
    findWorkspace(storage, workspaceId),
    listTags(storage.prisma, workspaceId),
  ]);
  const existing = tags.map(({ name }) => name);
  return { timeZone, namer: tagNamer(existing, { style, tagNames }) };
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
const ERASED_REASON = 'this person was erased on request, and is not taken in again';

const rejectionOf = (row: CsvRow, reason: string): Rejection => ({
  line: row.line,
  reason,
  cells: row.cells,
});
