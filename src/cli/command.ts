import { createInterface } from 'node:readline/promises';
import type { AudienceDeps, Caller } from '../audience/caller.ts';
import { isPlaygroundMeant, readDatabaseConfig } from '../config.ts';
import { orTrouble } from '../database-trouble.ts';
import { RollcallError } from '../errors.ts';
import { openStorage } from '../storage/database/client.ts';
import { systemTrouble } from '../system-trouble.ts';
import { type Chosen, chooseWorkspace } from './workspace.ts';

/**
 * Runs a command in a workspace as its admin, whether the app runs or not, and prints its answer with the
 * workspace.
 *
 * @param options.name the command's, as in `npm run <name>`
 * @param options.team the workspace's Slack team; by default the one in use
 * @param options.isNamedFirst names the workspace before the work, for a command that asks before it writes
 * @returns the exit code: 1 if the command was refused, with the reason; 2 if a choice is missing (the
 *   workspace, the meaning of cells), with how to make it
 */
export async function runInWorkspace(
  options: { name: string; team: string | undefined; usage: string; isNamedFirst?: boolean },
  work: (deps: AudienceDeps, caller: Caller, workspace: Chosen) => Promise<string>,
): Promise<number> {
  return refusing(options.usage, async () => {
    const config = readDatabaseConfig();
    // Joins the database of a running app; starts its own if none runs.
    const storage = await openStorage({ ...config, join: true, tool: `npm run ${options.name}` });
    try {
      const deps = { storage, now: storage.clock.now };
      const chosen = await chooseWorkspace(deps, { team: options.team, isPlayground: isPlaygroundMeant() });
      const label = `Workspace: ${chosen.label}`;
      if (options.isNamedFirst === true) process.stdout.write(`${label}\n`);
      const caller: Caller = { workspaceId: chosen.id, actor: 'command line', role: 'admin' };
      const answer = await work(deps, caller, chosen);
      process.stdout.write(options.isNamedFirst === true ? `${answer}\n` : `${answer}\n${label}\n`);
      return 0;
    } finally {
      await storage.close();
    }
  });
}

/** Prints an expected failure as a sentence, and the usage if the arguments could not be read. */
export async function refusing(usage: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    const isUsage = (thrown as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
    const error = isUsage ? thrown : (systemTrouble(thrown) ?? orTrouble(thrown));
    if (!isUsage && !(error instanceof RollcallError)) throw error;
    const hint = error instanceof RollcallError ? error.hint : usage;
    // Node adds advice for arguments that begin with a dash.
    const message = (error as Error).message.replace(/^(Unknown option '[^']*')\..*/s, '$1.');
    process.stderr.write(`${[message, hint].filter(Boolean).join('\n')}\n`);
    return error instanceof RollcallError && error.code === 'undecided' ? 2 : 1;
  }
}

/** Asks at the terminal; true for yes. */
export async function saysYes(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** The one file that a command names. @throws RollcallError `invalid-input` if it names none, or several */
export function onlyFile(positionals: string[], question: string): string {
  const [file, ...others] = positionals;
  if (file !== undefined && others.length === 0) return file;
  throw new RollcallError('invalid-input', `${question} Name exactly one file.`, {
    hint: 'To see all options, add --help.',
  });
}
