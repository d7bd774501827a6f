import { md } from '../mrkdwn.ts';
import { context, type Message, message, section } from './message.ts';

/** What can be asked by naming the app. */
export function mentionHelp(): Message {
  return message(
    [
      section(
        md`Ask me how many contacts there are of any kind:\n• how many people signed up this month and are tagged vip?\n• how many have not opened an email in 60 days?\n• how many are in Lapsed VIPs?`,
      ),
      context(
        md`Everything else: \`/audience help\`, \`/contacts help\`, \`/tags help\`, \`/segments help\``,
      ),
    ],
    'Ask me how many contacts there are of any kind.',
  );
}
