import { parseArgs } from 'node:util';
import { addSample } from '../audience/sample.ts';
import { workspaceOfTeam } from '../audience/settings.ts';
import { type DatabaseConfig, readDatabaseConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { playgroundTeam } from '../playground/team.ts';
import { openStorage } from '../storage/client.ts';

const usage = `npm run seed [-- --contacts 10000] [--team T…]

Fills the playground's workspace (or the team's, with DATABASE_URL) with invented contacts, tags and a year of events.`;

/** `npm run seed`: works while the app runs on the same folder, and while it does not. */
export async function run(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        contacts: { type: 'string', default: '10000' },
        team: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const database = readDatabaseConfig();
    if (values.team === undefined && database.databaseUrl !== undefined) {
      throw new RollcallError('invalid-input', 'DATABASE_URL is set: which workspace shall be filled?', {
        hint: 'Name its Slack team: npm run seed -- --team T0123456789. Or unset DATABASE_URL to fill the playground.',
      });
    }
    return await seed(database, values.team ?? playgroundTeam.id, Number(values.contacts));
  } catch (error) {
    const expected =
      error instanceof RollcallError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
    if (!expected) throw error;
    const hint = error instanceof RollcallError ? error.hint : usage;
    process.stderr.write(`${[(error as Error).message, hint].filter(Boolean).join('\n')}\n`);
    return 1;
  }
}

async function seed(database: DatabaseConfig, team: string, contacts: number): Promise<number> {
  // Joins the database of a running app; starts one of its own where none runs.
  const storage = await openStorage({ ...database, join: true });
  try {
    const workspace = await workspaceOfTeam(storage, team);
    const started = Date.now();
    const added = await addSample(
      { storage, now: () => new Date() },
      { workspaceId: workspace.id, actor: 'command line', role: 'admin' },
      { contacts, onProgress: showProgress(contacts) },
    );
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${added.contacts} contacts, ${added.events} new events, in ${seconds} s.\n`);
    return 0;
  } finally {
    await storage.close();
  }
}

/** Rewrites one line on a terminal; says nothing where output goes to a file. */
function showProgress(total: number): (done: number) => void {
  return (done) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${done} of ${total} contacts${done === total ? '\n' : ''}`);
  };
}
