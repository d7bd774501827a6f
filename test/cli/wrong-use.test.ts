import { describe, expect, it } from 'vitest';
import { run as apiKey } from '../../src/cli/api-key.ts';
import { run as attribute } from '../../src/cli/attribute.ts';
import { run as backup } from '../../src/cli/backup.ts';
import { run as date } from '../../src/cli/date.ts';
import { run as exporting } from '../../src/cli/export.ts';
import { run as importing } from '../../src/cli/import.ts';
import { run as provider } from '../../src/cli/provider.ts';
import { run as restore } from '../../src/cli/restore.ts';
import { run as rule } from '../../src/cli/rule.ts';
import { run as secret } from '../../src/cli/secret.ts';
import { run as seed } from '../../src/cli/seed.ts';
import { run as slack } from '../../src/cli/slack.ts';
import { run as suppress } from '../../src/cli/suppress.ts';
import { runHere } from '../support/command-here.ts';

const commands = {
  ...{ 'api-key': apiKey, attribute, backup, date, export: exporting, import: importing, provider, restore },
  ...{ rule, secret, seed, suppress },
};
type Name = keyof typeof commands;

describe('a command that is used wrongly', () => {
  /** Its folder is none that a database could be opened in. */
  const said = (name: Name, args: string[]) =>
    runHere(commands[name], args, { DATA_DIR: '/dev/null/nowhere' });

  it.each(Object.keys(commands) as Name[])(
    'npm run %s names an unknown option, and how to use it',
    async (name) => {
      const { code, out, err } = await said(name, ['--nonsense']);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toBe(`No option --nonsense.\nHow to use it: npm run ${name} -- --help\n`);
    },
  );

  it.each<[Name, string[], string]>([
    ['api-key', [], 'What do you want to do'],
    ['api-key', ['new', '--scopes', 'events:write'], 'Which key? Name it after "new".'],
    ['api-key', ['new', 'website'], 'What may the key do? Add --scopes'],
    ['api-key', ['new', 'website', '--scopes', 'all'], 'No scope "all".'],
    ['api-key', ['revoke'], 'Which key? Name it after "revoke".'],
    ['api-key', ['list', 'all'], 'Nothing was expected at "all".'],
    ['attribute', [], 'What do you want to do'],
    ['attribute', ['type'], 'Which attribute?'],
    ['attribute', ['list', 'all'], 'Nothing was expected at "all".'],
    ['date', [], 'Which timeframe?'],
    ['export', [], 'Which file do you want to write?'],
    ['import', [], 'Which file do you want to import?'],
    ['import', ['/nowhere/at/all.csv'], 'No file /nowhere/at/all.csv.'],
    ['import', ['/dev'], '/dev is not a file that can be read.'],
    ['provider', [], 'What do you want to do'],
    ['provider', ['list', 'all'], 'Nothing was expected at "all".'],
    ['restore', ['/nowhere/at/all'], 'No file /nowhere/at/all.'],
    ['rule', [], 'Give one sentence'],
    ['secret', [], 'What do you want to do'],
    ['seed', ['--contacts', 'many'], '--contacts needs a whole number'],
    ['suppress', [], 'Which file has the addresses?'],
    ['suppress', ['/nowhere/at/all.csv'], 'No file /nowhere/at/all.csv.'],
  ])('npm run %s %j is refused with code 2 before it opens a database', async (name, args, sentence) => {
    const { code, out, err } = await said(name, args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });
});

it('npm run slack names an unknown option, before it looks for a playground', async () => {
  const written: string[] = [];
  const stream = { write: (words: string) => written.push(words) };
  const terminal = { input: process.stdin, output: stream, error: stream } as unknown as Parameters<
    typeof slack
  >[1];
  expect(await slack(['--nonsense'], terminal)).toBe(2);
  expect(written.join('')).toBe('No option --nonsense.\nHow to use it: npm run slack -- --help\n');
});
