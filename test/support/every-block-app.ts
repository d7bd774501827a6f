import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { App, type BlockAction, type Logger, LogLevel } from '@slack/bolt';
import type { KnownBlock, Option } from '@slack/types';
import { type SlackServer, startSlackServer } from '../../src/playground/slack-server/server.ts';
import {
  charts,
  choiceMessage,
  dataTable,
  form,
  home,
  level,
  markdown,
  plain,
  table,
  textMessage,
} from './every-block.ts';

/**
 * A small Bolt app that uses every block and element, with its own stand-in Slack. It knows nothing about
 * Rollcall.
 */
export interface EveryBlock {
  slack: SlackServer;
  /** The newest action that the app was told about, by action_id. */
  actions: Record<string, Record<string, unknown>>;
  /** What the app received, by name: `submitted`, `closed`, `shortcut`, `queries`. */
  seen: Record<string, unknown>;
  close(): Promise<void>;
}

/** How long the app may take here, in milliseconds: short, so that being late takes no time. */
const ackWithin = 800;
const signingSecret = 'every-block-secret';
const botToken = 'xoxb-every-block';
const countries = ['Nepal', 'Netherlands', 'Norway', 'Spain'];

/** What fails here is meant to fail. */
const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** Starts both. `pageRoot` is the folder of the built page, for tests in a browser. */
export async function openEveryBlock(options: { pageRoot?: string } = {}): Promise<EveryBlock> {
  const slack = await startSlackServer({
    ...options,
    port: 0,
    signingSecret,
    botToken,
    ackWithin,
    // The stand-in and the app share this process: on a busy machine, three seconds may pass between two lines.
    triggersLast: 60_000,
    slowBy: 300,
    team: { id: 'T0EVERY', name: 'Every Block' },
    people: [
      { id: 'U0ADA', name: 'ada', realName: 'Ada Okafor', timeZone: 'UTC', locale: 'en-GB', role: 'admin' },
      { id: 'U0BOB', name: 'bob', realName: 'Bob Rivera', timeZone: 'UTC', locale: 'en-GB', role: 'member' },
    ],
    channels: [
      { id: 'C0GENERAL', name: 'general', kind: 'public', purpose: 'Everything' },
      { id: 'C0QUIET', name: 'quiet', kind: 'private' },
    ],
    manifest: {
      botName: 'Every',
      commands: [
        { command: '/every', description: 'Shows a block', usage_hint: 'texts | choices | form | …' },
      ],
      shortcuts: [
        { name: 'Open the form', type: 'global', callback_id: 'anywhere', description: 'From anywhere' },
        { name: 'Quote this', type: 'message', callback_id: 'on_message', description: 'On a message' },
      ],
      scopes: ['commands', 'chat:write', 'users:read', 'files:read', 'files:write', 'im:write'],
      events: ['app_home_opened', 'app_mention', 'file_shared'],
    },
  });
  const app = new App({
    token: botToken,
    signingSecret,
    // A channel accepts about one message a second: the client waits and tries again, as with Slack.
    clientOptions: {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 2, minTimeout: 10, maxTimeout: 10 },
      logger: quiet,
    },
    logger: quiet,
  });
  app.error(async () => {});
  const every: Omit<EveryBlock, 'close'> = { slack, actions: {}, seen: { queries: [], closed: [] } };
  answerCommands(app);
  answerActions(app, every);
  answerModals(app, every);
  answerTheRest(app, every);
  const server = await app.start(0);
  slack.connectApp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  // Bolt has had a call of its own in progress since it was created; nothing would catch its failure if
  // everything closed now.
  await app.client.auth.test();
  return {
    ...every,
    async close() {
      await slack.close();
      await app.stop();
    },
  };
}

/** What `/every …` shows, by word. */
export const shown: Record<string, KnownBlock[]> = {
  texts: textMessage,
  choices: choiceMessage,
  people: [dataTable],
  table: [table],
  charts: charts.slice(0, 2),
  'more charts': charts.slice(2),
  markdown: [markdown],
};

