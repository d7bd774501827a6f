import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { type PostgresServer, startPostgres } from '../../test/support/postgres-server.ts';
import { makeAudience } from './audience.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/rollcall');
const home = join(cache, 'bench-postgres');

/**
 * Configured like a small self-hosted server: what fits in memory is in memory, the rest is read as needed.
 */
const settings = ['shared_buffers=2GB', 'max_wal_size=8GB', 'checkpoint_timeout=30min'];

/** A real PostgreSQL that keeps its data between benchmarks. */
export function startBenchPostgres(): Promise<PostgresServer> {
  return startPostgres({ home, settings });
}

export interface BenchAudience {
  storage: Storage;
  workspaceId: number;
  /** The first process of the server; missing for the embedded database. */
  postmaster?: number;
}

/**
 * The seeded audience of this many contacts: made the first time, which takes two minutes for a million, then
 * kept.
 */
export async function openAudience(server: PostgresServer, contacts: number): Promise<BenchAudience> {
  const prefix = `rollcall_${contacts}_`;
  const name = `${prefix}${recipe()}`;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    if (!rows.some((row) => row.datname === name)) {
      for (const { datname } of rows) await admin.query(`DROP DATABASE ${datname} WITH (FORCE)`);
      await build(admin, server, { draft: `${prefix}draft`, name, contacts });
    }
  } finally {
    await admin.end();
  }
  const postmaster = Number(readFileSync(join(home, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  const storage = await openStorage({
    databaseUrl: urlOf(server, name),
    dataDir: 'unused',
    secret: 'x'.repeat(32),
  });
  return { ...(await withWorkspace(storage)), postmaster };
}

/** The folder of the embedded audience of this many contacts. */
export const embeddedFolder = (contacts: number): string =>
  join(cache, `bench-embedded-${contacts}-${recipe()}`);

/** The same in an embedded database. */
export async function openEmbeddedAudience(contacts: number): Promise<BenchAudience> {
  mkdirSync(cache, { recursive: true });
  const dataDir = embeddedFolder(contacts);
  const storage = await openStorage({ dataDir });
  if ((await storage.prisma.workspace.count()) < 2) await makeAudience(storage, contacts);
  return withWorkspace(storage);
}

async function build(
  admin: pg.Client,
  server: PostgresServer,
  { draft, name, contacts }: { draft: string; name: string; contacts: number },
): Promise<void> {
  console.log(`Making an audience of ${contacts} contacts …`);
  await admin.query(`CREATE DATABASE ${draft}`);
  const storage = await openStorage({
    databaseUrl: urlOf(server, draft),
    dataDir: 'unused',
    secret: 'x'.repeat(32),
  });
  try {
    await makeAudience(storage, contacts);
    await storage.pool.query('CHECKPOINT');
  } finally {
    await storage.close();
  }
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
}

async function withWorkspace(storage: Storage): Promise<BenchAudience> {
  const { id } = await storage.prisma.workspace.findUniqueOrThrow({ where: { teamId: 'T0BENCH' } });
  return { storage, workspaceId: id };
}

function urlOf(server: PostgresServer, database: string): string {
  const url = new URL(server.url);
  url.pathname = database;
  return url.href;
}

/** Changes with the tables and with the code that fills them. */
function recipe(): string {
  const migrations = join(root, 'prisma/migrations');
  const files = readdirSync(migrations, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => join(migrations, file));
  const hash = createHash('sha256');
  for (const file of [...files, join(import.meta.dirname, 'audience.ts')]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 10);
}
