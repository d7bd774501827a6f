import type { KnownBlock } from '@slack/types';
import { leftOutOrder, leftOutReasons, type Outcome } from '../../lib/campaigns/recipients.ts';
import type { CampaignReport } from '../../lib/campaigns/report.ts';
import { section, sectionWith } from '../kit/message.ts';
import { count, escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';

const words: [keyof Outcome, string][] = [
  ['sent', 'sent: the server took the mail'],
  ['waiting', 'waiting: nothing has gone out to them yet'],
  ['bounced', 'bounced'],
  ['failed', 'failed: the server refused the mail'],
  ['uncertain', 'uncertain: the server never said whether it took the mail'],
];

export const uncertainWords = md`Rollcall never sends to someone uncertain on its own: they may have it already. If you can live with a few people getting it twice, send it to them.`;

/** Everyone in the audience by outcome, each number a list. They add up to the audience. */
export const outcomeLines = (id: number, report: Pick<CampaignReport, 'outcome' | 'sums'>): KnownBlock[] => [
  ...words.flatMap(([group, said]) => {
    const people = report.outcome?.[group] ?? 0;
    return people === 0 ? [] : [line(md`*${count(people)}* ${escaped(said)}`, id, { group, reason: null })];
  }),
  ...leftOutLines(id, report),
];

function leftOutLines(id: number, { sums }: Pick<CampaignReport, 'sums'>): KnownBlock[] {
  return leftOutOrder.flatMap((reason) => {
    const people = sums
      .filter((sum) => sum.state === 'left out' && sum.reason === reason)
      .reduce((total, sum) => total + sum.people, 0);
    if (people === 0) return [];
    const said = md`*${count(people)}* left out: they ${escaped(leftOutReasons[reason])}`;
    return [line(said, id, { group: 'leftOut', reason })];
  });
}

function line(
  said: Mrkdwn,
  id: number,
  { group, reason }: { group: keyof Outcome; reason: (typeof leftOutOrder)[number] | null },
): KnownBlock {
  const as = `${group}-${(reason ?? 'all').replaceAll(' ', '-')}`;
  const [view] = listing('View people', as, { source: { of: 'recipients', id, outcome: group, reason } });
  return view === undefined ? section(said) : sectionWith(said, view);
}
