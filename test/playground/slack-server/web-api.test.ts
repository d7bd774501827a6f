import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/playground/slack-server/options.ts';
import { type SlackServer, startSlackServer } from '../../../src/playground/slack-server/server.ts';
import { botToken, form, tinyOptions } from './tiny-app.ts';

let slack: SlackServer;
let client: WebClient;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 12);
  slack = await startSlackServer(tinyOptions({ clock: () => now }));
  client = clientOf(slack);
});
afterEach(() => slack.close());

function clientOf(server: SlackServer, token = botToken) {
  const quiet = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => 'error',
    setName() {},
  };
  return new WebClient(token, {
    slackApiUrl: server.apiUrl,
    retryConfig: { retries: 0 },
    logger: quiet as never,
  });
}

/** The error code and what is at fault. */
async function refused(call: Promise<unknown>): Promise<[string, string[]]> {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data: { error: string; response_metadata?: { messages?: string[] } } };
    return [data.error, data.response_metadata?.messages ?? []];
  }
  throw new Error('The call went through.');
}

/** A trigger, as a command would send it to an app that doesn't answer. */
async function trigger(person = 'U0ADA'): Promise<string> {
  await slack.runCommand({ person, channel: 'C0GENERAL', text: '/hello' });
  const sent = slack.journal.findLast((entry) => entry.kind === 'request')?.sent;
  return (sent as { trigger_id: string }).trigger_id;
}
async function responseUrl(): Promise<string> {
  await trigger();
  const sent = slack.journal.findLast((entry) => entry.kind === 'request')?.sent;
  return (sent as { response_url: string }).response_url;
}
const respond = async (url: string, body: object) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return [response.status, await response.text()];
};

describe('access to methods', () => {
  test('needs the token, known and complete', async () => {
    const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    expect(await refused(clientOf(slack, 'xoxb-other').auth.test())).toEqual(['invalid_auth', []]);
    expect(await client.auth.test()).toMatchObject({ team_id: 'T0TINY', user_id: 'U0BOT', bot_id: 'B0BOT' });
  });

  test('works with JSON bodies, form bodies and a token among the fields', async () => {
    const body = { channel: 'C0GENERAL', text: 'as JSON' };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${botToken}` };
    const json = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const form = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({ ...body, text: 'as form', token: botToken }),
    });
    expect([await json.json(), await form.json()]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(JSON.stringify(slack.journal)).not.toContain(botToken);
  });

  test('includes only methods that Slack has', async () => {
    expect(await refused(client.apiCall('chat.shout'))).toEqual(['unknown_method', []]);
    expect(await refused(client.apiCall('constructor'))).toEqual(['unknown_method', []]);
  });

  test.each([
    ['chat.postMessage', { channel: 'C0GENERAL', text: 'x' }, 'chat:write'],
    ['users.info', { user: 'U0ADA' }, 'users:read'],
    ['files.info', { file: 'F1' }, 'files:read'],
    ['files.getUploadURLExternal', { filename: 'a', length: 1 }, 'files:write'],
    ['conversations.open', { users: 'U0ADA' }, 'im:write'],
    ['team.info', {}, 'team:read'],
  ])('needs a scope of the manifest for %s', async (method, args, needed) => {
    const manifest: Manifest = { botName: 'Tiny', commands: [], scopes: ['commands'] };
    const other = await startSlackServer(tinyOptions({ manifest }));
    const call = clientOf(other).apiCall(method, args);
    await expect(call).rejects.toMatchObject({
      data: { error: 'missing_scope', needed, provided: 'commands' },
    });
    await other.close();
  });
});

describe('chat', () => {
  test.each([
    ['an unknown channel', { channel: 'C0NONE', text: 'x' }, 'channel_not_found', []],
    ['a channel that the app was not invited to', { channel: 'C0AWAY', text: 'x' }, 'not_in_channel', []],
    ['a private one', { channel: 'C0SECRET', text: 'x' }, 'channel_not_found', []],
    ['no channel', { text: 'x' }, 'invalid_arguments', ['[ERROR] missing required field: channel']],
    ['nothing to say', { channel: 'C0GENERAL' }, 'no_text', []],
    ['too much to say', { channel: 'C0GENERAL', text: 'x'.repeat(40_001) }, 'msg_too_long', []],
    ['blocks that are no list', { channel: 'C0GENERAL', blocks: '{"a"' }, 'invalid_blocks_format', []],
    [
      'a bad block',
      {
        channel: 'C0GENERAL',
        text: 'x',
        blocks: [{ type: 'alert', text: { type: 'plain_text', text: 'x' } }],
      },
      'invalid_blocks',
      ['[ERROR] unsupported block in a message: alert [json-pointer:/blocks/0/type]'],
    ],
  ])('chat.postMessage refuses %s', async (_, args, error, messages) => {
    expect(await refused(client.apiCall('chat.postMessage', args))).toEqual([error, messages]);
    expect(slack.messagesFor('U0ADA')).toEqual([]);
  });

  test('a channel accepts a few messages at once, then about one a second', async () => {
    const post = async (channel = 'C0GENERAL') => {
      const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${botToken}` },
        body: new URLSearchParams({ channel, text: 'x' }),
      });
      const { error } = (await response.json()) as { error?: string };
      return [response.status, response.headers.get('retry-after'), error];
    };
    const taken = [200, null, undefined];
    for (let i = 0; i < 5; i += 1) expect(await post()).toEqual(taken);
    expect(await post()).toEqual([429, '1', 'ratelimited']);
    expect(await post('D0ADA')).toEqual(taken);
    now += 1000;
    expect([await post(), await post()]).toEqual([taken, [429, '1', 'ratelimited']]);
  });

  test('chat.postEphemeral is for one person, who must be a member', async () => {
    const channel = 'C0GENERAL';
    await client.chat.postEphemeral({ channel, user: 'U0BOB', text: 'psst' });
    expect(slack.messagesFor('U0BOB').map(({ text }) => text)).toEqual(['psst']);
    expect(slack.messagesFor('U0ADA')).toEqual([]);
    expect(await refused(client.chat.postEphemeral({ channel, user: 'U0NONE', text: 'x' }))).toEqual([
      'user_not_found',
      [],
    ]);
    expect(await refused(client.chat.postEphemeral({ channel: 'D0ADA', user: 'U0BOB', text: 'x' }))).toEqual([
      'user_not_in_channel',
      [],
    ]);
  });

  test('a person’s id as the channel means their direct message', async () => {
    const { channel } = await client.chat.postMessage({ channel: 'U0ADA', text: 'hello' });
    expect(channel).toBe('D0ADA');
    expect((await client.conversations.open({ users: 'U0ADA' })).channel?.id).toBe('D0ADA');
    expect(slack.messagesFor('U0BOB')).toEqual([]);
  });

  test('chat.update and chat.delete reach only the app’s own lasting messages', async () => {
    const channel = 'C0GENERAL';
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
    await client.chat.update({ channel, ts, text: 'two' });
    expect(slack.messagesFor('U0ADA')).toMatchObject([{ text: 'two', edited: true }]);
    await client.chat.delete({ channel, ts });
    expect(slack.messagesFor('U0ADA')).toEqual([]);
    expect(await refused(client.chat.update({ channel, ts, text: 'x' }))).toEqual(['message_not_found', []]);

    const { message_ts = '' } = await client.chat.postEphemeral({ channel, user: 'U0ADA', text: 'x' });
    expect(await refused(client.chat.update({ channel, ts: message_ts, text: 'x' }))).toEqual([
      'message_not_found',
      [],
    ]);
    await slack.say({ person: 'U0ADA', channel, text: 'mine' });
    const mine = slack.messagesFor('U0ADA').at(-1)?.ts ?? '';
    expect(await refused(client.chat.update({ channel, ts: mine, text: 'x' }))).toEqual([
      'cant_update_message',
      [],
    ]);
    expect(await refused(client.chat.delete({ channel, ts: mine }))).toEqual(['cant_delete_message', []]);
  });
});

