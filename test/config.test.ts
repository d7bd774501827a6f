import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, readDatabaseConfig, readPublicUrl } from '../src/config.ts';
import { RollcallError } from '../src/errors.ts';

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof RollcallError) return `${error.code}: ${error.message}\n${error.hint}`;
    throw error;
  }
  return 'accepted';
}

const database = { dataDir: 'data' };
const secret = 's'.repeat(32);
const url = 'postgresql://rollcall:secret@db.internal:5432/rollcall';

describe('readConfig', () => {
  it.each([
    ['nothing set', {}, { mode: 'playground' }],
    [
      'empty variables, as an .env file leaves them',
      { SLACK_BOT_TOKEN: '', PORT: '' },
      { mode: 'playground' },
    ],
    [
      'PLAYGROUND=1 beside a database',
      { PLAYGROUND: '1', DATABASE_URL: url, ROLLCALL_SECRET: secret },
      { mode: 'playground' },
    ],
    [
      'Socket Mode',
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      { mode: 'socket', botToken: 'xoxb-1', appToken: 'xapp-1', apiUrl: 'https://slack.com/api/' },
    ],
    [
      'Socket Mode before HTTP where both are possible',
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 's' },
      { mode: 'socket', botToken: 'xoxb-1', appToken: 'xapp-1', apiUrl: 'https://slack.com/api/' },
    ],
    [
      'HTTP, on another Web API',
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', SLACK_API_URL: 'http://127.0.0.1:9/api' },
      { mode: 'http', botToken: 'xoxb-1', signingSecret: 's', apiUrl: 'http://127.0.0.1:9/api/' },
    ],
  ])('understands %s', (_, env, slack) => {
    expect(readConfig(env).slack).toEqual(slack);
  });

  it('keeps the data in the folder "data" and listens on 3000 by default', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, database });
    expect(readConfig({ PORT: '8080', DATA_DIR: '/srv/rollcall', PLAYGROUND: '1' })).toMatchObject({
      port: 8080,
      database: { dataDir: '/srv/rollcall' },
    });
  });

  it('reads the number of proxies in front of it', () => {
    expect(readConfig({}).trustProxy).toBe(0);
    expect([readConfig({}), readConfig({ PAUSE_SENDING: '1' })].map((each) => each.isSendingPaused)).toEqual([
      false,
      true,
    ]);
    expect(readConfig({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
    for (const wrong of ['-1', '1.5', '10', 'yes'])
      expect(() => readConfig({ TRUST_PROXY: wrong })).toThrow('TRUST_PROXY is not usable');
  });

  it('reads its own address, without the last slash', () => {
    expect(readConfig({}).publicUrl).toBeUndefined();
    expect(readConfig({ ROLLCALL_URL: 'https://rollcall.example.org/' }).publicUrl).toBe(
      'https://rollcall.example.org',
    );
    expect(readPublicUrl({ ROLLCALL_URL: 'https://example.org/rollcall' })).toBe(
      'https://example.org/rollcall',
    );
  });

  it.each([
    [
      'a database without Slack',
      { DATABASE_URL: url },
      'SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET missing',
    ],
    ['only a bot token', { SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN, SLACK_SIGNING_SECRET missing'],
    ['only an app token', { SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN missing'],
    [
      'a user token',
      { SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'xapp-1' },
      'SLACK_BOT_TOKEN is not usable',
    ],
    ['a port that is none', { PORT: '70000' }, 'PORT is not usable'],
    ['another kind of database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is not usable'],
    ['an address without https://', { ROLLCALL_URL: 'rollcall.example.org' }, 'ROLLCALL_URL is not usable'],
    ['an address with a query', { ROLLCALL_URL: 'https://example.org/?a=1' }, 'ROLLCALL_URL is not usable'],
    ['the playground in production', { NODE_ENV: 'production' }, 'doesn’t start if NODE_ENV is production'],
    ['the playground beside Slack', { PLAYGROUND: '1', SLACK_BOT_TOKEN: 'xoxb-1' }, 'unset one or the other'],
    ['a variable of Slack’s with a typing mistake', { SLACK_BOT_TOKN: 'xoxb-1' }, 'SLACK_BOT_TOKEN'],
    ['PLAYGROUND=0 and nothing else', { PLAYGROUND: '0' }, 'SLACK_BOT_TOKEN'],
  ])('refuses %s, and says what the variable is for', (_, env, words) => {
    const text = refusal(env);
    expect(text).toContain('misconfigured: The configuration is incomplete:');
    expect(text).toContain(words);
  });

  it.each(['6000', '10080'])('refuses port %s for the playground: no browser opens it', (PORT) => {
    expect(refusal({ PORT })).toBe(
      `misconfigured: Browsers refuse to open port ${PORT}: other programs use it.\nThe playground’s page needs another one, like PORT=3000 npm start`,
    );
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'x' };
    expect(readConfig({ ...slack, PORT }).port).toBe(Number(PORT));
  });

  it('names every wrong variable at once, with its purpose and without values', () => {
    expect(refusal({ SLACK_BOT_TOKEN: 'secret-1', PORT: 'x' })).toMatchInlineSnapshot(`
      "misconfigured: The configuration is incomplete: SLACK_BOT_TOKEN is not usable; PORT is not usable.
        SLACK_BOT_TOKEN: your Slack app’s bot token (starts with xoxb-), from "OAuth & Permissions"
        PORT: the port to listen on, 1 to 65535 (default: 3000)
      Set them in the environment or in a .env file; .env.example lists them all."
    `);
  });

  it('reads where the data is for the command line, whatever is set for Slack', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', DATABASE_URL: url, ROLLCALL_SECRET: secret };
    expect(readDatabaseConfig(env)).toEqual({ ...database, databaseUrl: url, secret });
  });
});

describe('the secret', () => {
  const [older, oldest] = ['o'.repeat(40), 'an older secret, a phrase with blanks'];
  const read = (env: NodeJS.ProcessEnv) => readDatabaseConfig({ ROLLCALL_SECRET: secret, ...env });

  it('is required with a server: otherwise each process would create its own', () => {
    expect(() => readDatabaseConfig({ DATABASE_URL: url })).toThrow(
      expect.objectContaining({
        code: 'misconfigured',
        message: 'DATABASE_URL is set, but ROLLCALL_SECRET is missing.',
        hint: expect.stringContaining('openssl rand -hex 32'),
      }),
    );
    expect(readDatabaseConfig({}).secret).toBeUndefined();
  });

  it('from an earlier version is pointed out with a server', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-secret-'));
    try {
      writeFileSync(join(dataDir, 'secret'), 'the kept one\n');
      expect(() => readDatabaseConfig({ DATABASE_URL: url, DATA_DIR: dataDir })).toThrow(
        expect.objectContaining({
          hint: expect.stringContaining(`kept it in ${join(dataDir, 'secret')}`),
        }),
      );
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it.each([
    ['one', older, [older]],
    ['several between blanks, commas and lines', ` ${older},\n${secret} `, [older, secret]],
    ['a list in JSON, where one holds blanks', JSON.stringify([older, oldest]), [older, oldest]],
  ])('has earlier ones beside it: %s', (_, text, before) => {
    expect(read({ ROLLCALL_SECRETS_BEFORE: text }).secretsBefore).toEqual(before);
    expect(read({ ROLLCALL_SECRETS_BEFORE: '' }).secretsBefore).toBeUndefined();
  });

  it.each(['short', `${older} short`, '["unfinished', '[]', '[12]', ',', '{}'])(
    'refuses %j as earlier ones',
    (text) => {
      expect(() => read({ ROLLCALL_SECRETS_BEFORE: text })).toThrow(/ROLLCALL_SECRETS_BEFORE is not usable/);
    },
  );
});
