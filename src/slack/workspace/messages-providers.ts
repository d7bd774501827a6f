import type { KnownBlock } from '@slack/types';
import { type listWebhooks, webhookPath } from '../../audience/events/webhooks.ts';
import { providerFacts } from '../../lib/providers.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from '../kit/message.ts';
import { bold, code, counted, escaped, joined, type Mrkdwn, md, moment, person } from '../kit/mrkdwn.ts';

type Webhook = Awaited<ReturnType<typeof listWebhooks>>[number];
type Provider = Webhook['provider'];

/** Each provider takes two of Slack's 50 blocks. */
const MOST = 15;

/**
 * The email providers, connected or not, with what each has sent.
 *
 * @param options.orphans items that arrived through webhooks that are no longer connected, and can't be read
 *   yet
 * @param options.done what was just changed
 */
export function providerList(
  webhooks: readonly Webhook[],
  { publicUrl, orphans = 0, done }: { publicUrl: string | undefined; orphans?: number; done?: string },
): Message {
  const title = 'Email providers';
  const providers = Object.keys(providerFacts) as Provider[];
  const of = (provider: Provider) => webhooks.filter((one) => one.provider === provider);
  const connected = providers.flatMap((provider) => of(provider)).slice(0, MOST);
  const left = webhooks.length - connected.length;
  const unread = webhooks.reduce((sum, { kept }) => sum + (kept ?? 0), orphans);
  return message(
    [
      ...(done === undefined ? [] : [section(md`:white_check_mark: ${escaped(done)}`)]),
      section(md`${bold(title)}\nThey report what happens to your mail: received, opened, clicked, bounced.`),
      ...connected.flatMap((webhook) => connectedLines(webhook, publicUrl)),
      ...(left > 0 ? [context(md`${left} more: npm run provider -- list`)] : []),
      ...providers.filter((provider) => of(provider).length === 0).map(unconnectedLine),
      ...(orphans > 0
        ? [context(md`${counted(orphans, 'unread item')} from providers that are now disconnected.`)]
        : []),
      ...(unread > 0 ? [context(whatIsUnread)] : []),
      ...(connected.length === 0 ? [] : [context(publicUrl === undefined ? unknownAddress : whatToEnter)]),
    ],
    done ?? title,
  );
}

const whatIsUnread = md`Unread items are kept encrypted for 30 days. After updating Rollcall, read them again with ${code('npm run provider -- retry')}.`;
const whatToEnter = md`Enter each address in its provider’s settings.`;
const unknownAddress = md`Enter each address in its provider’s settings, with your app’s public address in front. Set ${code('ROLLCALL_URL')} to it and restart to see it here.`;

function connectedLines(webhook: Webhook, publicUrl: string | undefined): KnownBlock[] {
  const { name } = providerFacts[webhook.provider];
  const came =
    webhook.lastAt === null
      ? md`nothing received yet`
      : md`last ${moment(webhook.lastAt)}  ·  ${numbersOf(webhook)}`;
  const id = String(webhook.id);
  return [
    section(
      md`${bold(name)}  :large_green_circle: connected by ${person(webhook.createdBy)}  ·  ${came}\n${code(`${publicUrl ?? 'https://<your address>'}${webhookPath(webhook)}`)}`,
    ),
    buttons(button('Replace key', actions.replaceProviderKey, id), {
      ...button('Disconnect', actions.removeProvider, id, { style: 'danger' }),
      confirm: removing(name),
    }),
  ];
}

/** What arrived. Zeros are left out, except for the first two numbers. */
function numbersOf({ recorded, unknown, remembered, ignored, kept }: Webhook): Mrkdwn {
  const more: [number: number, words: Mrkdwn][] = [
    [remembered, md`${counted(remembered, 'opt-out')} remembered for addresses that aren’t contacts`],
    [ignored, md`${counted(ignored, 'item')} ignored`],
    [kept, bold(counted(kept, 'unread item'))],
  ];
  return joined(
    [
      md`${counted(recorded, 'event')}, ${counted(unknown, 'event')} skipped`,
      ...more.flatMap(([value, words]) => (value > 0 ? [words] : [])),
    ],
    '  ·  ',
  );
}

function unconnectedLine(provider: Provider): KnownBlock {
  const connect = button('Connect', `${actions.connectProvider}.${provider}`, provider);
  return sectionWith(md`${bold(providerFacts[provider].name)}  not connected`, connect);
}

const removing = (name: string) => ({
  title: { type: 'plain_text' as const, text: 'Disconnect?' },
  text: {
    type: 'plain_text' as const,
    text: `Anything ${name} sends to this address will be refused. If you connect it again, it gets a new address.`,
  },
  confirm: { type: 'plain_text' as const, text: 'Disconnect' },
  deny: { type: 'plain_text' as const, text: 'Cancel' },
  style: 'danger' as const,
});
