import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../src/storage/database/migrate.ts';

// A database as the versions before facts about statuses left it, and the result of migrations 0017 and 0029.

const own = join(import.meta.dirname, '../../../prisma/migrations');
const folder = mkdtempSync(join(tmpdir(), 'rollcall-before-'));
const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T10:00:00Z`;

let db: PGlite;
const pool = {
  connect: async () => ({
    query: async (sql: string, params?: unknown[]) => {
      if (params !== undefined) return db.query(sql, params);
      const results = await db.exec(sql);
      return results.at(-1) ?? { rows: [] };
    },
    release: () => {},
  }),
} as unknown as pg.Pool;

/** Old contacts by name: status, since when, from where; all were added on day 1. */
const contacts: Record<string, [status: string, at: string, source: string]> = {
  plain: ['subscribed', day(1), 'import'],
  agreed: ['subscribed', day(5), 'api'],
  never: ['non-subscribed', day(1), 'slack'],
  withdrawn: ['non-subscribed', day(6), 'slack'],
  left: ['unsubscribed', day(10), 'webhook'],
  early: ['subscribed', day(20), 'api'],
  back: ['subscribed', day(20), 'api'],
  dead: ['bounced', day(12), 'webhook'],
  both: ['unsubscribed', day(11), 'webhook'],
  soft: ['subscribed', day(1), 'import'],
  resubscribed: ['subscribed', day(15), 'import'],
  edited: ['unsubscribed', day(16), 'slack'],
};
/** Events that lower a status, also those that the status doesn't show. */
const events: [name: string, kind: string, at: string, bounce?: string][] = [
  ['left', 'unsubscribed', day(10)],
  ['left', 'complained', day(25)],
  // Consent from before the second opt-out had counted.
  ['early', 'unsubscribed', day(10)],
  ['early', 'unsubscribed', day(25)],
  ['back', 'unsubscribed', day(10)],
  ['dead', 'bounced', day(12), 'hard'],
  ['both', 'bounced', day(14), 'hard'],
  ['both', 'unsubscribed', day(11)],
  ['soft', 'bounced', day(14), 'soft'],
];
const names = Object.keys(contacts);
const idOf = (name: string): number => names.indexOf(name) + 1;

beforeAll(async () => {
  for (const name of readdirSync(own).filter((each) => each < '0017'))
    cpSync(join(own, name), join(folder, name), { recursive: true });
  db = await PGlite.create();
  await migrate(pool, { folder });
  await db.query(`INSERT INTO workspaces (id, team_id) VALUES (1, 'T0OLD')`);
  await db.query(
    `INSERT INTO imports (workspace_id, id, file_name, state, mapping, rows_total, created_by) VALUES (1, 7, 'people.csv', 'done', '{}', 1, 'U0ADA')`,
  );
  for (const [name, [status, at, source]] of Object.entries(contacts)) {
    await db.query(
      `INSERT INTO contacts (workspace_id, id, email, email_key, status, status_source, status_at, source, created_at, updated_at)
       VALUES (1, $1, $2, $2, $3, $4, $5, 'api', $6, $5)`,
      [idOf(name), `${name}@x.org`, status, source, at, day(1)],
    );
  }
  for (const [name, kind, at, bounce] of events) {
    await db.query(
      'INSERT INTO events (workspace_id, contact_id, kind, occurred_at, properties) VALUES (1, $1, $2, $3, $4)',
      [idOf(name), kind, at, bounce === undefined ? null : { bounce }],
    );
  }
  await db.query(
    `INSERT INTO import_changes (workspace_id, import_id, contact_id, at, what, updated_at, status, status_source, status_at)
     VALUES (1, 7, $1, $2, 'written', $2, 'unsubscribed', 'webhook', $3)`,
    [idOf('resubscribed'), day(15), day(9)],
  );
  await db.query(
    `INSERT INTO undos (workspace_id, kind, subject, before, created_by, created_at, expires_at)
     VALUES (1, 'contact.edited', 'contact', $1, 'U0ADA', $2, $2)`,
    [{ id: idOf('edited'), status: 'subscribed', statusSource: 'api', statusAt: day(3) }, day(16)],
  );
  await db.query(`INSERT INTO forgotten (workspace_id, email_hash, at) VALUES (1, 'abc', $1)`, [day(2)]);
  await migrate(pool);
});
afterAll(async () => {
  await db?.close();
  rmSync(folder, { recursive: true });
});

const factsOf = async (name: string) => {
  const { rows } = await db.query<{ kind: string; at: Date; import: number | null }>(
    'SELECT kind, at, import_id AS import FROM status_facts WHERE contact_id = $1 ORDER BY at, kind',
    [idOf(name)],
  );
  return rows.map(
    ({ kind, at, import: by }) => `${kind} ${at.getUTCDate()}${by === null ? '' : ` import ${by}`}`,
  );
};

describe('statuses in an older database', () => {
  it.each([
    ['plain', 'subscribed', 1, []],
    ['agreed', 'subscribed', 5, []],
    ['never', 'non-subscribed', 1, []],
    ['withdrawn', 'non-subscribed', 6, ['withdrawal 6']],
    ['left', 'unsubscribed', 25, ['opt-out 10', 'complaint 25']],
    ['early', 'unsubscribed', 25, ['opt-out 10', 'consent 20', 'opt-out 25']],
    ['back', 'subscribed', 20, ['opt-out 10', 'consent 20']],
    ['dead', 'bounced', 12, ['bounce 12']],
    ['both', 'unsubscribed', 11, ['opt-out 11', 'bounce 14']],
    ['soft', 'subscribed', 1, []],
    ['resubscribed', 'subscribed', 15, ['opt-out 9', 'consent 15 import 7']],
    ['edited', 'unsubscribed', 16, ['consent 3', 'opt-out 16']],
  ] as [string, string, number, string[]][])('of %s: %s since day %i', async (name, status, at, facts) => {
    const { rows } = await db.query<{ status: string; at: Date }>(
      'SELECT status, status_at AS at FROM contacts WHERE id = $1',
      [idOf(name)],
    );
    expect(rows.map((row) => [row.status, row.at.getUTCDate()])).toEqual([[status, at]]);
    expect(await factsOf(name)).toEqual(facts);
  });

  it('know since when someone agreed, if that is known', async () => {
    const { rows } = await db.query<{ email: string }>(
      'SELECT email FROM contacts WHERE consented_at IS NOT NULL ORDER BY id',
    );
    const agreed = rows.map(({ email }) => email.split('@')[0]);
    expect(agreed).toEqual(['agreed', 'early', 'back', 'resubscribed', 'edited']);
  });

  it('leave erased addresses erased', async () => {
    const { rows } = await db.query('SELECT email_hash, reason, at FROM suppressions');
    expect(rows).toEqual([{ email_hash: 'abc', reason: 'erased', at: new Date(day(2)) }]);
  });
});
