// How fast a file is imported: `npm run bench -- import`, the same way as `npm run import`, into a PostgreSQL
// that it starts (`--rows 1000000`) and into the embedded database (`--embedded 200000`). Compares that with
// a bare COPY of the same values into the table of contacts, with its indexes, and into a table without.
// Imports new contacts, the same again, a change in every row, tags on a fifth of them, and each address in
// two rows. Then it exports everything, undoes the imports, and runs the command itself to measure its
// memory. Ends with which bounds hold.
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Caller } from '../src/audience/caller.ts';
import { exportContacts } from '../src/audience/contacts/export.ts';
import { fileJob, proposeFile, runFileImport } from '../src/audience/imports/files.ts';
import { importState, startImport } from '../src/audience/imports/imports.ts';
import { undoImport } from '../src/audience/imports/undo.ts';
import { startJobRunner } from '../src/audience/jobs/runner.ts';
import { openStorage, type Storage } from '../src/storage/database/client.ts';
import { ensureWorkspace } from '../src/storage/workspace/workspaces.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { importByCommand } from './support/import-command.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    embedded: { type: 'string', default: '200000' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const found = verdicts();
try {
  if (Number(values.rows) > 0) {
    const server = await startPostgres({ settings: ['shared_buffers=1GB', 'max_wal_size=4GB'] });
    try {
      const secret = 'x'.repeat(32);
      const storage = await openStorage({ databaseUrl: server.url, dataDir: 'unused', secret });
      // For the command: with several workspaces, it refuses a team that none of them has.
      await ensureWorkspace(storage, 'T0BENCHCOMMAND');
      await measure(storage, { rows: Number(values.rows), least: 50_000 });
      await command('server', Number(values.rows), {
        DATABASE_URL: server.url,
        ROLLCALL_SECRET: secret,
      });
    } finally {
      await server.close();
    }
  }
  if (Number(values.embedded) > 0) {
    const storage = await openStorage({ dataDir: join(folder, 'data') });
    await measure(storage, { rows: Number(values.embedded), least: 10_000 });
    await command('embedded', Number(values.embedded), { DATA_DIR: join(folder, 'data-command') });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
found.print();

function fileOf(kind: string, what: string): string {
  return join(folder, `${kind}-${what}.csv`);
}

/** A new database or workspace, with the file read, mapped, rehearsed and imported. */
async function command(kind: string, rows: number, env: Record<string, string>): Promise<void> {
  const args = 'DATABASE_URL' in env ? ['--team', 'T0BENCHCOMMAND'] : [];
  const { ms, megabytes } = await importByCommand(fileOf(kind, 'people'), { args, env });
  const held = megabytes === undefined ? 'memory not known here' : `most memory ${Math.round(megabytes)} MB`;
  console.log(`npm run import: ${rows} rows in ${seconds(ms)}, ${held}`);
  if (megabytes !== undefined)
    found.check('npm run import under 300 MB', megabytes < 300, `${kind}: ${held}`);
}

async function measure(storage: Storage, { rows, least }: { rows: number; least: number }): Promise<void> {
  const file = (what: string) => fileOf(storage.kind, what);
  const [path, changed, tagged, twice] = [file('people'), file('changed'), file('tagged'), file('twice')];
  await writePeople(path, { rows, company: 'Company' });
  await writePeople(changed, { rows, company: 'Changed' });
  const fifth = Math.ceil(rows / 5);
  await writePeople(tagged, { rows: fifth, company: 'Company', tagged: true });
  await writePeople(twice, { rows, company: 'Company', isTwice: true });
  const deps = { storage, now: () => new Date() };
  try {
    console.log(`\n${storage.kind}, ${rows} rows, load ${loadavg()[0]?.toFixed(1)} before`);
    let caller = await addWorkspace('T0BENCH');
    const made = await importFile('new', path, rows);
    found.check(`at least ${least} rows/s (${storage.kind})`, made.rate >= least, `${made.rate}`);
    await importFile('the same again', path, rows);
    const altered = await importFile('all changed', changed, rows);
    await exportAll();
    if (storage.kind === 'server') await copies(storage, caller.workspaceId, rows);
    await undo('the changes', altered.importId, rows);
    // The statistics don't know about these yet.
    caller = await addWorkspace('T0BENCHOTHER');
    const other = await importFile('new, in another workspace', path, rows);
    await undo('the new ones', other.importId, rows);
    caller = await addWorkspace('T0BENCHTAGS');
    const withTags = await importFile('new, with three tags each', tagged, fifth);
    await undo('those with tags', withTags.importId, fifth);
    caller = await addWorkspace('T0BENCHTWICE');
    await importFile('new, each address in two rows', twice, rows);

    async function addWorkspace(teamId: string): Promise<Caller> {
      const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId } });
      return { workspaceId, actor: 'bench', role: 'admin' };
    }

    async function importFile(
      title: string,
      file: string,
      rows: number,
    ): Promise<{ importId: number; rate: number }> {
      const source = () => createReadStream(file, { highWaterMark: 256 * 1024 });
      const proposing = performance.now();
      const { importId, mapping } = await proposeFile(deps, caller, { fileName: 'people.csv', source });
      const job = fileJob({ path: file, size: 0, changed: 0 });
      await startImport(deps, caller, { importId, mapping, newStatus: 'subscribed', job });
      const running = performance.now();
      let [last, longest] = [running, 0];
      const { added, updated, unchanged } = await runFileImport(deps, caller, {
        ...{ importId, source, batchRows: storage.kind === 'server' ? 2500 : 1000 },
        onProgress() {
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
        },
        shouldStop: () => false,
      });
      const ms = performance.now() - running;
      const rate = Math.round((1000 * rows) / ms);
      console.log(
        `${title}: ${added} added, ${updated} updated, ${unchanged} unchanged, ${rate} rows/s (${seconds(ms)}; read and mapped before in ${seconds(running - proposing)}), ` +
          `longest batch ${Math.round(longest)} ms, ${memory()}`,
      );
      return { importId, rate };
    }

    async function exportAll(): Promise<void> {
      const begun = performance.now();
      const { contacts, chunks } = await exportContacts(deps, caller, { all: true });
      let length = 0;
      for await (const chunk of chunks) length += chunk.length;
      const ms = performance.now() - begun;
      console.log(
        `export: ${contacts} contacts, ${Math.round(length / 1e6)} MB, ${Math.round((1000 * contacts) / ms)} a second (${seconds(ms)}), ${memory()}`,
      );
    }

    async function undo(what: string, importId: number, rows: number): Promise<void> {
      const begun = performance.now();
      await undoImport(deps, caller, importId);
      const runner = startJobRunner(deps);
      await runner.idle();
      await runner.stop();
      const ms = performance.now() - begun;
      const { state } = await importState(deps, caller, importId);
      const left = await storage.prisma.contact.count({ where: { workspaceId: caller.workspaceId } });
      console.log(
        `undo of ${what}: ${state}, ${left} contacts left, ${Math.round((1000 * rows) / ms)} rows/s (${seconds(ms)})`,
      );
    }
  } finally {
    await storage.close();
  }
}

