import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { type ClientOf, withClients } from '../../../src/slack/core/clients.ts';
import { createImportReporter } from '../../../src/slack/imports/reporter.ts';

/** An app that two workspaces installed, and who was written to with which token. */
function installedTwice() {
  const clients = new Map(['T1', 'T2'].map((teamId) => [teamId, new WebClient(`xoxb-${teamId}`)]));
  const clientOf: ClientOf = (workspace) =>
    clients.get('teamId' in workspace ? workspace.teamId : `T${workspace.workspaceId}`) as WebClient;
  const receiver = { init: () => {}, start: async () => {}, stop: async () => {} } as unknown as Receiver;
  const bolt = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-of-bolt', botId: 'B1', botUserId: 'U1' }),
  });
  return { bolt, clients, clientOf };
}

it('gives every listener the client of the workspace that the request comes from', async () => {
  const { bolt, clientOf } = installedTwice();
  const app = withClients(bolt, clientOf);
  const tokens: (string | undefined)[] = [];
  app.use(async ({ client, next }) => {
    tokens.push(client.token);
    await next();
  });
  app.command('/tags', async ({ client }) => void tokens.push(client.token));
  app.action('a', async ({ client }) => void tokens.push(client.token));
  app.view('v', async ({ client }) => void tokens.push(client.token));
  app.event('app_mention', async ({ client }) => void tokens.push(client.token));
  const command = (team_id: string) => ({ command: '/tags', text: '', team_id, user_id: 'U2' });
  const user = { id: 'U2' };
  const bodies = [
    command('T1'),
    command('T2'),
    { type: 'block_actions', team: { id: 'T2' }, user, actions: [{ type: 'button', action_id: 'a' }] },
    { type: 'view_submission', team: { id: 'T2' }, user, view: { callback_id: 'v', type: 'modal' } },
    { team_id: 'T1', event: { type: 'app_mention', user: 'U2', channel: 'C1' } },
  ];
  for (const body of bodies) await bolt.processEvent({ body, ack: async () => {} });
  // The middleware's, and the listener's.
  expect(tokens).toEqual(['T1', 'T2', 'T2', 'T2', 'T1'].flatMap((team) => [`xoxb-${team}`, `xoxb-${team}`]));
});

it('shows the progress of each workspace’s imports with that workspace’s client', async () => {
  const { clients, clientOf } = installedTwice();
  const posted: unknown[] = [];
  for (const [teamId, client] of clients) {
    Object.assign(client.chat, {
      update: async ({ channel }: { channel: string }) => void posted.push([teamId, channel]),
    });
  }
  const reporter = createImportReporter(clientOf, (line) => expect.fail(line));
  const none = {
    updated: 0,
    unchanged: 0,
    rejected: 0,
    blocked: 0,
    resubscribed: 0,
    lowered: 0,
    noted: 0,
    topics: 0,
    repeated: 0,
  };
  const state = { state: 'done', fileName: 'a.csv', createdBy: 'U2', added: 1, ...none };
  for (const workspaceId of [1, 2]) {
    const report = { channel: `C${workspaceId}`, ts: '1.1' };
    reporter.report({ ...state, id: workspaceId, workspaceId, report } as never);
  }
  await reporter.flush();
  expect(posted.sort()).toEqual([
    ['T1', 'C1'],
    ['T2', 'C2'],
  ]);
});

/** What creates a client, or uses one that doesn't belong to a workspace. */
const rawClient = /\bnew WebClient\b|\bbolt\.client\b|\bapp\.client\b|\bapiCall\(/;

it('finds no client that doesn’t belong to a workspace', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('playground') && !file.includes('generated'),
  );
  const found = files.filter((file) => rawClient.test(readFileSync(join('src', file), 'utf8')));
  expect(found).toEqual([join('slack', 'core', 'clients.ts')]);
  // Listeners get theirs from `withClients`. On Bolt itself are only what waits for them, and what logs their errors.
  const [app = '', work = ''] = ['src/app.ts', 'src/work.ts'].map((file) => readFileSync(file, 'utf8'));
  expect(app.match(/\bbolt\.\w+|\(bolt\b/g)).toEqual(['bolt.error', '(bolt', 'bolt.use']);
  expect(app).toContain('bolt.use(async ({ next }) => {');
  expect(work.match(/\bbolt\.\w+|\(bolt\b/g)).toEqual(['(bolt', '(bolt']);
  expect(work).toContain('registerListeners(withClients(bolt, clientOf)');
});
