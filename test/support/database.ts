import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { copyEmbeddedTemplate, copyServerTemplate, testSecret } from './database-templates.ts';
import { hasPostgres } from './postgres.ts';
import { recordThisFile, statementsSince } from './statement-rules.ts';

export type DatabaseKind = 'embedded' | 'server';

/** For describe.each: storage is tested on both. (test/global-setup.ts complains if there is no server.) */
export const databases: readonly DatabaseKind[] = hasPostgres() ? ['embedded', 'server'] : ['embedded'];

/**
 * Everything except storage is tested on one of them, the faster one. The journeys use the same use cases on
 * the embedded one, which has only one session: a use case that queries outside its own transaction would
 * wait there forever.
 */
export const usualDatabase: DatabaseKind = hasPostgres() ? 'server' : 'embedded';

/** A database that is open, migrated, and empty at first. */
export interface OpenDatabase {
  kind: DatabaseKind;
  storage: Storage;
  /** The data folder of an embedded one; `unused` on a server. */
  dataDir: string;
  /** A new workspace, empty: the cheap way (1 ms) to give each test its own. */
  addWorkspace(): Promise<number>;
  close(): Promise<void>;
}

export interface TestDatabase extends OpenDatabase {
  /** A workspace created with the database: team `T0TEST`. */
  workspaceId: number;
}

/**
 * A database that nothing else uses, with one workspace. It costs up to 3 s of processor time, so it is for
 * tests that change the database itself, stop it, or look at all of it. Others use `withAudience()`.
 */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const database = await openDatabase(kind);
  const { id } = await database.storage.prisma.workspace.create({ data: { teamId: 'T0TEST' } });
  return { ...database, workspaceId: id };
}

/**
 * A copy of a template, without a workspace.
 *
 * @param under the folder that an embedded one's folder is created in
 */
export async function openDatabase(kind: DatabaseKind, under?: string): Promise<OpenDatabase> {
  recordThisFile();
  const { storage, dataDir, remove } = kind === 'embedded' ? await openEmbedded(under) : await openServer();
  return {
    kind,
    storage,
    dataDir,
    addWorkspace: async () => {
      const teamId = `T0${randomBytes(6).toString('hex').toUpperCase()}`;
      return (await storage.prisma.workspace.create({ data: { teamId } })).id;
    },
    close: async () => {
      const check = await statementsSince(storage.pool);
      await storage.close();
      await remove();
      check();
    },
  };
}

interface Opened {
  storage: Storage;
  dataDir: string;
  remove: () => Promise<void>;
}

async function openEmbedded(under?: string): Promise<Opened> {
  const dataDir = await copyEmbeddedTemplate(under);
  const storage = await openStorage({ dataDir, clock: 'movable' });
  return { storage, dataDir, remove: async () => rmSync(dataDir, { recursive: true, force: true }) };
}

async function openServer(): Promise<Opened> {
  const { databaseUrl, drop } = await copyServerTemplate();
  const storage = await openStorage({ databaseUrl, dataDir: 'unused', secret: testSecret, clock: 'movable' });
  return { storage, dataDir: 'unused', remove: drop };
}
