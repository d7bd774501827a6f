import { type Runs, runSql } from '../queries/run-sql.ts';

/** What a channel hears every week. */
export interface StoredDigest {
  id: number;
  channel: string;
  owner: string;
  /** 1 is Monday, 7 Sunday. */
  weekday: number;
  /** `09:00` */
  time: string;
  skipsQuiet: boolean;
  trouble: string | null;
  createdAt: Date;
}

const columns = `id, channel, owner, weekday, time, skips_quiet AS "skipsQuiet", failing AS trouble, created_at AS "createdAt"`;

export const listDigests = (on: Runs, workspaceId: number): Promise<StoredDigest[]> =>
  runSql(on, `SELECT ${columns} FROM digests WHERE workspace_id = $1::int ORDER BY digests.id`, [
    workspaceId,
  ]);

export async function findDigest(
  on: Runs,
  workspaceId: number,
  id: number,
): Promise<StoredDigest | undefined> {
  const [found] = await runSql<StoredDigest>(
    on,
    `SELECT ${columns} FROM digests WHERE workspace_id = $1::int AND id = $2::int`,
    [workspaceId, id],
  );
  return found;
}

/** Adds the digest of a channel, or replaces its time. Returns its number. */
export async function putDigest(
  on: Runs,
  digest: Omit<StoredDigest, 'id' | 'trouble' | 'createdAt'> & { workspaceId: number; at: Date },
): Promise<number> {
  const [row] = await runSql<{ id: number }>(
    on,
    `INSERT INTO digests (workspace_id, channel, owner, weekday, time, skips_quiet, created_at)
     VALUES ($1::int, $2::text, $3::text, $4::int, $5::text, $6::bool, $7::timestamptz)
     ON CONFLICT (workspace_id, channel) DO UPDATE SET owner = excluded.owner, weekday = excluded.weekday,
       time = excluded.time, skips_quiet = excluded.skips_quiet, failing = NULL RETURNING id`,
    [
      digest.workspaceId,
      digest.channel,
      digest.owner,
      digest.weekday,
      digest.time,
      digest.skipsQuiet,
      digest.at,
    ],
  );
  return row?.id ?? 0;
}

/** False if there is none. */
export async function removeDigest(on: Runs, workspaceId: number, id: number): Promise<boolean> {
  const rows = await runSql(
    on,
    'DELETE FROM digests WHERE workspace_id = $1::int AND id = $2::int RETURNING id',
    [workspaceId, id],
  );
  return rows.length > 0;
}

/** Takes the day of a digest. False if it was taken; a day weeks ahead was taken by a clock that was wrong. */
export async function claimDigestDay(
  on: Runs,
  { workspaceId, id, day }: { workspaceId: number; id: number; day: string },
): Promise<boolean> {
  const rows = await runSql(
    on,
    `UPDATE digests SET last_day = $3::text
     WHERE workspace_id = $1::int AND id = $2::int AND (coalesce(last_day, '') < $3::text OR last_day::date > $3::date + 14) RETURNING id`,
    [workspaceId, id, day],
  );
  return rows.length > 0;
}

/** What happened in a workspace since a moment, for its digest. */
export interface Happened {
  campaigns: { id: number; name: string }[];
  imports: { file: string; by: string; added: number; updated: number }[];
  /** How many there were beside these. */
  more: { campaigns: number; imports: number };
}

/** The campaigns that ended and the imports that were done since a moment; the latest ten of each. */
export async function happenedSince(on: Runs, workspaceId: number, since: Date): Promise<Happened> {
  const campaigns = await runSql<Happened['campaigns'][number] & { all: number }>(
    on,
    `SELECT c.id, c.name, count(*) OVER ()::int AS "all" FROM campaign_mails m
     JOIN campaigns c ON c.workspace_id = m.workspace_id AND c.id = m.campaign_id
     WHERE m.workspace_id = $1::int AND m.state IN ('sent', 'stopped') AND m.ended_at > $2::timestamptz
     ORDER BY m.ended_at DESC LIMIT 10`,
    [workspaceId, since],
  );
  const imports = await runSql<Happened['imports'][number] & { all: number }>(
    on,
    `SELECT file_name AS file, created_by AS by, added, updated, count(*) OVER ()::int AS "all" FROM imports
     WHERE workspace_id = $1::int AND state = 'done' AND finished_at > $2::timestamptz ORDER BY imports.id DESC LIMIT 10`,
    [workspaceId, since],
  );
  const rest = (rows: readonly { all: number }[]) => (rows[0]?.all ?? 0) - rows.length;
  return {
    campaigns: campaigns.map(({ all: _, ...campaign }) => campaign),
    imports: imports.map(({ all: _, ...each }) => each),
    more: { campaigns: rest(campaigns), imports: rest(imports) },
  };
}
