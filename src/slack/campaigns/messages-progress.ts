import type { KnownBlock } from '@slack/types';
import type { CampaignCard } from '../../audience/campaigns/card.ts';
import { outcomesOf } from '../../lib/campaigns/recipients.ts';
import { section } from '../kit/message.ts';
import { count, counted, escaped, joined, type Mrkdwn, md, person } from '../kit/mrkdwn.ts';
import { troubleWords } from './messages-trouble.ts';
import { inZone } from './messages-when.ts';

/** How many mails go out a second, as far as this process saw. */
export interface Pace {
  perSecond?: number | undefined;
}

const CELLS = 20;

/** What a campaign is waiting for, how far it is, or why it doesn't go on. */
export function stateBlocks(card: CampaignCard, pace: Pace): KnownBlock[] {
  const { campaign } = card;
  const { state, trouble } = campaign;
  const lines: Mrkdwn[] = [
    ...asked(card),
    ...(state === 'preparing' ? [md`Working out who gets it…`] : []),
    ...(state === 'sending' || state === 'paused' ? [progress(card, pace)] : []),
    ...(trouble === null || (state !== 'held' && state !== 'paused') ? [] : [troubleWords(trouble)]),
  ];
  return lines.length === 0 ? [] : [section(joined(lines))];
}

/** Who asked for it or approved it, and for when. */
function asked({ campaign, at }: CampaignCard): Mrkdwn[] {
  const { state, askedBy, approvedBy, wallTime, timeZone } = campaign;
  const when =
    wallTime === null || timeZone === null
      ? md`as soon as it’s approved`
      : escaped(inZone({ wallTime, timeZone }, at));
  if (state === 'needs approval' && askedBy !== null)
    return [md`${person(askedBy)} asks an admin to approve it. It goes out: *${when}*`];
  if (state !== 'scheduled' || approvedBy === null) return [];
  const isNow = wallTime === null;
  return [md`Approved by ${person(approvedBy)}. It goes out: *${isNow ? md`now` : when}*`];
}

/** `▓▓▓▓▓▓░░░░ 1,200 of 4,812 · 35 a second · about 2 minutes left` */
function progress({ campaign, sums }: CampaignCard, { perSecond }: Pace): Mrkdwn {
  const { sent, bounced, failed, uncertain, waiting } = outcomesOf(sums);
  const done = sent + bounced + failed + uncertain;
  const total = done + waiting;
  const full = total === 0 ? CELLS : Math.floor((done / total) * CELLS);
  const bar = `${'▓'.repeat(full)}${'░'.repeat(CELLS - full)}`;
  const parts = [
    md`${escaped(bar)} *${count(done)}* of ${count(total)}`,
    ...(campaign.state === 'sending' && perSecond !== undefined && perSecond > 0
      ? [md`${count(Math.max(1, Math.round(perSecond)))} a second`, left(waiting / perSecond)]
      : []),
  ];
  return joined(parts, '  ·  ');
}

function left(seconds: number): Mrkdwn {
  if (seconds < 60) return md`less than a minute left`;
  if (seconds < 5_400) return md`about ${counted(Math.round(seconds / 60), 'minute')} left`;
  return md`about ${counted(Math.round(seconds / 3600), 'hour')} left`;
}
