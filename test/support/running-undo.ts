import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { importState, startImport } from '../../src/audience/imports/imports.ts';
import { proposeImport } from '../../src/audience/imports/proposals.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import type { Storage } from '../../src/storage/database/client.ts';
import type { ImportReport } from '../../src/storage/imports/import-state.ts';

export interface People {
  /** Existing contacts before the import, half of them unsubscribed; a third of the others have a tag. */
  here: number;
  /** Added by the import. */
  added: number;
}

/**
 * An audience, and a file imported over it that changes everyone and adds others, tags them, and subscribes
 * them again.
 */
export async function importOver(
  storage: Storage,
  { teamId, report, people }: { teamId: string; report: ImportReport; people: People },
): Promise<{ caller: Caller; importId: number; before: object }> {
  const deps: AudienceDeps = { storage, now: () => new Date() };
  const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId } });
  const caller: Caller = { workspaceId, actor: 'U0ADA', role: 'editor' };
  await storage.pool.query(
    `INSERT INTO contacts (workspace_id, email, email_key, name, status, status_source, status_at, source, created_at, updated_at)
     SELECT $1, 'p' || n || '@example.org', 'p' || n || '@example.org', 'Old ' || n,
       CASE WHEN n % 2 = 0 THEN 'unsubscribed' ELSE 'subscribed' END, 'api', at, 'api', at, at
     FROM generate_series(1, $2::int) AS n, (SELECT now() - interval '1 day' AS at) AS yesterday`,
    [workspaceId, people.here],
  );
  const { id: tagId } = await storage.prisma.tag.create({
    data: { workspaceId, name: 'old', createdBy: 'U0ADA' },
  });
  await storage.pool.query(
    `INSERT INTO contact_tags (workspace_id, tag_id, contact_id) SELECT workspace_id, $2, id FROM contacts
     WHERE workspace_id = $1 AND id % 3 = 0`,
    [workspaceId, tagId],
  );
  const before = await audience(storage);
  const lines = Array.from(
    { length: people.here + people.added },
    (_, n) => `p${n + 1}@example.org,New ${n},subscribed,"new;old"`,
  );
  const proposal = await proposeImport(deps, caller, {
    fileName: 'people.csv',
    bytes: Buffer.from(`Email,Name,Status,Tags\n${lines.join('\n')}\n`),
  });
  const { importId, mapping } = proposal;
  await startImport(deps, caller, {
    ...{ importId, mapping, newStatus: 'subscribed', report },
    ...{ resubscribe: true, askedWhere: 'the survey', askedAt: deps.now() },
  });
  const runner = startJobRunner(deps, { pollMs: 20 });
  await runner.idle();
  await runner.stop();
  const { state, added, updated, resubscribed } = await importState(deps, caller, importId);
  const expected = {
    state: 'done',
    added: people.added,
    updated: people.here,
    resubscribed: people.here / 2,
  };
  if (JSON.stringify({ state, added, updated, resubscribed }) !== JSON.stringify(expected))
    throw new Error(`the import came to ${JSON.stringify({ state, added, updated, resubscribed })}`);
  return { caller, importId, before };
}

/** Everything that an import may change, each table as one word. */
export async function audience(storage: Storage): Promise<object> {
  const { rows } = await storage.pool.query(
    `SELECT (SELECT md5(string_agg(c::text, ' ' ORDER BY id)) FROM contacts c) AS contacts,
       (SELECT md5(string_agg(t::text, ' ' ORDER BY id)) FROM tags t) AS tags,
       (SELECT md5(string_agg(l::text, ' ' ORDER BY tag_id, contact_id)) FROM contact_tags l) AS links`,
  );
  return rows[0] ?? {};
}

/** How far an undo is by its own count, and by what is stored, at one moment. */
export interface UndoProgress {
  state: string;
  removed: number;
  restored: number;
  kept: number;
  contacts: number;
  /** Of the existing contacts: with the file's values, subscribed again by it, and tagged by it. */
  changed: number;
  resubscribed: number;
  tagged: number;
}

export async function undoProgress(storage: Storage): Promise<UndoProgress> {
  const { rows } = await storage.pool.query<UndoProgress>(
    `SELECT state, removed, restored, kept, c.*, (SELECT count(*)::int FROM contact_tags l
       JOIN tags t ON t.workspace_id = l.workspace_id AND t.id = l.tag_id WHERE t.name = 'new') AS tagged
     FROM imports, (SELECT count(*)::int AS contacts, (count(*) FILTER (WHERE name LIKE 'New %' AND source = 'api'))::int AS changed,
       (count(*) FILTER (WHERE status_source = 'import' AND source = 'api'))::int AS resubscribed FROM contacts) AS c`,
  );
  if (rows[0] === undefined) throw new Error('there is no import');
  return rows[0];
}
