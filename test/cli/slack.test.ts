import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/slack.ts';
import { openStage, type Stage } from '../playground/slack-server/tiny-app.ts';
import { slackPerson } from '../support/slack-person.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  stage.app.command('/warn', async ({ ack }) => ack(':warning: There is no tag `vpi`.'));
  stage.app.command('/silent', async ({ ack }) => ack());
  stage.slack.workspace.commands.push(
    { command: '/warn', description: '' },
    { command: '/silent', description: '' },
  );
});
afterAll(() => stage.close());

async function typed(args: string[], input = '') {
  const [output, error] = [new PassThrough(), new PassThrough()];
  const code = await run(args, { input: Readable.from([input]), output, error });
  output.end();
  error.end();
  return { code, output: await textOf(output), error: await textOf(error) };
}
const at = (...args: string[]) => [...args, '--url', stage.slack.url];

describe('npm run slack', () => {
  test.each([
    ['the answer in the acknowledgement', ['/hello terminal'], 'Hello terminal from ada\n'],
    ['words that are not quoted', ['/hello', 'two', 'words'], 'Hello two words from ada\n'],
    ['answers that come later, each', ['/later'], 'step 1\n\nstep 2\n'],
    ['buttons in brackets', ['/card'], 'Count: 1 & more\n[Again] [Away]\n'],
    ['the answer to somebody else', ['/hello x', '--person', 'bob'], 'Hello x from bob\n'],
    ['a person by name', ['/hello x', '--person', 'Gus Guest'], 'Hello x from gus\n'],
    ['an answer in a thread', ['@Tiny hi'], 'You said: @Tiny hi\n'],
    ['a direct message', ['hi', '--channel', 'direct'], 'Echo: hi\n'],
    ['nothing for what is said to others', ['good morning', '--channel', '#general'], ''],
  ])('prints %s', async (_, args, expected) => {
    expect(await typed(at(...args))).toEqual({ code: 0, output: expected, error: '' });
  });

  test('shows a form as text, and where to fill it in', async () => {
    const { code, output, error } = await typed(at('/form'));
    expect([code, output.split('\n').slice(0, 2)]).toEqual([0, ['A form', 'Name: [first]']]);
    expect(error).toBe(`This opens a form. Fill it in at ${stage.slack.url}, as Ada Lovelace.\n`);
    await slackPerson(stage.slack, 'U0ADA').closes({ all: true });
  });

  test.each([
    ["the app's warning", '/warn', '5', '⚠️ There is no tag `vpi`.\n', ''],
    ['an unknown command', '/nothing', '5', '`/nothing` is not a command here.\n', ''],
    ['no answer', '/silent', '0.5', '', 'No answer within 0.5 seconds.\n'],
  ])('ends with 1 after %s', async (_, text, wait, output, error) => {
    expect(await typed(at(text, '--wait', wait))).toEqual({ code: 1, output, error });
  });

  test('ends with 1 after a late acknowledgement', async () => {
    // A place of its own: elsewhere, an acknowledgement may take as long as a busy machine needs.
    const hasty = await openStage({ ackWithin: 100 });
    expect(await typed(['/slow', '--wait', '5', '--url', hasty.slack.url])).toEqual({
      ...{ code: 1, output: '`/slow` failed because the app did not respond.\n', error: '' },
    });
    await hasty.close();
  });

  test('distinguishes its own answer from that of another command by the same person', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((word) => typed(at(`/hello ${word}`))));
    expect(answers.map(({ output }) => output)).toEqual([
      'Hello a from ada\n',
      'Hello b from ada\n',
      'Hello c from ada\n',
    ]);
  });

  test('runs one line after another, and ends with the worst exit code', async () => {
    expect(await typed(at(), '/hello 1\n\n/warn\n/hello 2\nexit\n/hello 3\n')).toEqual({
      code: 1,
      output: 'Hello 1 from ada\n⚠️ There is no tag `vpi`.\nHello 2 from ada\n',
      error: '',
    });
    expect((await typed(at(), '/hello 1')).code).toBe(0);
  });
});

describe('npm run slack says what is wrong', () => {
  test('if no playground is running', async () => {
    expect(await typed(['/tags', '--url', 'http://127.0.0.1:9'])).toEqual({
      code: 1,
      output: '',
      error:
        'No playground is answering at http://127.0.0.1:9. Start it with "npm start", or set its URL with --url.\n',
    });
  });

  test('if the address isn’t one', async () => {
    const { code, error } = await typed(['/x', '--url', 'nowhere']);
    expect([code, error]).toEqual([2, expect.stringContaining('--url nowhere is not a URL')]);
  });

  test('if something else is running', async () => {
    const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { code, error } = await typed(['/tags', '--url', url]);
    other.close();
    expect([code, error]).toEqual([1, expect.stringContaining(`The server at ${url} is not a playground.`)]);
  });

  test.each([
    [['/x', '--person', 'eve'], 2, 'No person "eve" here. People: ada, bob, gus, sia.'],
    [['/x', '--channel', 'secret', '--person', 'bob'], 2, 'bob is not in a channel "secret". Channels:'],
    [['/x', '--wait', 'long'], 2, '--wait long is not a number of seconds.'],
    [['/x', '--loud'], 2, 'No option --loud.'],
  ])('about %s', async (args, expected, sentence) => {
    const { code, error } = await typed(at(...args));
    expect([code, error]).toEqual([expected, expect.stringContaining(sentence)]);
  });

  test('and helps', async () => {
    const { code, output } = await typed(['--help']);
    expect([code, output]).toEqual([0, expect.stringContaining('Exit code: 0 for an answer')]);
  });
});
