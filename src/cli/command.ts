import { createInterface } from 'node:readline/promises';
import type { AudienceDeps, Caller } from '../audience/caller.ts';
import { isPlaygroundMeant, readDatabaseConfig } from '../config.ts';
import { orTrouble } from '../database-trouble.ts';
import { RollcallError } from '../errors.ts';
import { openStorage } from '../storage/database/client.ts';
import { systemTrouble } from '../system-trouble.ts';
import { paintFor } from './color.ts';
import { type Chosen, chooseWorkspace } from './workspace.ts';

/**
 * Runs a command in a workspace as its admin, whether the app runs or not, and prints its answer with the
 * workspace.
 *
 * @param options.name the command's, as in `npm run <name>`
 * @param options.team the workspace's Slack team; by default the one in use
 * @param options.isNamedFirst names the workspace before the work, for a command that asks before it writes
 * @returns the exit code: 1 if the command was refused, with the reason; 2 if it was used wrongly, or a choice is
 *   missing (the workspace, the meaning of cells), with how to make it
 */
export async function runInWorkspace(
  options: { name: string; team: string | undefined; isNamedFirst?: boolean },
  work: (deps: AudienceDeps, caller: Caller, workspace: Chosen) => Promise<string>,
): Promise<number> {
  return exitCodeOf(async () => {
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

/**
 * Prints an expected failure as a sentence, with what to do.
 *
 * @returns the exit code of the work: 1 if it was refused, 2 if the command was used wrongly or lacks a choice
 */
export async function exitCodeOf(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    const error = systemTrouble(thrown) ?? orTrouble(thrown);
    if (!(error instanceof RollcallError)) throw error;
    const { bold, red } = paintFor(process.stderr);
    const [first = '', ...rest] = error.message.split('\n');
    const lines = [red(bold(first)), ...rest, ...(error.hint === undefined ? [] : [error.hint])];
    process.stderr.write(`${lines.join('\n')}\n`);
    return error.code === 'undecided' || error.code === 'wrong-use' ? 2 : 1;
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
