import type { AddressInfo } from 'node:net';
import { App, type BlockAction, LogLevel, type ViewClosedAction, type ViewSubmitAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { SlackServerOptions } from '../../../src/playground/slack-server/options.ts';
import { type SlackServer, startSlackServer } from '../../../src/playground/slack-server/server.ts';

/** A small Bolt app that knows nothing about Rollcall, with its own stand-in. */
export interface Stage {
  slack: SlackServer;
  app: App;
  /** Where the app listens. */
  appUrl: string;
  /** What the app's listeners received, by name. */
  seen: Record<string, unknown>;
  close(): Promise<void>;
}

export const signingSecret = 'shhh';
export const botToken = 'xoxb-tiny';

export function tinyOptions(changes: Partial<SlackServerOptions> = {}): SlackServerOptions {
  return {
    port: 0,
    signingSecret,
    botToken,
    team: { id: 'T0TINY', name: 'Tiny Team' },
    people: [
      {
        id: 'U0ADA',
        name: 'ada',
        realName: 'Ada Lovelace',
        timeZone: 'Europe/London',
        locale: 'en-GB',
        role: 'admin',
        email: 'ada@x.org',
      },
      {
        id: 'U0BOB',
        name: 'bob',
        realName: 'Bob Member',
        timeZone: 'America/New_York',
        locale: 'en-US',
        role: 'member',
      },
      {
        id: 'U0GUS',
        name: 'gus',
        realName: 'Gus Guest',
        timeZone: 'Asia/Kolkata',
        locale: 'en-IN',
        role: 'guest',
      },
      {
        id: 'U0SIA',
        name: 'sia',
        realName: 'Sia Stranger',
        timeZone: 'UTC',
        locale: 'de-DE',
        role: 'stranger',
      },
    ],
    channels: [
      { id: 'C0GENERAL', name: 'general', kind: 'public' },
      { id: 'C0AWAY', name: 'away', kind: 'public', appIsMember: false },
      { id: 'C0SECRET', name: 'secret', kind: 'private', members: ['U0ADA'], appIsMember: false },
    ],
    manifest: {
      botName: 'Tiny',
      commands: ['/hello', '/form', '/card', '/slow', '/broken', '/later', '/names'].map((command) => ({
        command,
        description: 'For the tests',
        should_escape: command === '/names',
      })),
      shortcuts: [
        { name: 'Anywhere', type: 'global', callback_id: 'anywhere', description: '' },
        { name: 'On this', type: 'message', callback_id: 'on_this', description: '' },
      ],
      scopes: [
        'commands',
        'chat:write',
        'users:read',
        'users:read.email',
        'files:read',
        'files:write',
        'im:write',
        'channels:read',
      ],
      events: ['app_mention', 'message.im', 'app_home_opened', 'file_shared'],
    },
    ...changes,
  };
}

/** Starts the stand-in, then the app on it: Bolt calls `auth.test` as soon as it is created. */
export async function openStage(
  changes: Partial<SlackServerOptions> & { appSecret?: string } = {},
): Promise<Stage> {
  const { appSecret = signingSecret, ...options } = changes;
  const slack = await startSlackServer(tinyOptions(options));
  const app = new App({
    token: botToken,
    signingSecret: appSecret,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    logLevel: LogLevel.ERROR,
  });
  app.error(async () => {});
  const seen: Record<string, unknown> = {};
  listen(app, seen);
  const server = await app.start(0);
  const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  slack.connectApp(appUrl);
  // Bolt has had a call of its own in progress since it was created; nothing would catch its failure if the
  // stage closed now.
  await app.client.auth.test();
  return {
    slack,
    app,
    appUrl,
    seen,
    async close() {
      await slack.close();
      await app.stop();
    },
  };
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const formBlocks: KnownBlock[] = [
  {
    type: 'input',
    block_id: 'name',
    label: plain('Name'),
    element: { type: 'plain_text_input', action_id: 'text', max_length: 10, initial_value: 'first' },
  },
  {
    type: 'input',
    block_id: 'file',
    optional: true,
    label: plain('Contacts'),
    element: { type: 'file_input', action_id: 'files', filetypes: ['csv'], max_files: 1 },
  },
  {
    type: 'input',
    block_id: 'country',
    optional: true,
    label: plain('Country'),
    element: { type: 'external_select', action_id: 'pick', min_query_length: 1 },
  },
  {
    type: 'input',
    block_id: 'rule',
    optional: true,
    dispatch_action: true,
    label: plain('Rule'),
    element: {
      type: 'plain_text_input',
      action_id: 'typed',
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    },
  },
  {
    type: 'section',
    block_id: 'ways',
    text: plain('How'),
    accessory: {
      type: 'static_select',
      action_id: 'way',
      placeholder: plain('Way'),
      options: [
        { text: plain('Fast'), value: 'fast' },
        { text: plain('Slow'), value: 'slow' },
      ],
    },
  },
  {
    type: 'actions',
    block_id: 'more',
    elements: [{ type: 'button', action_id: 'deeper', text: plain('Deeper') }],
  },
];

export const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('A form'),
  submit: plain('Send'),
  private_metadata: 'kept',
  notify_on_close: true,
  blocks: formBlocks,
};

function listen(app: App, seen: Record<string, unknown>) {
  app.command('/hello', async ({ ack, command }) => ack(`Hello ${command.text} from ${command.user_name}`));
  app.command('/names', async ({ ack, command }) => ack(command.text));
  app.command('/broken', async ({ ack }) =>
    ack({ text: 'x', blocks: [{ type: 'header', text: plain('') }] }),
  );
  app.command('/slow', async ({ ack }) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await ack('too late');
  });
  app.command('/later', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'step 1' });
    await respond({ text: 'step 2', replace_original: true, response_type: 'in_channel' });
  });
  app.command('/card', async ({ ack, respond }) => {
    await ack();
    await respond({
      text: 'A card',
      blocks: [
        { type: 'section', block_id: 's', text: { type: 'mrkdwn', text: 'Count: *1* &amp; more' } },
        {
          type: 'actions',
          block_id: 'a',
          elements: [
            { type: 'button', action_id: 'again', text: plain('Again'), value: '2' },
            { type: 'button', action_id: 'away', text: plain('Away') },
          ],
        },
      ],
    });
  });
  app.action('again', async ({ ack, respond, body, action }) => {
    await ack();
    seen.again = { body, action };
    await respond({ text: `Count: ${'value' in action ? action.value : ''}`, replace_original: true });
  });
  app.action('away', async ({ ack, respond }) => {
    await ack();
    await respond({ delete_original: true });
  });

  app.command('/form', async ({ ack, client, command }) => {
    await ack();
    seen.opened = await client.views.open({ trigger_id: command.trigger_id, view: form });
  });
  app.options('pick', async ({ ack, options }) => {
    const all = ['Norway', 'Nepal', 'Spain'].filter((name) => name.startsWith(options.value));
    await ack({ options: all.map((name) => ({ text: plain(name), value: name })) });
  });
  app.action('typed', async ({ ack, action, body, client }) => {
    await ack();
    const { view } = body as BlockAction;
    if (!view || !('value' in action)) return;
    await client.views.update({
      view_id: view.id,
      hash: view.hash,
      view: {
        ...form,
        blocks: [...formBlocks, { type: 'context', elements: [plain(`Read: ${action.value}`)] }],
      },
    });
  });
  app.action('way', async ({ ack, action }) => {
    await ack();
    seen.way = action;
  });
  app.action('deeper', async ({ ack, body, client }) => {
    await ack();
    const { trigger_id } = body as BlockAction;
    const blocks: KnownBlock[] = [
      { type: 'actions', elements: [{ type: 'button', action_id: 'deeper', text: plain('Deeper') }] },
    ];
    await client.views
      .push({ trigger_id, view: { type: 'modal', title: plain('Deep'), notify_on_close: true, blocks } })
      .catch((error) => {
        seen.refused = error.data.error;
      });
  });
  app.view('form', async ({ ack, view, body }) => {
    const name = view.state.values.name?.text?.value;
    seen.submitted = {
      values: view.state.values,
      metadata: view.private_metadata,
      urls: (body as ViewSubmitAction).response_urls,
    };
    if (name === 'bad') return ack({ response_action: 'errors', errors: { name: 'Not this name.' } });
    if (name === 'stray') return ack({ response_action: 'errors', errors: { nowhere: 'Lost.' } });
    if (name === 'update') {
      return ack({ response_action: 'update', view: { type: 'modal', title: plain('Done'), blocks: [] } });
    }
    if (name === 'push') {
      return ack({ response_action: 'push', view: { type: 'modal', title: plain('Next'), blocks: [] } });
    }
    if (name === 'clear') return ack({ response_action: 'clear' });
    return ack();
  });
  app.view({ callback_id: /.*/, type: 'view_closed' }, async ({ ack, body }) => {
    await ack();
    seen.closed = [
      ...((seen.closed as unknown[]) ?? []),
      [body.view.title.text, (body as ViewClosedAction).is_cleared],
    ];
  });

  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `You said: ${event.text}`, thread_ts: event.ts });
  });
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say(`Echo: ${message.text}`);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [
          { type: 'header', text: plain(`Welcome ${event.user}`) },
          { type: 'actions', elements: [{ type: 'button', action_id: 'home_button', text: plain('Press') }] },
        ],
      },
    });
  });
  app.action('home_button', async ({ ack, body }) => {
    await ack();
    seen.home = (body as BlockAction).view?.type;
  });
  app.shortcut('anywhere', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: { ...form, external_id: 'once' } });
  });
  app.shortcut({ callback_id: 'on_this', type: 'message_action' }, async ({ ack, shortcut, respond }) => {
    await ack();
    await respond(`About: ${shortcut.message.text}`);
  });
  app.event('file_shared', async ({ event, client }) => {
    const { file } = await client.files.info({ file: event.file_id });
    const bytes = await (
      await fetch(file?.url_private_download ?? '', { headers: { authorization: `Bearer ${botToken}` } })
    ).text();
    await client.filesUploadV2({
      channel_id: event.channel_id,
      initial_comment: 'Back to you',
      filename: `again-${file?.name}`,
      content: bytes.toUpperCase(),
    });
  });
}
