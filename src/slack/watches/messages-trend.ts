import type { KnownBlock } from '@slack/types';
import type { Trend } from '../../audience/watches/trend.ts';
import { actions } from '../core/ids.ts';
import { button, sectionWith } from '../kit/message.ts';
import { count, counted, escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';

/** `+31`, `−5`, `±0` */
export const signed = (change: number): string =>
  change === 0 ? '±0' : `${change > 0 ? '+' : '−'}${count(Math.abs(change))}`;

/** `  ·  +31 in 7 days`; nothing without an earlier reading. */
export const trendWords = (trend: Trend | undefined, of = ''): Mrkdwn | '' =>
  trend === undefined
    ? ''
    : md`  ·  ${escaped(signed(trend.change))}${of === '' ? '' : md` ${escaped(of)}`} in ${counted(trend.days, 'day')}`;

/** How a segment's size changed, with the button that shows its history. */
export function trendBlock(id: number, trend: Trend | undefined): KnownBlock[] {
  if (trend === undefined) return [];
  const place = JSON.stringify({ show: 'history', id });
  return [
    sectionWith(
      md`*${escaped(signed(trend.change))}* in ${counted(trend.days, 'day')}`,
      button('History', `${actions.showSegments}.history`, place),
    ),
  ];
}
