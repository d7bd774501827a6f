import { createHash, randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { hasPostgres, requestPostgres } from './postgres.ts';

export type DatabaseKind = 'embedded' | 'server';

/** For describe.each: storage is tested on both. (test/global-setup.ts complains where there is no server.) */
export const databases: readonly DatabaseKind[] = hasPostgres() ? ['embedded', 'server'] : ['embedded'];

/**
 * For describe.each: everything but storage is tested on one, the faster of the two. The journeys go through the same use
 * cases on the embedded one, whose only session would not let a use case ask outside of its own transaction.
 */
export const oneDatabase: readonly DatabaseKind[] = hasPostgres() ? ['server'] : ['embedded'];

/** The secret that databases of tests on a server go with: an app that is started on one needs it as ROLLCALL_SECRET. */
export const testSecret = 'the secret of databases of tests';

export interface TestDatabase {
  kind: DatabaseKind;
  storage: Storage;
  /** A workspace made with the database: team `T0TEST`. */
  workspaceId: number;
  /** One more workspace, empty: the cheap way (1 ms) to start each test afresh. */
  addWorkspace(): Promise<number>;
  close(): Promise<void>;
}

/**
 * A migrated database that nobody else sees: a copy of a template, 0.1 to 1 s. Open one per test file (beforeAll), and
 * give each test a workspace of its own.
 *
 * @example
 * describe.each(databases)('contacts (%s)', (kind) => {
 *   let database: TestDatabase;
 *   beforeAll(async () => { database = await openTestDatabase(kind); });
 *   afterAll(() => database?.close());
 * });
 */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const { storage, remove } = kind === 'embedded' ? await openEmbedded() : await openServer();
  const addWorkspace = async (teamId = `T0${randomBytes(6).toString('hex').toUpperCase()}`) => {
    const { id } = await storage.prisma.workspace.create({ data: { teamId } });
    return id;
  };
  return {
    kind,
    storage,
    workspaceId: await addWorkspace('T0TEST'),
    addWorkspace: () => addWorkspace(),
    close: async () => {
      await storage.close();
      await remove();
    },
  };
}

interface Opened {
  storage: Storage;
  remove: () => Promise<void>;
}

/** A data folder with a migrated, empty database that nothing runs on yet; the caller removes it. */
export async function copyEmbeddedTemplate(): Promise<string> {
  const template = await embeddedTemplate();
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  cpSync(template, dataDir, { recursive: true });
  return dataDir;
}

async function openEmbedded(): Promise<Opened> {
  const dataDir = await copyEmbeddedTemplate();
  const storage = await openStorage({ dataDir, clock: 'movable' });
  return { storage, remove: async () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Made once per set of migrations, and kept: making a folder takes seconds, copying it a moment. */
async function embeddedTemplate(): Promise<string> {
  const cache = join(root, 'node_modules/.cache/rollcall');
  const template = join(cache, `embedded-${templateKey()}`);
  if (existsSync(template)) return template;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'draft-'));
  const storage = await openStorage({ dataDir: draft });
  await storage.close();
  try {
    renameSync(draft, template);
  } catch {
    // Another test process was faster.
    rmSync(draft, { recursive: true, force: true });
  }
  return template;
}

async function openServer(): Promise<Opened> {
  const server = await requestPostgres();
  const template = `rollcall_template_${templateKey()}`;
  const name = `rollcall_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    // One test process at a time: a template can't be copied while somebody is connected to it.
    await admin.query('SELECT pg_advisory_lock(4711)');
    await makeTemplate(admin, server, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // Wherever a time would be stored or read in the session's zone by mistake, it comes out nine hours off.
    await admin.query(`ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`);
  } finally {
    await admin.end();
  }
  const storage = await openStorage({
    databaseUrl: databaseUrl(server, name),
    dataDir: 'unused',
    secret: testSecret,
    clock: 'movable',
  });
  const remove = async () => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  };
  return { storage, remove };
}

async function makeTemplate(admin: pg.Client, server: string, template: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount) return;
  const draft = `${template}_draft`;
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${draft}`);
  const storage = await openStorage({
    databaseUrl: databaseUrl(server, draft),
    dataDir: 'unused',
    secret: testSecret,
  });
  await storage.close();
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}

/** Changes with the migrations, so that a template never outlives them. */
function templateKey(): string {
  const folder = join(root, 'prisma/migrations');
  const hash = createHash('sha256')
    .update(testSecret)
    .update(readFileSync(join(root, 'src/storage/database/embedded-process.ts')));
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name, 'migration.sql');
    if (existsSync(file)) hash.update(name).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

const root = join(import.meta.dirname, '../..');
