import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/seed.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { runHere } from '../support/command-here.ts';
import { withAudience } from '../support/with-audience.ts';

describe('npm run seed', () => {
  const audience = withAudience({ on: 'embedded' });
  beforeEach(() => audience.storage.prisma.workspace.deleteMany());

  const seed = async (...args: string[]) => {
    const { code, out, err } = await runHere(run, ['--contacts', '20', ...args], {
      DATA_DIR: audience.dataDir,
    });
    return { code, said: `${out}${err}`, contacts: await audience.storage.prisma.contact.count() };
  };

  it('fills the playground without a question', async () => {
    expect(await seed()).toMatchObject({ code: 0, contacts: 20 });
    expect(await audience.storage.prisma.workspace.findMany({ select: { teamId: true } })).toEqual([
      { teamId: playgroundTeam.id },
    ]);
  });

  it('fills a real workspace only if the command says so', async () => {
    const { id } = await audience.storage.prisma.workspace.create({
      data: { teamId: 'T0ACME', name: 'Acme' },
    });
    const asked = await seed();
    expect(asked).toMatchObject({ code: 2, contacts: 0 });
    expect(asked.said).toContain('Acme (T0ACME) is a real Slack workspace.');
    expect(asked.said).toContain('--yes');
    expect(await seed('--yes')).toMatchObject({ code: 0, contacts: 20 });
    await audience.storage.prisma.contact.deleteMany({ where: { workspaceId: id } });
    expect(await seed('--team', 'T0ACME')).toMatchObject({ code: 0, contacts: 20 });
  });
});
