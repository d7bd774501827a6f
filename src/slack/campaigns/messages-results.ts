import type { KnownBlock } from '@slack/types';
import type { CampaignResults } from '../../audience/campaigns/results.ts';
import { leftOutOrder, leftOutReasons, type Outcome } from '../../lib/campaigns/recipients.ts';
import { actions } from '../core/ids.ts';
import {
  button,
  buttons,
  context,
  header,
  type Message,
  message,
  section,
  sectionWith,
} from '../kit/message.ts';
import { bold, clock, count, counted, escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';
import { inOutcomes, showing, stateOf } from './messages.ts';

const words: [keyof Outcome, string][] = [
  ['sent', 'sent: the server took the mail'],
  ['waiting', 'waiting: nothing has gone out to them yet'],
  ['bounced', 'bounced'],
  ['failed', 'failed: the server refused the mail'],
  ['uncertain', 'uncertain: the server never said whether it took the mail'],
];

/** The results of a campaign: people by outcome, each number a list. They add up to everyone in its audience. */
export function resultsMessage(results: CampaignResults): Message {
  const { campaign, outcome, at } = results;
  const { id, name, prepared } = campaign;
  if (prepared === null) return nothingYet(results);
  const title = inOutcomes(outcome);
  return message(
    [
      header(title),
      section(
        md`${bold(name)}  ·  ${stateOf(campaign)}  ·  ${counted(prepared, 'person', 'people')} in its audience`,
      ),
      ...words.flatMap(([group, said]) =>
        outcome[group] === 0
          ? []
          : [line(md`*${count(outcome[group])}* ${escaped(said)}`, id, { group, reason: null })],
      ),
      ...leftOutLines(results),
      ...(outcome.uncertain === 0 ? [] : [context(uncertainWords)]),
      context(md`Counted ${clock(at)}`),
      buttons(
        showing('View campaign', 'results', id),
        button('Why someone got it', actions.whyCampaign, String(id)),
        button('Refresh', actions.campaignResults, String(id)),
      ),
    ],
    `${name}: ${title}`,
  );
}

const uncertainWords = md`Rollcall never sends to someone uncertain on its own: they may have it already. If you can live with a few people getting it twice, send it to them.`;

function nothingYet({ campaign: { id, name } }: CampaignResults): Message {
  return message(
    [
      section(md`${bold(name)} hasn’t been sent, so there are no results yet.`),
      buttons(
        showing('View campaign', 'results', id),
        button('Who will get it', actions.campaignAudience, String(id)),
      ),
    ],
    `${name} hasn’t been sent.`,
  );
}

function leftOutLines({ campaign, sums }: CampaignResults): KnownBlock[] {
  return leftOutOrder.flatMap((reason) => {
    const people = sums
      .filter((sum) => sum.state === 'left out' && sum.reason === reason)
      .reduce((total, sum) => total + sum.people, 0);
    if (people === 0) return [];
    const said = md`*${count(people)}* left out: they ${escaped(leftOutReasons[reason])}`;
    return [line(said, campaign.id, { group: 'leftOut', reason })];
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
