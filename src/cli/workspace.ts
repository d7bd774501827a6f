import type { AudienceDeps } from '../audience/caller.ts';
import { listWorkspaces, workspaceOfTeam } from '../audience/workspace/settings.ts';
import { RollcallError } from '../errors.ts';
import { playgroundTeam } from '../playground/team.ts';

/** The workspace that a command works in. */
export interface Chosen {
  id: number;
  /** Its name in the answer. */
  label: string;
  /** Not a real Slack's. */
  isPlayground: boolean;
}

/**
 * Chooses the workspace for a command: the named team's, else the one in use. After a wrong guess, the
 * command would write (keys, contacts, the URLs that unsubscribes are sent to) to a workspace that no one
 * looks at. So it never guesses, and makes a workspace only if the database has none.
 *
 * @param options.isPlayground no variable says that a real Slack is connected: a new database belongs to the
 *   playground
 * @throws RollcallError `undecided` with the choices, `wrong-use` for an invalid team ID
 */
export async function chooseWorkspace(
  deps: AudienceDeps,
  { team, isPlayground }: { team: string | undefined; isPlayground: boolean },
): Promise<Chosen> {
  const all = await listWorkspaces(deps);
  if (team !== undefined) {
    const named = all.find(({ teamId }) => teamId === team);
    if (named !== undefined) return chosen(named);
    if (all.length > 0)
      throw unclear(`No workspace in this database belongs to the Slack team "${team}".`, all);
    if (!/^[TE][A-Z0-9]{2,20}$/.test(team)) {
      throw new RollcallError('wrong-use', `"${team}" is not a Slack team ID.`, {
        hint: 'It looks like T0123456789.',
      });
    }
    return made(deps, team);
  }
  // Trying the playground first leaves its workspace behind.
  const inUse = isPlayground ? all : all.filter(({ teamId }) => teamId !== playgroundTeam.id);
  const [only, ...others] = inUse;
  if (only === undefined) {
    if (isPlayground) return made(deps, playgroundTeam.id);
    const tried = all.length > 0 ? ' To use the playground’s workspace, set PLAYGROUND=1.' : '';
    throw new RollcallError('undecided', 'No Slack workspace uses this database yet.', {
      hint: `Start the app once with its SLACK_ variables, or choose the Slack team with --team T0123456789.${tried}`,
    });
  }
  if (others.length > 0) throw unclear('Several workspaces use this database. Which one do you mean?', inUse);
  return chosen(only);
}

async function made(deps: AudienceDeps, team: string): Promise<Chosen> {
  const { id, teamId } = await workspaceOfTeam(deps.storage, team);
  return chosen({ id, teamId, name: '' });
}

const chosen = ({ id, ...team }: { id: number; teamId: string; name: string }): Chosen => ({
  id,
  label: labelOf(team),
  isPlayground: team.teamId === playgroundTeam.id,
});

function unclear(sentence: string, all: readonly { teamId: string; name: string }[]): RollcallError {
  const lines = all.map((each) => `  --team ${each.teamId.padEnd(12)} ${labelOf(each)}`);
  return new RollcallError('undecided', sentence, {
    hint: ['Add one of these:', ...lines].join('\n'),
  });
}

function labelOf({ teamId, name }: { teamId: string; name: string }): string {
  if (teamId === playgroundTeam.id) return `the playground (${teamId})`;
  return name === '' ? teamId : `${name} (${teamId})`;
}
