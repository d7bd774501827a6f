import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { startImport } from '../../src/audience/imports/imports.ts';
import { proposeImport } from '../../src/audience/imports/proposals.ts';
import type { Storage } from '../../src/storage/database/client.ts';

export interface FaultyFile {
  rows: number;
  bytes: Uint8Array;
  people: Set<string>;
  /** What the first rows add, this many of them. */
  after: (done: number) => { contacts: number; rejections: number };
}

/** A file in which every 50th row has no address, and every 70th the one of the row before. */
export function faultyFile(rows: number): FaultyFile {
  const emails = Array.from({ length: rows }, (_, row) =>
    row % 50 === 49 ? 'nobody' : `person-${row % 70 === 69 ? row - 1 : row}@example.org`,
  );
  const peopleOf = (some: string[]) => new Set(some.filter((email) => email !== 'nobody'));
  const lines = emails.map((email, row) => `${email},Person ${row}`);
  return {
    rows,
    bytes: Buffer.from(`Email,Name\n${lines.join('\n')}\n`),
    people: peopleOf(emails),
    after(done) {
      const some = emails.slice(0, done);
      const rejections = some.filter((email) => email === 'nobody').length;
      return { contacts: peopleOf(some).size, rejections };
    },
  };
}

/** Gives an import to the app that runs on this database. */
export async function handIn(storage: Storage, bytes: Uint8Array): Promise<Caller & { importId: number }> {
  const deps: AudienceDeps = { storage, now: () => new Date() };
  const { id } = await storage.prisma.workspace.create({ data: { teamId: 'T0FAULTS' } });
  const caller: Caller = { workspaceId: id, actor: 'U0ADA', role: 'editor' };
  const proposal = await proposeImport(deps, caller, { fileName: 'people.csv', bytes });
  await startImport(deps, caller, { ...proposal, newStatus: 'subscribed' });
  return { ...caller, importId: proposal.importId };
}

/** How far the one import is, and what is stored of it, at one moment. */
export interface Progress {
  state: string;
  done: number;
  rejected: number;
  contacts: number;
  lines: number;
  rejections: number;
}

export async function progress(storage: Storage): Promise<Progress> {
  const { rows } = await storage.pool.query<Progress>(
    `SELECT i.state, i.rows_done AS done, i.rejected,
       (SELECT count(*)::int FROM contacts) AS contacts, (SELECT count(DISTINCT import_line)::int FROM contacts) AS lines,
       (SELECT count(*)::int FROM import_rejections) AS rejections
     FROM imports i`,
  );
  if (rows[0] === undefined) throw new Error('there is no import');
  return rows[0];
}
