import type { RecipientWhy } from '../../audience/campaigns/why.ts';
import { type BounceCause, bounceCauses } from '../../lib/campaigns/bounce-causes.ts';
import { leftOutReasons } from '../../lib/campaigns/recipients.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, paragraphs, section } from '../kit/message.ts';
import { bold, code, counted, escaped, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';
import { dayIn, reasons } from '../segments/messages-why.ts';
import { showing } from './messages.ts';

/** How many conditions are explained individually. */
const EXPLAINED = 40;

/** Why someone gets a campaign or doesn't: what decides it, and each condition of the audience. */
export function recipientWhy(id: number, why: RecipientWhy & { timeZone: string }): Message {
  const { campaign, member, at, audience, timeZone } = why;
  const who = member.name === null ? member.email : `${member.name} (${member.email})`;
  const { mark, words } = verdict(why);
  const lines = reasons(audience, 0, (when) => escaped(dayIn(when, timeZone)));
  const rest = lines.length - EXPLAINED;
  return message(
    [
      section(md`${mark} ${escaped(clip(who, 300))} ${escaped(words)}  ·  ${bold(campaign)}`),
      ...mailWords(why),
      context(md`The audience of the campaign, for them now:`),
      ...paragraphs(lines.slice(0, EXPLAINED)),
      ...(rest > 0 ? [context(md`${counted(rest, 'more condition')}`)] : []),
      context(md`As of ${moment(at)}`),
      buttons(showing('View campaign', 'why', id), button('Someone else…', actions.whyCampaign, String(id))),
    ],
    `${who} ${words}: ${campaign}`,
  );
}

const yes = md`:white_check_mark:`;
const no = md`:x:`;

function verdict({ recipient, isPrepared, audience, leftOut }: RecipientWhy): {
  mark: Mrkdwn;
  words: string;
} {
  if (recipient !== undefined) return verdictOf(recipient);
  if (isPrepared) return { mark: no, words: 'doesn’t get it: they weren’t in the audience when it was sent' };
  if (!audience.holds) return { mark: no, words: 'won’t get it: they aren’t in the audience' };
  if (leftOut === null) return { mark: yes, words: 'will get it' };
  return { mark: no, words: `won’t get it: they ${leftOutReasons[leftOut]}` };
}

const why = (cause: BounceCause | null): string => (cause === null ? '' : ` (${bounceCauses[cause]})`);

function verdictOf({ state, reason, cause }: NonNullable<RecipientWhy['recipient']>): {
  mark: Mrkdwn;
  words: string;
} {
  switch (state) {
    case 'waiting':
    case 'claimed':
      return { mark: md`:hourglass_flowing_sand:`, words: 'is waiting for it' };
    case 'handing over':
      return { mark: md`:hourglass_flowing_sand:`, words: 'is getting it right now' };
    case 'handed over':
      return { mark: yes, words: 'was sent it: the server took the mail' };
    case 'delivered':
      return { mark: yes, words: 'got it' };
    case 'complained':
      return { mark: yes, words: 'got it, and reported it as spam' };
    case 'bounced':
      return { mark: no, words: `didn’t get it: the mail bounced${why(cause)}` };
    case 'failed':
      return { mark: no, words: `didn’t get it: the server refused the mail${why(cause)}` };
    case 'uncertain':
      return {
        mark: md`:grey_question:`,
        words: 'may have it: the server never said whether it took the mail',
      };
    case 'left out': {
      const why = Object.entries(leftOutReasons).find(([each]) => each === reason)?.[1];
      return { mark: no, words: `was left out${why === undefined ? '' : `: they ${why}`}` };
    }
    default:
      return state satisfies never;
  }
}

/** What the server said, and when. */
function mailWords({ recipient }: RecipientWhy) {
  if (recipient === undefined) return [];
  const { reply, handedAt, tries } = recipient;
  const parts = [
    ...(handedAt === null ? [] : [md`Handed over ${moment(handedAt)}`]),
    ...(tries > 1 ? [counted(tries, 'try', 'tries')] : []),
  ];
  return [
    ...parts.map((part) => context(part)),
    ...(reply === null ? [] : [context(md`The server said: ${code(clip(reply, 300))}`)]),
  ];
}
