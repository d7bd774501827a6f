import { beforeAll, describe, expect, it } from 'vitest';
import { workspaceOfTeam } from '../../src/audience/workspace/settings.ts';
import { run } from '../../src/cli/attribute.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { runHere } from '../support/command-here.ts';
import { withAudience } from '../support/with-audience.ts';

describe('npm run attribute', () => {
  const audience = withAudience({ on: 'embedded' });
  beforeAll(async () => {
    const { storage } = audience;
    const { id: workspaceId } = await workspaceOfTeam(storage, playgroundTeam.id);
    const { id } = await storage.prisma.attribute.create({
      data: { workspaceId, name: 'Name day', nameKey: 'name day', type: 'text' },
    });
    await storage.prisma.contact.createMany({
      data: ['2026-05-06', '24 Dec', 'soon'].map((value, index) => ({
        ...{
          workspaceId,
          email: `p${index}@x.org`,
          emailKey: `p${index}@x.org`,
          statusSource: 'test',
          source: 'test',
        },
        attributes: { [id]: value },
      })),
    });
  });

  async function ask(...args: string[]) {
    const { code, out, err } = await runHere(run, args, { DATA_DIR: audience.dataDir });
    return { code, text: `${out}${err}`.replace(/Workspace: .*\n$/, '') };
  }

  it('lists types, previews a change, and makes it with --apply', {
    timeout: 60_000,
  }, async () => {
    expect(await ask('list')).toEqual({ code: 0, text: 'Name day  text\n' });
    const change = ['type', 'name', 'day', '--type', 'date', '--yearly'];
    const preview = await ask(...change);
    expect(preview).toEqual({
      code: 0,
      text: [
        '"Name day": from text to a yearly date',
        '  3 values, 1 of them to convert',
        '  1 don\'t fit: "soon"',
        'Nothing changed yet. To change it, add --apply --remove-unfit.\n',
      ].join('\n'),
    });
    expect(await ask('list')).toMatchObject({ text: 'Name day  text\n' });
    expect(await ask(...change, '--apply')).toMatchObject({
      code: 1,
      text: expect.stringContaining('1 of 3 values of "Name day" are not dates'),
    });
    expect(await ask(...change, '--apply', '--remove-unfit')).toMatchObject({
      code: 0,
      text: expect.stringContaining('"Name day" is now a yearly date: 1 value converted, and 1 removed.'),
    });
    expect(await ask('list')).toMatchObject({ text: 'Name day  date, every year\n' });
  });

  it.each([
    [['type', 'nope', '--type', 'text'], 1, 'No attribute "nope".'],
    [['type', 'name day', '--type', 'json'], 2, 'No type "json".'],
    [['type', 'name day'], 2, 'Which type?'],
    [['type'], 2, 'Which attribute?'],
    [[], 2, 'What do you want to do: list or type?'],
    [['--aply'], 2, 'No option --aply. Did you mean --apply?\nHow to use it: npm run attribute -- --help'],
    [['type', 'name day', '--type'], 2, '--type needs a value.'],
    [['list', '--apply=yes'], 2, '--apply takes no value.'],
  ])('%j: %s', async (args, code, text) => {
    expect(await ask(...args)).toMatchObject({ code, text: expect.stringContaining(text) });
  });
});
