import type pg from 'pg';
import { numbered, runNamed } from '../database/named.ts';
import { writeContacts } from './batch-contacts.ts';
import { makeTags, putTags } from './batch-tags.ts';
import { type Decided, type DecidedBatch, decidedCounts, decidedParams, decidedSql } from './decide.ts';
import { nothing } from './decided-sums.ts';
import type { ImportBatch } from './import-batch.ts';
import { type ImportState, stateColumns } from './import-state.ts';
import { putTopics } from './topics.ts';

/** What would happen to a batch's contacts. Writes nothing. */
export async function countBatch(database: pg.Pool | pg.PoolClient, batch: DecidedBatch): Promise<Decided> {
  const { rows } = await runNamed<Decided>(database, countSql, decidedParams(batch, { anyHere: true }));
  return rows[0] ?? nothing;
}

const countSql = numbered(`WITH ${decidedSql} SELECT ${decidedCounts} FROM decided`);

/** A batch whose contacts and tags are written, but nothing else yet. */
export interface BegunBatch {
  done: Decided;
  /** Ids of tags that it created. */
  madeTags: number[];
  /** Contacts whose topics changed. */
  topics: number;
}

/**
 * Writes a batch's contacts and their tags, in the caller's transaction: everything that doesn't depend on
 * the batch before it, unless both create tags. The same statements keep what undoing it needs.
 */
export async function beginBatch(client: pg.PoolClient, batch: ImportBatch): Promise<BegunBatch> {
  const madeTags = await makeTags(client, batch);
  const done = await writeContacts(client, batch);
  // Tagging by hand locks the tag first, and holds nothing that a batch needs while it waits.
  await putTags(client, batch);
  const topics = await putTopics(client, batch);
  return { topics, madeTags, done };
}

/**
 * Writes the rest of a batch and advances the import, in the transaction in which it began: all of it
 * happens, or nothing.
 *
 * @returns null if the import is not, or no longer, at `from`: the caller rolls back
 */
export async function endBatch(
  client: pg.PoolClient,
  batch: ImportBatch,
  { done, madeTags, topics }: BegunBatch,
): Promise<ImportState | null> {
  const { workspaceId, importId, rejections } = batch;
  if (rejections.length > 0) {
    await client.query(
      `INSERT INTO import_rejections (workspace_id, import_id, line, reason, cells)
       SELECT $1, $2, row.* FROM unnest($3::int[], $4::text[], $5::jsonb[]) AS row (line, reason, cells)`,
      [
        workspaceId,
        importId,
        rejections.map((row) => row.line),
        rejections.map((row) => row.reason),
        rejections.map((row) => JSON.stringify(row.cells)),
      ],
    );
  }
  const { added, updated, unchanged, resubscribed, lowered, noted } = done;
  const { rows } = await runNamed<ImportState>(client, moveOnSql, {
    workspace: workspaceId,
    import: importId,
    from: batch.from,
    to: batch.to,
    added,
    updated,
    unchanged,
    rejected: rejections.length,
    resubscribed,
    lowered,
    noted,
    blocked: done.unsubscribed + done.bounced,
    made_tags: madeTags,
    repeated: batch.repeated,
    topics,
  });
  return rows[0] ?? null;
}

const moveOnSql = numbered(`
  UPDATE imports SET rows_done = :to, added = added + :added, updated = updated + :updated,
    unchanged = unchanged + :unchanged, rejected = rejected + :rejected, resubscribed = resubscribed + :resubscribed,
    blocked = blocked + :blocked, made_tags = made_tags || :made_tags::int[],
    lowered = lowered + :lowered, repeated = repeated + :repeated, noted = noted + :noted,
    topics = topics + :topics
  WHERE workspace_id = :workspace AND id = :import AND rows_done = :from AND state = 'running' RETURNING ${stateColumns}`);
