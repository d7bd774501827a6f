import type { Button, Overflow } from '@slack/types';
import type { CampaignCard } from '../../audience/campaigns/card.ts';
import { outcomesOf } from '../../lib/campaigns/recipients.ts';
import { type CampaignAct, canDo } from '../../lib/campaigns/states.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { button } from '../kit/message.ts';
import { count } from '../kit/mrkdwn.ts';
import { campaignValue } from './values.ts';

/** What can be done with a campaign in its state: the buttons, and a menu for the rest. */
export function keysOf(card: CampaignCard, isPost: boolean): (Button | Overflow)[] {
  const { campaign } = card;
  const { id, prepared } = campaign;
  const isPrepared = prepared !== null;
  const value = campaignValue({ id, isPost });
  const can = (act: CampaignAct): boolean => canDo(act, campaign);
  return [
    ...mainKeys(card, value),
    ...(isPrepared
      ? [looking('Results', 'results', actions.campaignResults, { id, isPost })]
      : [looking('Who will get it', 'audience', actions.campaignAudience, { id, isPost })]),
    ...(isPrepared ? [] : [looking('Preview', 'preview', actions.previewCampaign, { id, isPost })]),
    ...(can('edit') || can('repair') ? [button('Edit', actions.editCampaign, value)] : []),
    ...(isPrepared || isPost ? [] : [button('Send test', actions.testCampaign, value)]),
    ...menu(
      ...(isPost
        ? []
        : [choice(isPrepared ? 'Why someone got it' : 'Why someone gets it', actions.whyCampaign, value)]),
      ...(isPrepared && !isPost ? [choice('Preview', actions.previewCampaign, value)] : []),
      ...(can('stop') && campaign.state === 'needs approval'
        ? [choice('Stop', actions.stopCampaign, value)]
        : []),
      ...(isPost ? [] : [choice('Duplicate', actions.duplicateCampaign, value)]),
      ...(can('delete') && !isPost ? [choice('Delete', actions.deleteCampaign, value)] : []),
    ),
  ];
}

/** A button that shows something: in place of a card, or over a message that everyone reads. */
function looking(
  words: string,
  shows: 'results' | 'audience' | 'preview',
  action: string,
  { id, isPost }: { id: number; isPost: boolean },
): Button {
  return isPost
    ? button(words, `${actions.openCampaign}.${shows}`, String(id))
    : button(words, action, String(id));
}

/** What the state asks for. */
function mainKeys(
  { campaign, sums, lacks, pagesProblem, senderProblem }: CampaignCard,
  value: string,
): Button[] {
  const stop = button('Stop', actions.stopCampaign, value);
  const { uncertain } = outcomesOf(sums);
  const again =
    uncertain > 0 && canDo('send to uncertain', campaign)
      ? [button(`Send to the ${count(uncertain)} uncertain`, actions.sendToUncertain, value)]
      : [];
  switch (campaign.state) {
    case 'draft':
      return lacks.length === 0 && (pagesProblem ?? senderProblem) === undefined
        ? [button('Send…', actions.sendCampaign, value, { style: 'primary' })]
        : [];
    case 'needs approval':
      return [button('Approve…', actions.approveCampaign, value, { style: 'primary' })];
    case 'scheduled':
      return [button('Reschedule', actions.rescheduleCampaign, value), stop];
    case 'preparing':
      return [stop];
    case 'sending':
      return [button('Pause', actions.pauseCampaign, value), stop];
    case 'paused':
      return [button('Resume', actions.resumeCampaign, value, { style: 'primary' }), stop, ...again];
    case 'held':
      return [...heldKeys(campaign, value), stop, ...again];
    case 'sent':
    case 'stopped':
      return again;
    default:
      return campaign.state satisfies never;
  }
}

/** The decisions that a hold asks for. */
function heldKeys({ prepared, trouble }: CampaignCard['campaign'], value: string): Button[] {
  if (prepared === null)
    return [
      button('Send now', actions.sendCampaign, value, { style: 'primary' }),
      button('Reschedule', actions.rescheduleCampaign, value),
    ];
  if (trouble?.why === 'silent')
    return [
      button('Nothing was restored: resume', actions.resumeCampaign, value),
      button('It was restored: treat the rest as uncertain', actions.treatAsUncertain, value),
    ];
  return [button('Resume', actions.resumeCampaign, value)];
}
