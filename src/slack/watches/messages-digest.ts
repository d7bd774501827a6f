import { percentOf } from '../../lib/campaigns/shares.ts';
import { dayWords } from '../../lib/days.ts';
import type { PostContent } from '../../lib/watches/posts.ts';
import { clip } from '../../lib/words.ts';
import { lineChart } from '../kit/charts.ts';
import { context, header, type Message, message, section } from '../kit/message.ts';
import {
  bold,
  code,
  count,
  counted,
  escaped,
  joined,
  type Mrkdwn,
  md,
  moment,
  person,
} from '../kit/mrkdwn.ts';
import { dataTable } from '../kit/table.ts';
import { causeWords } from './messages-causes.ts';
import { signed } from './messages-trend.ts';

type Digest = Extract<PostContent, { is: 'digest' }>;

/** The week of an audience in one message: totals, a chart, and a table of the segments that moved most. */
export function digestMessage(digest: Digest): Message {
  const { members, reachable, before, days, movers, campaigns, imports, failing, since, until } = digest;
  const { beforeDays = 7, more = { campaigns: 0, imports: 0, failing: 0 } } = digest;
  const isWeek = movers.every((mover) => (mover.days ?? 7) === 7);
  const change =
    before === null
      ? ''
      : `, ${signed(members - before)} in ${beforeDays === 1 ? '1 day' : `${beforeDays} days`}`;
  const words = `${counted(members, 'contact')}${change}`;
  const points = days.map((each) => ({ label: dayWords(each.day, days.at(-1)?.day), value: each.members }));
  return message(
    [
      header(words),
      section(md`*${count(reachable)}* can be mailed.${movers.length === 0 ? md` No segment changed.` : ''}`),
      ...lineChart('Contacts, the last 7 days', 'Contacts', [...points, { label: 'Now', value: members }]),
      ...dataTable(
        'The segments that changed most',
        ['Segment', isWeek ? 'A week ago' : 'Before', 'Now', 'Change'],
        movers.map(({ name, from, to, days = 7 }) => [
          name,
          from,
          to,
          `${signed(to - from)}${isWeek ? '' : ` in ${days === 1 ? '1 day' : `${days} days`}`}`,
        ]),
      ),
      ...part(md`*Why*`, reasons(movers)),
      ...part(
        md`*Campaigns*`,
        campaigns.map((campaign) => md`${bold(clip(campaign.name, 100))}: ${campaignWords(campaign)}`),
        more.campaigns,
      ),
      ...part(
        md`*Imports*`,
        imports.map(
          ({ file, by, added, updated }) =>
            md`${code(clip(file, 100))} by ${person(by)}: ${count(added)} added, ${count(updated)} updated`,
        ),
        more.imports,
      ),
      ...part(
        md`*Watches that need attention*`,
        failing.map(
          ({ name, problem }) => md`:warning: ${bold(clip(name, 100))}: ${escaped(clip(problem, 150))}`,
        ),
        more.failing,
      ),
      context(
        md`${moment(new Date(since))} to ${moment(new Date(until))}  ·  to change or stop this: \`/audience digest\``,
      ),
    ],
    `The week of your audience: ${words}`,
  );
}

const part = (title: Mrkdwn, lines: readonly Mrkdwn[], more = 0) =>
  lines.length === 0
    ? []
    : [section(md`${title}\n${joined(more === 0 ? lines : [...lines, md`and ${count(more)} more`])}`)];

/** `4,770 sent, 37 not sent, 212 clicked (4.4 %), 17 unsubscribed` */
function campaignWords({
  sent,
  notSent,
  clicked,
  clicks,
  unsubscribed,
}: Digest['campaigns'][number]): Mrkdwn {
  return joined(
    [
      md`${count(sent)} sent`,
      md`${count(notSent)} not sent`,
      ...(clicked === undefined || clicked === 0
        ? []
        : [md`${count(clicked)} clicked (${escaped(percentOf(clicked, sent))})`]),
      ...(clicked === 0 && clicks !== undefined && clicks > 0 ? [counted(clicks, 'click')] : []),
      ...(unsubscribed === undefined ? [] : [md`${count(unsubscribed)} unsubscribed`]),
    ],
    ', ',
  );
}

/** Only watched segments know why. */
const reasons = (movers: Digest['movers']): Mrkdwn[] =>
  movers.flatMap(({ name, causes }) => {
    const words = causeWords(causes);
    return words === undefined ? [] : [md`${bold(clip(name, 80))}: ${words}`];
  });
