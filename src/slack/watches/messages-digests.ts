import type { Digest } from '../../audience/watches/digests.ts';
import { digestTimeWords } from '../../lib/watches/digest-times.ts';
import { context, type Message, message, section } from '../kit/message.ts';
import { escaped, joined, type Mrkdwn, md, moment, person } from '../kit/mrkdwn.ts';
import { channelWords } from './messages-watches.ts';

/** All digests. */
export function digestList(digests: readonly Digest[]): Message {
  if (digests.length === 0) {
    return message(
      [
        section(
          md`No digest yet. It posts the week of your audience in a channel: sizes, what changed and why, campaigns and imports.\n\`/audience digest weekly Monday 9:00 here\``,
        ),
      ],
      'No digest yet.',
    );
  }
  return message(
    [
      section(joined(digests.map(line))),
      context(md`Stop the one of a channel there: \`/audience digest off\`, and your own with \`off to me\``),
    ],
    'Weekly digests',
  );
}

function line(digest: Digest): Mrkdwn {
  const { channel, owner, next, skipsQuiet, trouble } = digest;
  const quiet = skipsQuiet ? md`, unless nothing changed` : '';
  const wrong = trouble === null ? '' : md`\n:warning: ${escaped(trouble)}`;
  return md`:bar_chart: ${escaped(digestTimeWords(digest))} in ${channelWords(channel)}${quiet}, by ${person(owner)}  ·  next: ${moment(next)}${wrong}`;
}

/** A digest that was just set up. */
export function digestSet(digest: Digest): Message {
  const words = `The weekly digest is set up for ${digestTimeWords(digest)}.`;
  const quiet = digest.skipsQuiet
    ? md`A week in which nothing changed is skipped. To get it anyway, add \`always\`.`
    : md`It’s posted even if nothing changed.`;
  return message(
    [
      section(
        md`:bar_chart: ${escaped(words)} Next: ${moment(digest.next)}, in ${channelWords(digest.channel)}.`,
      ),
      context(
        /^[UW]/.test(digest.channel)
          ? quiet
          : md`${quiet} If Rollcall isn’t in that channel yet, invite it: \`/invite @Rollcall\``,
      ),
    ],
    words,
  );
}

export const digestStopped: Message = message(
  [section(md`:bar_chart: Stopped the weekly digest.`)],
  'Stopped the weekly digest.',
);