function memory(): string {
  return `most memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;
}

/** The same values by COPY, from a file on the server: the database's best possible time for them. */
async function copies(storage: Storage, workspaceId: number, rows: number): Promise<void> {
  const columns =
    'workspace_id, email, email_key, name, country, phone, company, status, status_source, source, signed_up_at, attributes';
  const file = `/tmp/rollcall-bench-copy-${process.pid}`;
  const { id: other } = await storage.prisma.workspace.create({ data: { teamId: 'T0BENCHCOPY' } });
  await storage.pool.query(
    `COPY (SELECT ${columns.replace('workspace_id', String(other))} FROM contacts WHERE workspace_id = ${workspaceId}) TO '${file}'`,
  );
  try {
    await storage.pool.query(`CREATE TABLE bare AS SELECT ${columns} FROM contacts LIMIT 0`);
    for (const [table, what] of [
      ['bare', 'into a table without indexes'],
      ['contacts', 'into contacts, with its indexes and rollups'],
    ]) {
      const begun = performance.now();
      await storage.pool.query(`COPY ${table} (${columns}) FROM '${file}'`);
      const ms = performance.now() - begun;
      console.log(`COPY ${what}: ${Math.round((1000 * rows) / ms)} rows/s (${seconds(ms)})`);
    }
  } finally {
    await storage.pool.query(`COPY (SELECT 1 WHERE false) TO PROGRAM 'rm -f ${file}'`);
  }
}

/** A file in the shape of a shop's export. */
async function writePeople(
  path: string,
  {
    rows,
    company,
    tagged = false,
    isTwice = false,
  }: { rows: number; company: string; tagged?: boolean; isTwice?: boolean },
): Promise<void> {
  const countries = ['Norway', 'Kenya', 'United Kingdom', 'Brazil', 'Japan'];
  const header = 'Index,First Name,Last Name,Company,City,Country,Phone,Email,Subscription Date';
  writeFileSync(path, `${header}${tagged ? ',Tags' : ''}\n`);
  let lines = '';
  for (let index = 0; index < rows; index++) {
    const day = String(1 + (index % 28)).padStart(2, '0');
    const country = countries[index % countries.length];
    const person = isTwice ? index % Math.ceil(rows / 2) : index;
    lines += `${index + 1},First${index % 700},Last${index % 1000},"${company}, ${index % 900}",City ${index % 500},${country},555-0100,p${person}@example.org,${day}-04-2021`;
    lines += tagged ? `,"all,group ${index % 7},wave ${index % 30}"\n` : '\n';
    if (lines.length > 1_000_000 || index === rows - 1) {
      await appendFile(path, lines);
      lines = '';
    }
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
