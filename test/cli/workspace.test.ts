import { beforeEach, describe, expect, it } from 'vitest';
import { nameWorkspace } from '../../src/audience/workspace/settings.ts';
import { chooseWorkspace } from '../../src/cli/workspace.ts';
import type { RollcallError } from '../../src/errors.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { withAudience } from '../support/with-audience.ts';

describe('the workspace of a command', () => {
  const audience = withAudience();
  beforeEach(() => audience.storage.prisma.workspace.deleteMany());

  const deps = () => ({ storage: audience.storage, now: () => new Date() });
  const started = (teamId: string, name = '') => nameWorkspace(deps(), { teamId, name });
  const choose = async (options: { team?: string; isPlayground?: boolean } = {}) => {
    const { team, isPlayground = false } = options;
    return chooseWorkspace(deps(), { team, isPlayground }).then(
      ({ label }) => label,
      (error: RollcallError) => `${error.code}: ${error.message}\n${error.hint}`,
    );
  };
  const teams = async () =>
    (await audience.storage.prisma.workspace.findMany({ orderBy: { id: 'asc' } })).map(
      ({ teamId }) => teamId,
    );

  it('is the one that is in use, whatever the command’s environment says', async () => {
    await started('T0ACME', 'Acme');
    expect(await choose()).toBe('Acme (T0ACME)');
    expect(await choose({ isPlayground: true })).toBe('Acme (T0ACME)');
    expect(await teams()).toEqual(['T0ACME']);
  });

  it('isn’t the playground that was tried before a real Slack was connected', async () => {
    await started(playgroundTeam.id, playgroundTeam.name);
    expect(await choose()).toMatch(/^undecided: No Slack workspace uses this database yet/);
    expect(await choose({ isPlayground: true })).toBe('the playground (T0PLAYGROUND)');
    await started('T0ACME');
    expect(await choose()).toBe('T0ACME');
    // Without SLACK_ variables, nothing says which one is meant.
    expect(await choose({ isPlayground: true })).toMatch(
      /^undecided: Several workspaces.*--team T0PLAYGROUND.*--team T0ACME/s,
    );
  });

  it('is asked for by name if several are in use', async () => {
    await started('T0ACME', 'Acme');
    await started('T0OTHER', 'Other');
    expect(await choose()).toMatchInlineSnapshot(`
      "undecided: Several workspaces use this database. Which one do you mean?
      Add one of these:
        --team T0ACME       Acme (T0ACME)
        --team T0OTHER      Other (T0OTHER)"
    `);
    expect(await choose({ team: 'T0OTHER' })).toBe('Other (T0OTHER)');
  });

  it('is never created by a mistyped team, and in a new database only by a named one or the playground', async () => {
    expect(await choose()).toMatch(/^undecided: No Slack workspace uses this database yet/);
    expect(await choose({ team: 'acme' })).toMatch(/^wrong-use: "acme" is not a Slack team ID/);
    expect(await teams()).toEqual([]);
    expect(await choose({ team: 'T0ACME' })).toBe('T0ACME');
    expect(await choose({ team: 'T0ACNE' })).toMatch(
      /^undecided: No workspace in this database belongs to the Slack team "T0ACNE"/,
    );
    expect(await teams()).toEqual(['T0ACME']);
    await audience.storage.prisma.workspace.deleteMany();
    expect(await choose({ isPlayground: true })).toBe('the playground (T0PLAYGROUND)');
  });

  it('is known by the team’s current name', async () => {
    await started('T0ACME', 'Acme');
    await started('T0ACME', 'Acme GmbH');
    expect(await choose()).toBe('Acme GmbH (T0ACME)');
    expect(await teams()).toEqual(['T0ACME']);
  });
});