describe('views', () => {
  test.each([
    ['within three seconds', 3_000, undefined],
    ['after three seconds', 3_001, 'expired_trigger_id'],
  ])('a trigger %s', async (_, wait, error) => {
    const trigger_id = await trigger();
    now += wait;
    const call = client.views.open({ trigger_id, view: form });
    if (error) expect(await refused(call)).toEqual([error, []]);
    else
      expect((await call).view).toMatchObject({
        type: 'modal',
        callback_id: 'form',
        private_metadata: 'kept',
      });
  });

  test('a trigger is valid for one view, and has to exist', async () => {
    const trigger_id = await trigger();
    await client.views.open({ trigger_id, view: form });
    expect(await refused(client.views.open({ trigger_id, view: form }))).toEqual([
      'exchanged_trigger_id',
      [],
    ]);
    expect(await refused(client.views.open({ trigger_id: '1.2.3', view: form }))).toEqual([
      'invalid_trigger_id',
      [],
    ]);
  });

  test('a trigger from outside a modal can’t push', async () => {
    await client.views.open({ trigger_id: await trigger(), view: form });
    expect(await refused(client.views.push({ trigger_id: await trigger(), view: form }))).toEqual([
      'invalid_trigger_id',
      [],
    ]);
  });

  test('a view is refused with the path at fault, and nothing opens', async () => {
    const view = { ...form, title: { type: 'plain_text' as const, text: 'x'.repeat(25) } };
    expect(await refused(client.views.open({ trigger_id: await trigger(), view }))).toEqual([
      'invalid_arguments',
      ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
    ]);
    expect(slack.viewsOf('U0ADA')).toEqual([]);
  });

  test('an update with an old hash is refused; a closed view is not found', async () => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: form });
    const [view_id = '', hash = ''] = [view?.id, view?.hash];
    await client.views.update({ view_id, hash, view: form });
    expect(await refused(client.views.update({ view_id, hash, view: form }))).toEqual(['hash_conflict', []]);
    await client.views.update({ view_id, view: form });
    await slack.closeView({ person: 'U0ADA', viewId: view_id });
    expect(await refused(client.views.update({ view_id, view: form }))).toEqual(['not_found', []]);
  });

  test('Home accepts a home view, a modal doesn’t', async () => {
    expect((await refused(client.views.publish({ user_id: 'U0ADA', view: form as never })))[1]).toEqual([
      '[ERROR] must be home [json-pointer:/view/type]',
    ]);
    await client.views.publish({ user_id: 'U0ADA', view: { type: 'home', blocks: [{ type: 'divider' }] } });
    expect(slack.homeOf('U0ADA')?.view.blocks).toMatchObject([{ type: 'divider' }]);
  });
});

