import type { CampaignCard } from '../../audience/campaigns/card.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, type Message, message, section } from '../kit/message.ts';
import { bold, channelLink, escaped, type Mrkdwn, md, person } from '../kit/mrkdwn.ts';
import { marks } from './messages.ts';
import { campaignCardMessage } from './messages-card.ts';

/** A message of its own about a campaign: it calls the person who has to decide. */
export function noticeOf(card: CampaignCard): Message {
  const { state, approvedBy, askedBy, createdBy } = card.campaign;
  const who = approvedBy ?? askedBy ?? createdBy;
  return campaignCardMessage(card, { isPost: true, done: words(state, person(who)) });
}

function words(state: CampaignCard['campaign']['state'], who: Mrkdwn): Mrkdwn | undefined {
  if (state === 'held') return md`${who} This campaign is on hold: nothing goes out until someone decides.`;
  return state === 'paused' ? md`${who} Rollcall paused this campaign.` : undefined;
}

/** What stays of a message when a newer one shows the campaign. */
export const movedMessage = ({ campaign }: CampaignCard): Message =>
  message(
    [
      section(
        md`${marks[campaign.state]} ${bold(campaign.name)} is ${campaign.state === 'held' ? md`on hold` : md`paused`}. A newer message below has what you can do.`,
      ),
    ],
    `${campaign.name}: see the newer message below.`,
  );

/** To the person who approved a campaign: its results are no longer posted. */
export const resultsNotPosted = (
  { id, name }: { id: number; name: string },
  { channel, problem }: { channel: string; problem: string },
): Message =>
  message(
    [
      section(
        md`:warning: Rollcall couldn’t post the results of ${bold(name)} ${/^[CG]/.test(channel) ? md`in ${channelLink(channel)}` : md`where its progress is`}, and won’t try again. ${escaped(problem)}`,
      ),
      buttons(button('Results', actions.campaignResults, String(id))),
    ],
    `The results of ${name} couldn’t be posted.`,
  );
