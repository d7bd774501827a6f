import type { Button } from '@slack/types';
import type { Campaign, CampaignCard } from '../../audience/campaigns/card.ts';
import { type Outcome, outcomesOf } from '../../lib/campaigns/recipients.ts';
import type { CampaignState } from '../../lib/campaigns/states.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, type Message, message, section } from '../kit/message.ts';
import { bold, count, counted, escaped, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';

// The words and buttons that all messages about campaigns share.

/** The mark of a state: what waits for someone stands out. */
export const marks: Record<CampaignState, Mrkdwn> = {
  draft: md`:pencil2:`,
  'needs approval': md`:raised_hand:`,
  scheduled: md`:alarm_clock:`,
  preparing: md`:hourglass_flowing_sand:`,
  sending: md`:outbox_tray:`,
  paused: md`:double_vertical_bar:`,
  held: md`:warning:`,
  sent: md`:mega:`,
  stopped: md`:octagonal_sign:`,
};

/** `scheduled for Fri 4 Dec, 9:00`, `draft`, `sent Sun 29 Nov` */
export function stateOf({ state, dueAt, endedAt }: Campaign): Mrkdwn {
  if (state === 'scheduled' && dueAt !== null) return md`scheduled for ${moment(dueAt)}`;
  if ((state === 'sent' || state === 'stopped') && endedAt !== null)
    return md`${escaped(state)} ${moment(endedAt)}`;
  return escaped(state);
}

/** `4,812 sent, 37 left out, 3 failed, 1 uncertain`: never plain "sent". */
export function inOutcomes(outcome: Outcome): string {
  const { sent, bounced, leftOut, failed, uncertain, waiting } = outcome;
  const parts: [number, string, boolean][] = [
    [sent, 'sent', true],
    [waiting, 'waiting', false],
    [bounced, 'bounced', false],
    [leftOut, 'left out', true],
    [failed, 'failed', false],
    [uncertain, 'uncertain', false],
  ];
  return parts
    .filter(([people, , isAlways]) => isAlways || people > 0)
    .map(([people, words]) => `${count(people)} ${words}`)
    .join(', ');
}

/** `34 KB` */
export const sizeOf = (bytes: number): string =>
  `${Math.max(1, Math.round(bytes / 1024)).toLocaleString('en-US')} KB`;

/** `HTML file, 34 KB` */
export const fileWords = (html: string): string =>
  `HTML file, ${sizeOf(new TextEncoder().encode(html).length)}`;

/** The number that a card is about: whom it reached, or how many people will get it. */
export function headline({ campaign, audience, sums }: CampaignCard): string {
  if (campaign.prepared !== null) return inOutcomes(outcomesOf(sums));
  if (audience === undefined) return 'No audience yet';
  return `${counted(audience.getIt, 'person', 'people')} will get it`;
}

/** A button that shows the card of a campaign. */
export const showing = (words: string, as: string, id: number): Button =>
  button(words, `${actions.showCampaign}.${as}`, String(id));

export const newCampaign = (options: { style?: 'primary' } = {}): Button =>
  button('New campaign', actions.newCampaign, '', options);

/** After a deletion. */
export const campaignDeleted = ({ name }: { name: string }): Message =>
  message([section(md`Deleted the draft ${bold(clip(name, 100))}.`)], `Deleted the draft ${name}.`);
