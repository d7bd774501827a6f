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
import { openStorage } from '../../src/storage/database/client.ts';
import { until } from './app-process.ts';
import { requestPostgres, runName } from './postgres.ts';

/**
 * The secret of databases on a server in tests: an app that is started on one needs it as ROLLCALL_SECRET.
 */
export const testSecret = 'the secret of databases of tests';

/**
 * A data folder with a migrated, empty database that nothing runs on yet; the caller removes it.
 *
 * @param under the folder that it is created in
 */
export async function copyEmbeddedTemplate(under = tmpdir()): Promise<string> {
  const template = await embeddedTemplate();
  const dataDir = mkdtempSync(join(under, 'rollcall-test-'));
  cpSync(template, dataDir, { recursive: true });
  return dataDir;
}

/**
 * Created once for each set of migrations, and kept: creating a folder takes seconds, copying it a moment.
 */
async function embeddedTemplate(): Promise<string> {
  const cache = join(root, 'node_modules/.cache/rollcall');
  const template = join(cache, `embedded-${templateKey()}`);
  if (existsSync(template)) return template;
  mkdirSync(cache, { recursive: true });
  // The test processes of one run begin at the same moment: one creates it, the others wait.
  const turn = join(cache, `creating-${templateKey()}-${process.ppid}`);
  try {
    mkdirSync(turn);
  } catch {
    await until(() => existsSync(template), 100_000);
    return template;
  }
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    const storage = await openStorage({ dataDir: draft });
    await storage.close();
    if (!existsSync(template)) renameSync(draft, template);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(turn, { recursive: true, force: true });
  }
  return template;
}

/** A migrated, empty database on the server of this test run, without connections yet. */
export async function copyServerTemplate(): Promise<{ databaseUrl: string; drop: () => Promise<void> }> {
  const server = await requestPostgres();
  const template = `rollcall_template_${templateKey()}`;
  const name = `${runName()}_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    // One test process at a time: a template can't be copied while someone is connected to it.
    await admin.query('SELECT pg_advisory_lock(4711)');
    await makeTemplate(admin, server, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // If a time is stored or read in the session's time zone by mistake, it is nine hours off.
    await admin.query(`ALTER DATABASE ${name} SET timezone = 'Asia/Tokyo'`);
  } finally {
    await admin.end();
  }
  const drop = async () => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  };
  return { databaseUrl: databaseUrl(server, name), drop };
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
