import type { TestSent } from '../../audience/campaigns/tests.ts';
import { clip } from '../../lib/words.ts';
import { buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, code, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { showing } from './messages.ts';

const words: Record<TestSent['is'], string> = {
  sent: 'sent',
  later: 'not sent: the server asks to try again later',
  unreachable: 'not sent: the server can’t be reached',
  'sender refused': 'not sent: the server refused this sender',
  refused: 'not sent: the server refused it',
  uncertain: 'may have been sent: the server never said whether it took it',
};

/** The results of test mails, with what the server said if it didn't take one. */
export function testsSent({ id, name }: { id: number; name: string }, tests: TestSent[]): Message {
  const sent = tests.filter(({ is }) => is === 'sent').length;
  return message(
    [
      section(
        sent === tests.length
          ? md`:mailbox_with_mail: Sent ${counted(sent, 'test')} of ${bold(name)}.`
          : md`:warning: Sent ${counted(sent, 'test')} of ${bold(name)}; ${counted(tests.length - sent, 'didn’t', 'didn’t')} go out.`,
      ),
      section(joined(tests.map(line))),
      context(md`The subject begins with [Test]. Merge fields show their fallbacks.`),
      buttons(showing('View campaign', 'test', id)),
    ],
    `Sent ${counted(sent, 'test')} of ${name}.`,
  );
}

const line = ({ to, is, reply }: TestSent): Mrkdwn =>
  md`${escaped(to)}: ${escaped(words[is])}${is === 'sent' || reply === '' ? '' : md` ${code(clip(reply, 150))}`}`;
