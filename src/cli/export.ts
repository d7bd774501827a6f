import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type ExportWhat, exportContacts } from '../audience/export.ts';
import { workspaceOfTeam } from '../audience/settings.ts';
import { type DatabaseConfig, readDatabaseConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { playgroundTeam } from '../playground/team.ts';
import { openStorage } from '../storage/client.ts';

const usage = `npm run export -- [--segment <name> | --tag <name>] [--team T…] <file.csv>

Writes contacts as CSV: all of them, a segment's members now, or who carries a tag. Works while the app runs, or not.`;

/** `npm run export`: streams, so that a million contacts take no more memory than a thousand. */
export async function run(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        segment: { type: 'string' },
        tag: { type: 'string' },
        team: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [file, ...others] = positionals;
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    if (file === undefined || others.length > 0)
      throw refused('Which file shall be written? One name is wanted.');
    if (values.segment !== undefined && values.tag !== undefined)
      throw refused('Either a segment or a tag, not both.');
    const database = readDatabaseConfig();
    if (values.team === undefined && database.databaseUrl !== undefined)
      throw refused('DATABASE_URL is set: whose contacts? Name the Slack team with --team.');
    const what: ExportWhat =
      values.segment !== undefined
        ? { segment: { name: values.segment } }
        : values.tag !== undefined
          ? { tag: { name: values.tag } }
          : { all: true };
    return await write(database, { team: values.team ?? playgroundTeam.id, what, file });
  } catch (error) {
    const expected =
      error instanceof RollcallError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
    if (!expected) throw error;
    const hint = error instanceof RollcallError ? error.hint : usage;
    process.stderr.write(`${[(error as Error).message, hint].filter(Boolean).join('\n')}\n`);
    return 1;
  }
}

const refused = (message: string): RollcallError =>
  new RollcallError('invalid-input', message, { hint: usage });

async function write(
  database: DatabaseConfig,
  { team, what, file }: { team: string; what: ExportWhat; file: string },
): Promise<number> {
  const storage = await openStorage({ ...database, join: true });
  const draft = `${file}.part`;
  try {
    const workspace = await workspaceOfTeam(storage, team);
    const caller = { workspaceId: workspace.id, actor: 'command line', role: 'admin' } as const;
    const { contacts, chunks } = await exportContacts({ storage, now: () => new Date() }, caller, what);
    // Under its name only when it is whole; readable by its owner alone, for it holds addresses.
    await pipeline(Readable.from(chunks), createWriteStream(draft, { mode: 0o600 }));
    await rename(draft, file);
    process.stdout.write(`${contacts} contacts in ${file}\n`);
    return 0;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await storage.close();
  }
}
