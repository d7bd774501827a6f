import { conditionWords, spanWords, type WatchCondition } from '../../lib/watches/condition.ts';
import type { PostContent } from '../../lib/watches/posts.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, count, counted, escaped, type Mrkdwn, md, moment, person } from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';
import { showing } from '../segments/messages.ts';
import { causeWords } from './messages-causes.ts';
import { digestMessage } from './messages-digest.ts';
import { channelWords } from './messages-watches.ts';

/** A message that Rollcall posts by itself. */
export function postMessage(content: PostContent, postId: number): Message {
  switch (content.is) {
    case 'spoke':
      return spoke(content, postId);
    case 'ended': {
      const { name, condition } = content;
      const words = `The watch on ${name} ended: its segment was deleted.`;
      return message(
        [
          section(
            md`:bell: The watch on ${bold(name)} (${escaped(conditionWords(condition))}) ended: its segment was deleted.`,
          ),
        ],
        words,
      );
    }
    case 'uncertain': {
      const { name, channel, at } = content;
      const words = `A message about ${name} may not have been posted.`;
      return message(
        [
          section(
            md`:warning: A message about ${bold(name)} of ${moment(new Date(at))} may not have been posted in ${channelWords(channel)}: Slack didn’t confirm it. Look there first. It isn’t posted again by itself.`,
          ),
          buttons(button('Post now', actions.postNow, String(content.postId))),
        ],
        words,
      );
    }
    case 'failing': {
      const { name, channel, problem } = content;
      return message(
        [
          section(
            md`:warning: Rollcall can’t post about ${bold(name)} in ${channelWords(channel)}. ${escaped(problem)}\nThis is said once. Rollcall tries again with the next message.`,
          ),
          buttons(button('Watches', actions.listWatches, '')),
        ],
        `Rollcall can’t post about ${name}. ${problem}`,
      );
    }
    case 'broken': {
      const { name, problem } = content;
      return message(
        [
          section(
            md`:warning: Your watch on ${bold(name)} is on hold, because its rule can’t be counted: ${escaped(problem)}\nIt goes on by itself when that is fixed.`,
          ),
          buttons(button('Watches', actions.listWatches, '')),
        ],
        `Your watch on ${name} is on hold: ${problem}`,
      );
    }
    case 'digest':
      return digestMessage(content);
    default:
      throw content satisfies never;
  }
}

type Spoke = Extract<PostContent, { is: 'spoke' }>;

function spoke(content: Spoke, postId: number): Message {
  const { name, condition, change, segmentId, reachable, owner } = content;
  const causes = causeWords(change.causes);
  const words = headline(content);
  return message(
    [
      section(md`:bell: ${headlineOf(content)}${causes === undefined ? '' : md`\n${causes}.`}`),
      context(
        md`${count(reachable)} can be mailed  ·  watch by ${person(owner)}: ${escaped(conditionWords(condition))}${change.causes.length === 0 && change.from !== change.to ? md`  ·  causes aren’t tracked for more than 200,000 people` : ''}`,
      ),
      buttons(
        ...(segmentId === null ? [] : showing('View segment', 'watched', { show: 'card', id: segmentId })),
        ...(segmentId === null ? [] : showing('History', 'history', { show: 'history', id: segmentId })),
        ...(condition.when === 'joins'
          ? listing('Who joined', 'joined', { source: { of: 'joined', id: postId } })
          : []),
        button('Watches', actions.listWatches, ''),
      ),
    ],
    `${name}: ${words}`,
  );
}

function headline({ change, joined: came, condition }: Spoke): string {
  if (condition.when === 'joins') return `${came} joined`;
  return `${count(change.from)} to ${count(change.to)}`;
}

/** *Lapsed VIPs* grew from 412 to 561 (+36 %) since 23 Nov. */
function headlineOf(content: Spoke): Mrkdwn {
  const { name, change, condition, joined: came } = content;
  const since = md`since ${moment(new Date(change.since))}`;
  if (condition.when === 'joins')
    return md`*${counted(came, 'person', 'people')}* joined ${bold(name)} ${since}. It has *${count(change.to)}* now.`;
  const { from, to } = change;
  const verb = to > from ? md`grew` : to < from ? md`shrank` : md`is at`;
  const numbers =
    to === from
      ? md`*${count(to)}*`
      : md`from *${count(from)}* to *${count(to)}*${percent(from, to)} ${since}`;
  return md`${bold(name)} ${verb} ${numbers}. ${crossed(condition)}`;
}

function percent(from: number, to: number): Mrkdwn | '' {
  if (from === 0) return '';
  const share = Math.round(((to - from) / from) * 100);
  return md` (${escaped(share >= 0 ? `+${share}` : `−${-share}`)} %)`;
}

function crossed(condition: Exclude<WatchCondition, never>): Mrkdwn {
  switch (condition.when) {
    case 'above':
      return md`That’s above ${count(condition.n)}.`;
    case 'below':
      return md`That’s below ${count(condition.n)}.`;
    case 'changes':
      return md`That’s ${escaped(condition.unit === 'percent' ? `${condition.by}%` : String(condition.by))} or more in ${escaped(spanWords(condition.days))}.`;
    case 'joins':
      return md``;
    default:
      throw condition satisfies never;
  }
}
