import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemory } from '../../src/playground/memory.ts';
import { type SlackServer, startSlackServer } from '../../src/playground/slack-server/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = async (isMessagesTabReadOnly = false): Promise<SlackServer> =>
  startSlackServer({
    ...{ port: 0, signingSecret: 's', botToken: 'xoxb-1', pageRoot: null },
    team: { id: 'T1', name: 'Team' },
    people: [{ id: 'U0ADA', name: 'ada', realName: 'Ada', timeZone: 'UTC', locale: 'en', role: 'admin' }],
    channels: [{ id: 'C0GENERAL', name: 'general', kind: 'public' }],
    manifest: { botName: 'Tiny', commands: [], scopes: ['chat:write'], isMessagesTabReadOnly },
    memory: await openMemory(folder),
  });
const say = (slack: SlackServer, text: string, channel = 'C0GENERAL') =>
  slack.say({ person: 'U0ADA', channel, text });
const add = async (slack: SlackServer, name: string) => {
  const response = await fetch(`${slack.url}/playground/channel`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'U0ADA', name }),
  });
  return (await response.json()) as { id: string; error?: string };
};
const call = async (slack: SlackServer, channel: string) => {
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-1', 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'from the app' }),
  });
  return (await response.json()) as { ok: boolean; error?: string };
};
const texts = (slack: SlackServer) => slack.messagesFor('U0ADA').map(({ text }) => text);

describe('the playground', () => {
  let slack: SlackServer;
  let channel: string;
  beforeAll(async () => {
    slack = await start();
    return () => slack.close();
  });

  it('adds a channel, which the app joins when it is invited', async () => {
    expect(await add(slack, 'General')).toEqual({ error: '#general already exists.' });
    expect(await add(slack, 'no.periods')).toMatchObject({ error: expect.stringContaining('Use letters') });
    const made = await add(slack, '#Spring Launch');
    expect(made).toMatchObject({ name: 'spring-launch', kind: 'public', appIsMember: false });
    channel = made.id;
    expect(await call(slack, channel)).toEqual({ ok: false, error: 'not_in_channel' });
    expect(await say(slack, '/invite @bob', channel)).toMatchObject({ ok: false });
    expect(await say(slack, '/invite @Tiny', channel)).toEqual({ ok: true, ackMs: 0 });
    expect(await call(slack, channel)).toMatchObject({ ok: true });
    expect(texts(slack).at(-1)).toBe('from the app');
  });

  it('keeps messages, files and channels over a restart, and makes new ids', async () => {
    const file = slack.uploadFile({ person: 'U0ADA', name: 'a.csv', bytes: Buffer.from('a,b\n'), channel });
    await say(slack, 'remember me');
    const before = texts(slack).filter((text) => !text.startsWith('Only the app'));
    await slack.close();
    slack = await start();
    expect(texts(slack)).toEqual(before);
    expect(slack.workspace.channels).toContainEqual(
      expect.objectContaining({ id: channel, appIsMember: true }),
    );
    expect(slack.fileBytes(file.id)?.toString()).toBe('a,b\n');
    expect(Number.parseInt((await add(slack, 'second')).id.slice(1), 36)).toBeGreaterThan(
      Number.parseInt(file.id.slice(1), 36),
    );
    await slack.close();
  });

  it('starts over if what it kept is damaged', async () => {
    writeFileSync(join(folder, 'playground.json'), '{"ids":');
    slack = await start();
    expect(texts(slack)).toEqual([]);
    await say(slack, 'again');
    await slack.close();
    expect(readdirSync(folder).sort()).toEqual(['playground-files', 'playground.json']);
    expect(readdirSync(join(folder, 'playground-files'))).toEqual([]);
  });

  it('refuses what is written to an app whose messages are read-only', async () => {
    slack = await start(true);
    const off = 'Sending messages to this app has been turned off.';
    for (const text of ['hello', '/tags'])
      expect(await say(slack, text, 'D0ADA')).toMatchObject({ ok: false, notice: off });
    const share = () =>
      slack.uploadFile({ person: 'U0ADA', name: 'a', bytes: Buffer.from('a'), channel: 'D0ADA' });
    expect(share).toThrow(off);
    expect(await say(slack, 'hello')).toMatchObject({ ok: true });
  });
});
