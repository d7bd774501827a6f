import type { AudienceDeps, Caller } from '../audience/caller.ts';
import { workspaceOfTeam } from '../audience/settings.ts';
import { readDatabaseConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { playgroundTeam } from '../playground/team.ts';
import { openStorage } from '../storage/client.ts';

/**
 * Runs a command in a workspace as its admin, whether the app runs or not, and prints what it answers.
 *
 * @param options.team the workspace's Slack team; the playground's when not given and DATABASE_URL is unset
 * @returns the exit code: 1 for what is refused, with the reason
 */
export async function runInWorkspace(
  { team, usage }: { team: string | undefined; usage: string },
  work: (deps: AudienceDeps, caller: Caller) => Promise<string>,
): Promise<number> {
  return refusing(usage, async () => {
    const database = readDatabaseConfig();
    if (team === undefined && database.databaseUrl !== undefined) {
      throw new RollcallError('invalid-input', 'DATABASE_URL is set: which workspace is meant?', {
        hint: 'Name its Slack team with --team T0123456789.',
      });
    }
    // Joins the database of a running app; starts one of its own where none runs.
    const storage = await openStorage({ ...database, join: true });
    try {
      const { id } = await workspaceOfTeam(storage, team ?? playgroundTeam.id);
      const deps = { storage, now: () => new Date() };
      const answer = await work(deps, { workspaceId: id, actor: 'command line', role: 'admin' });
      process.stdout.write(`${answer}\n`);
      return 0;
    } finally {
      await storage.close();
    }
  });
}

/** Says what is expected to go wrong in a sentence, and the usage where the arguments could not be read. */
export async function refusing(usage: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const isUsage = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
    if (!isUsage && !(error instanceof RollcallError)) throw error;
    const hint = error instanceof RollcallError ? error.hint : usage;
    process.stderr.write(`${[(error as Error).message, hint].filter(Boolean).join('\n')}\n`);
    return 1;
  }
}

/** The one file that a command names. @throws RollcallError `invalid-input` where it names none, or several */
export function onlyFile(positionals: string[], question: string): string {
  const [file, ...others] = positionals;
  if (file !== undefined && others.length === 0) return file;
  throw new RollcallError('invalid-input', `${question} One name is wanted.`, {
    hint: 'All options: add --help.',
  });
}