function answerCommands(app: App) {
  app.command('/every', async ({ ack, command, respond, client }) => {
    const word = command.text;
    const blocks = shown[word];
    if (word === 'late') await sleep(ackWithin * 1.5);
    if (word === 'failing') throw new Error('This command always fails.');
    if (word === 'invalid')
      return ack({ text: 'x', blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] });
    await ack();
    if (word === 'slow') {
      await sleep(ackWithin * 1.5);
      await respond('Worth waiting for');
    }
    if (word === 'form') await client.views.open({ trigger_id: command.trigger_id, view: form });
    if (word === 'stack') await client.views.open({ trigger_id: command.trigger_id, view: level(1) });
    if (word === 'expired') {
      await sleep(100);
      await client.views
        .open({ trigger_id: command.trigger_id, view: form })
        .catch((error) => respond(`No modal: ${error.data?.error ?? error.code}`));
    }
    if (blocks) await client.chat.postMessage({ channel: command.channel_id, text: word, blocks });
  });
}

function answerActions(app: App, every: Omit<EveryBlock, 'close'>) {
  app.action(/.*/, async ({ ack, action, next }) => {
    if (!('action_id' in action)) return;
    every.actions[action.action_id] = { ...action };
    if (action.action_id === 'late_button') return;
    if (action.action_id === 'failing_button') throw new Error('This button always fails.');
    if (action.action_id === 'slow_button') await sleep(ackWithin * 0.6);
    await ack();
    await next();
  });
  app.action('replace', async ({ respond }) => {
    await respond({ text: 'Replaced', replace_original: true });
  });
  app.action('confirmed', async ({ respond }) => {
    await respond({ delete_original: true });
  });
  app.action('slow_button', async ({ respond }) => {
    await respond({ text: 'Slowly done', replace_original: false });
  });
  app.action<BlockAction>('deeper', async ({ body, client }) => {
    const depth = Number(body.view?.title.text.replace('Level ', '')) + 1;
    await client.views.push({ trigger_id: body.trigger_id, view: level(depth) }).catch((error) => {
      every.seen.refused = error.data.error;
    });
  });
  for (const name of ['on_enter', 'as_typed']) {
    app.action<BlockAction>(name, async ({ action, body, client }) => {
      const { view } = body;
      if (!view) return;
      const text = plain(`Heard: ${'value' in action ? action.value : ''}`);
      await client.views.update({
        view_id: view.id,
        view: { ...form, blocks: [...form.blocks, { type: 'context', block_id: 'heard', elements: [text] }] },
      });
    });
  }
  for (const name of ['external', 'externals', 'country', 'countries']) {
    app.options(name, async ({ ack, options }) => {
      every.seen.queries = [...(every.seen.queries as string[]), options.value];
      const found = countries.filter((each) => each.toLowerCase().startsWith(options.value.toLowerCase()));
      const offered: Option[] = found.map((each) => ({ text: plain(each), value: each }));
      if (name.endsWith('s')) await ack({ option_groups: [{ label: plain('Countries'), options: offered }] });
      else await ack({ options: offered });
    });
  }
}

function answerModals(app: App, every: Omit<EveryBlock, 'close'>) {
  app.view('form', async ({ ack, view }) => {
    const name = view.state.values.name?.name?.value;
    if (name === 'taken') return ack({ response_action: 'errors', errors: { name: 'This name is taken.' } });
    if (name === 'late') return;
    if (name === 'stray') return ack({ response_action: 'errors', errors: { nowhere: 'Lost.' } });
    every.seen.submitted = view.state.values;
    every.seen.metadata = view.private_metadata;
    await ack();
  });
  app.view('level', ({ ack }) => ack());
  app.view({ callback_id: /.*/, type: 'view_closed' }, async ({ ack, view }) => {
    await ack();
    every.seen.closed = [...(every.seen.closed as string[]), view.title.text];
  });
}

function answerTheRest(app: App, every: Omit<EveryBlock, 'close'>) {
  let visits = 0;
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    visits += 1;
    await client.views.publish({ user_id: event.user, view: home(visits) });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `Yes, <@${event.user}>?`, thread_ts: event.thread_ts ?? event.ts });
  });
  app.event('file_shared', async ({ event, client }) => {
    const { file } = await client.files.info({ file: event.file_id });
    const headers = { authorization: `Bearer ${botToken}` };
    const text = await (await fetch(file?.url_private_download ?? '', { headers })).text();
    await client.filesUploadV2({
      channel_id: event.channel_id,
      initial_comment: `${text.trim().split('\n').length} lines, shouted back`,
      filename: `loud-${file?.name}`,
      content: text.toUpperCase(),
    });
  });
  app.shortcut('anywhere', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
  });
  app.shortcut({ callback_id: 'on_message', type: 'message_action' }, async ({ ack, shortcut, respond }) => {
    await ack();
    every.seen.shortcut = shortcut.message.text;
    await respond(`You pointed at: ${shortcut.message.text}`);
  });
}
