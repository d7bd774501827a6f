import type { Button } from '@slack/types';
import type { Difference } from '../../audience/segments/builder.ts';
import type { Size } from '../../audience/segments/segments.ts';
import { actions } from '../core/ids.ts';
import { choice, type MenuChoice } from '../core/menu.ts';
import { button } from '../kit/message.ts';
import { count, counted, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { placeValue, type SegmentPlace } from './places.ts';

// The words and buttons that all messages about segments share.

/** `*1,204 people*, 1,130 can be mailed`, always together. */
export const inNumbers = (size: Pick<Size, 'members' | 'reachable'>): Mrkdwn =>
  md`*${counted(size.members, 'person', 'people')}*, ${count(size.reachable)} can be mailed`;

/** The same without markup. */
export const inWords = (size: Pick<Size, 'members' | 'reachable'>): string =>
  `${counted(size.members, 'person', 'people')}, ${count(size.reachable)} can be mailed`;

/** `*+312* join, *−40* leave`. */
export function changeInNumbers({ entering, leaving }: Pick<Difference, 'entering' | 'leaving'>): Mrkdwn {
  if (entering.count === 0 && leaving.count === 0) return md`No one joins or leaves.`;
  return md`*+${count(entering.count)}* join, *−${count(leaving.count)}* leave`;
}

/** A button that shows something about segments; none if its value would exceed Slack's limit. */
export function showing(words: string, as: string, place: SegmentPlace): Button[] {
  const value = placeValue(place);
  return value === undefined ? [] : [button(words, `${actions.showSegments}.${as}`, value)];
}

/** The same as a choice in a menu. */
export const showingInMenu = (words: string, as: string, place: SegmentPlace): MenuChoice =>
  choice(words, `${actions.showSegments}.${as}`, JSON.stringify(place));

/** The button that shows the exact rule, its time zone and its moment. */
export function detailsOf(place: SegmentPlace): Button | undefined {
  const value = placeValue(place);
  return value === undefined ? undefined : button('Details', actions.segmentDetails, value);
}