describe('response URLs', () => {
  test('work five times, not six', async () => {
    const url = await responseUrl();
    for (let i = 1; i <= 5; i += 1) expect(await respond(url, { text: `${i}` })).toEqual([200, 'ok']);
    expect(await respond(url, { text: '6' })).toEqual([404, 'used_url']);
  });

  test.each([
    ['after thirty minutes', 30 * 60_000, 200],
    ['a moment later', 30 * 60_000 + 1, 404],
  ])('%s', async (_, wait, status) => {
    const url = await responseUrl();
    now += wait;
    expect((await respond(url, { text: 'late' }))[0]).toBe(status);
  });

  test('what Slack wouldn’t show is refused', async () => {
    const url = await responseUrl();
    expect(await respond(url, {})).toEqual([400, 'no_text']);
    expect(await respond(url, { text: 'x', blocks: [{ type: 'header' }] })).toEqual([400, 'invalid_blocks']);
    expect(await respond(url, { response_type: 'loud', text: 'x' })).toEqual([400, 'invalid_payload']);
    expect(await respond(`${slack.url}/response/R0`, { text: 'x' })).toEqual([404, 'no_such_url']);
  });
});

describe('people and places', () => {
  test.each([
    [
      'U0ADA',
      {
        tz: 'Europe/London',
        tz_offset: 0,
        is_admin: true,
        is_owner: false,
        is_restricted: false,
        is_stranger: false,
        locale: 'en-GB',
      },
    ],
    ['U0BOB', { tz: 'America/New_York', tz_offset: -18_000, is_admin: false, is_restricted: false }],
    ['U0GUS', { tz: 'Asia/Kolkata', tz_offset: 19_800, is_restricted: true }],
    ['U0SIA', { tz: 'UTC', tz_offset: 0, is_stranger: true, team_id: 'T0ELSEWHERE' }],
    ['U0BOT', { is_bot: true, name: 'tiny' }],
  ])('users.info says who %s is', async (user, expected) => {
    expect((await client.users.info({ user, include_locale: true })).user).toMatchObject(expected);
  });

  test('an address is shown only with its scope, a locale only on request', async () => {
    const { user } = await client.users.info({ user: 'U0ADA' });
    expect([user?.profile?.email, user?.locale]).toEqual(['ada@x.org', undefined]);
    expect(await refused(client.users.info({ user: 'U0NONE' }))).toEqual(['user_not_found', []]);
  });

  test('conversations.info distinguishes channels', async () => {
    const info = async (channel: string) => (await client.conversations.info({ channel })).channel;
    expect(await info('C0GENERAL')).toMatchObject({
      name: 'general',
      is_channel: true,
      is_member: true,
      is_ext_shared: false,
    });
    expect(await info('C0AWAY')).toMatchObject({ is_member: false });
    expect(await info('D0ADA')).toMatchObject({ is_im: true, user: 'U0ADA' });
    expect(await refused(client.conversations.info({ channel: 'C0SECRET' }))).toEqual([
      'channel_not_found',
      [],
    ]);
  });
});

describe('files', () => {
  test('an upload has to be as long as announced, and complete before it is shared', async () => {
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({
      filename: 'a.csv',
      length: 3,
    });
    const share = () =>
      client.files.completeUploadExternal({ files: [{ id: file_id, title: 'A' }], channel_id: 'C0GENERAL' });
    expect(await refused(share())).toEqual(['file_not_found', []]);
    const short = await fetch(upload_url, { method: 'POST', body: 'ab' });
    expect([short.status, await short.text()]).toEqual([400, 'Expected 3 bytes, got 2.']);
    const whole = await fetch(upload_url, { method: 'POST', body: 'abc' });
    expect(await whole.text()).toBe('OK - 3');
    await share();
    expect(slack.messagesFor('U0ADA')).toMatchObject([
      { files: [{ name: 'a.csv', size: 3, preview: 'abc' }] },
    ]);
  });

  test('a file larger than 10 MB is refused before any modal gets it', () => {
    const bytes = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(() => slack.uploadFile({ person: 'U0ADA', name: 'big.csv', bytes })).toThrow(
      'big.csv is larger than 10 MB.',
    );
  });
});
