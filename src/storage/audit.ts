import type { AuditAction } from '../lib/audit-actions.ts';
import type { Database } from './database/database.ts';
import { type Runs, runSql } from './queries/run-sql.ts';

/** One change, as the audit stores it. `details` and `subject` never hold an email address. */
export interface AuditEntry {
  workspaceId: number;
  actor: string;
  action: AuditAction | `${AuditAction}.undone`;
  subject: string;
  details?: Record<string, string | number | boolean>;
  /** If left out, the database's current time. */
  at?: Date;
}

/** Writes an entry in the transaction of the change itself, with either driver. Returns the entry's id. */
export async function writeAudit(on: Runs, entry: AuditEntry): Promise<bigint> {
  const { workspaceId, at, actor, action, subject, details = {} } = entry;
  const [row] = await runSql<{ id: string | bigint }>(
    on,
    `INSERT INTO audit_entries (workspace_id, at, actor, action, subject, details)
     VALUES ($1::int, COALESCE($2::timestamptz, rollcall_now()), $3::text, $4::text, $5::text, $6::jsonb) RETURNING id`,
    [workspaceId, at ?? null, actor, action, subject, JSON.stringify(details)],
  );
  return BigInt(row?.id ?? 0);
}

export interface StoredAudit {
  /** Of the oldest entry, if it stands for several. */
  id: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
  /** The id behind its Undo button, while it can be undone. */
  undoId?: number;
  /** Who wrote what how often, if it stands for everything that programs wrote between two changes. */
  written?: WrittenRun[];
  /** There is more of it on the next page. */
  isPartial?: boolean;
}

/** What one program wrote of one kind. */
export interface WrittenRun {
  actor: string;
  action: string;
  /** How many entries. */
  times: number;
  /** Of all of them: the sums of the numbers in their details. */
  details: Record<string, number>;
}

/** What programs write again and again: providers report events, scripts write contacts. */
const repeated: AuditAction[] = ['events.recorded', 'contacts.written'];
/** The numbers in their details. */
const summed = ['events', 'remembered', 'created', 'updated'] as const;
/** How far back one page looks: a mail to many has as many reports. */
const MOST_READ = 5_000;

/**
 * Changes, newest first; only those before `before`. Each says how it can be undone at the moment `now`. What programs
 * wrote between two changes of people is one entry, however often they did.
 */
export async function listAudit(
  database: Database,
  workspaceId: number,
  { before, limit, now }: { before?: bigint | undefined; limit: number; now: Date },
): Promise<{ entries: StoredAudit[]; hasOlder: boolean }> {
  const [{ entries, hasOlder }, undos] = await Promise.all([
    readRuns(database, workspaceId, { before, limit }),
    database.undo.findMany({
      where: { workspaceId, undoneAt: null, expiresAt: { gt: now } },
      select: { id: true, kind: true, subject: true, createdBy: true },
      orderBy: { id: 'desc' },
    }),
  ]);
  // One transaction writes both, in the same order: the newest of a kind belongs to the newest entry.
  const left = new Map<string, number[]>();
  for (const { id, kind, subject, createdBy } of undos) {
    const key = JSON.stringify([kind, subject, createdBy]);
    left.set(key, [...(left.get(key) ?? []), id]);
  }
  const undoable = entries.map((entry) => {
    const undoId = left.get(JSON.stringify([entry.action, entry.subject, entry.actor]))?.shift();
    return undoId === undefined ? entry : { ...entry, undoId };
  });
  return { entries: undoable, hasOlder };
}

interface RunRow {
  id: string | bigint;
  /** How many changes of people are newer. */
  newer: string | bigint;
  repeats: boolean;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
  times: string | bigint;
  sums: string;
}

async function readRuns(
  database: Database,
  workspaceId: number,
  { before, limit }: { before: bigint | undefined; limit: number },
): Promise<{ entries: StoredAudit[]; hasOlder: boolean }> {
  const rows = await runSql<RunRow>(
    database,
    `WITH latest AS (
       SELECT id, at, actor, action, subject, details, action = ANY($3::text[]) AS repeats
       FROM audit_entries
       WHERE workspace_id = $1::int AND ($2::bigint IS NULL OR id < $2::bigint) ORDER BY id DESC LIMIT $4::int
     ), placed AS (
       SELECT *, count(*) FILTER (WHERE NOT repeats) OVER (ORDER BY id DESC) AS newer FROM latest
     )
     SELECT min(id) AS id, newer, repeats, max(at) AS at, actor, action,
       (array_agg(subject ORDER BY id DESC))[1] AS subject, (array_agg(details ORDER BY id DESC))[1] AS details, count(*) AS times,
       jsonb_build_object(${summed.map((key) => `'${key}', sum((details ->> '${key}')::numeric)`).join(', ')})::text AS sums
     FROM placed WHERE newer <= $5::int
     GROUP BY newer, repeats, CASE WHEN repeats THEN 0 ELSE id END, actor, action
     ORDER BY max(id) DESC`,
    [workspaceId, before === undefined ? null : String(before), repeated, MOST_READ + 1, limit + 1],
  );
  const found: StoredAudit[] = [];
  let run: { newer: string; written: WrittenRun[]; entry: StoredAudit } | undefined;
  for (const { id, newer, repeats, times, sums, ...row } of rows) {
    const { actor, action } = row;
    const written = { actor, action, times: Number(times), details: numbersIn(sums) };
    const details = written.times === 1 ? row.details : written.details;
    const entry = { ...row, id: BigInt(id), details };
    if (!repeats) found.push(entry);
    else if (run?.newer === String(newer)) {
      run.written.push(written);
      if (entry.id < run.entry.id) run.entry.id = entry.id;
    } else {
      run = { newer: String(newer), written: [written], entry: { ...entry, written: [] } };
      run.entry.written = run.written;
      found.push(run.entry);
    }
  }
  const read = rows.reduce((sum, { times }) => sum + Number(times), 0);
  const last = found.at(-1);
  if (read > MOST_READ && last?.written !== undefined) last.isPartial = true;
  return { entries: found.slice(0, limit), hasOlder: found.length > limit || read > MOST_READ };
}

/** Those that are said at all. */
const numbersIn = (sums: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(JSON.parse(sums) as Record<string, number | null>).flatMap(([key, value]) =>
      value === null ? [] : [[key, value]],
    ),
  );
