import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { Difference } from '../../audience/segments/builder.ts';
import type { SegmentCard } from '../../audience/segments/card.ts';
import type { SegmentWithSize, Size } from '../../audience/segments/segments.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { barChart } from '../kit/charts.ts';
import { button, buttons, header, type Message, message, section } from '../kit/message.ts';
import { bold, count, escaped, escapedLines, md } from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';
import { buttonValue } from '../people/places.ts';
import { trendBlock } from '../watches/messages-trend.ts';
import { changeInNumbers, inWords, showingInMenu } from './messages.ts';
import { holdsAddress, tellsPeople } from './messages-personal.ts';
import { shareButton } from './messages-sharing.ts';
import { freshness, neverMailed, ruleBlock, unrecorded } from './messages-size.ts';

/** Everything about one segment in a few lines, and what can be done with it. */
export function segmentCard(card: SegmentCard): Message {
  const { segment, size, neverMailed: never, trend } = card;
  const { id, name, description } = segment;
  const about = description === '' ? [] : [section(escapedLines(description))];
  if ('problem' in size) {
    return message(
      [section(md`${bold(name)}\n:warning: ${escaped(size.problem)}`), ...about, buttons(...keys(id, []))],
      `${name}: ${size.problem}`,
    );
  }
  const tells = tellsPeople(size) || holdsAddress(`${name} ${description}`);
  return sized(
    { id, name, size },
    {
      tells,
      below: [...about, ...neverMailed(never), ...unrecorded(card.unrecorded), ...trendBlock(id, trend)],
    },
  );
}

/** The size of a segment. */
export const segmentSize = (segment: SegmentWithSize): Message => sized(segment);

/** A segment that was just created; undo deletes it again. */
export function segmentMade(segment: SegmentWithSize & { undoId: number }): Message {
  const { name, undoId } = segment;
  const made = sized(segment, {
    above: [section(md`:busts_in_silhouette: Created ${bold(name)}. It keeps itself up to date.`)],
    first: [button('Undo', actions.undo, String(undoId))],
  });
  return { ...made, text: message([], `Created ${name}: ${inWords(segment.size)}`).text };
}

/** A segment that was changed, with how many contacts it gained and lost. */
export function segmentEdited(
  segment: SegmentWithSize,
  { undoId, difference }: { undoId: number; difference: Difference },
): Message {
  const { name, size } = segment;
  const { entering, leaving } = difference;
  const before = size.members - entering.count + leaving.count;
  const points = [
    { label: 'Before', value: before },
    { label: 'Now', value: size.members },
  ];
  const saved = sized(segment, {
    above: [
      section(
        md`:busts_in_silhouette: Saved ${bold(name)}.\n${changeInNumbers(difference)}  ·  before: ${count(before)}`,
      ),
      ...(before === size.members ? [] : barChart('People before and now', 'People', points)),
    ],
    first: [button('Undo', actions.undo, String(undoId))],
  });
  return { ...saved, text: message([], `Saved ${name}: ${inWords(size)}`).text };
}

/**
 * The shape of every card about a segment: its number as the heading, its rule once, three buttons and a menu.
 *
 * @param options.first buttons before the usual ones: with one, only two of those stay
 */
function sized(
  { id, name, size }: { id: number; name: string; size: Size },
  options: { tells?: boolean; above?: KnownBlock[]; below?: KnownBlock[]; first?: Button[] } = {},
): Message {
  const { tells = tellsPeople(size) || holdsAddress(name), above = [], below = [], first = [] } = options;
  const place = { show: 'card', id } as const;
  return message(
    [
      header(inWords(size)),
      ...above,
      ruleBlock(size, place, above.length === 0 ? name : undefined),
      ...below,
      freshness(size),
      buttons(...keys(id, shareButton(place, tells), first)),
    ],
    `${name}: ${inWords(size)}`,
  );
}

function keys(id: number, share: Button[], first: Button[] = []): (Button | Overflow)[] {
  const value = String(id);
  const usual = [
    ...listing('View people', 'members', { source: { of: 'segment', id } }),
    button('Edit', actions.editSegment, value),
    ...share,
  ];
  return [
    ...[...first, ...usual].slice(0, 3),
    button('New campaign to these', actions.newCampaign, JSON.stringify({ segment: id })),
    ...menu(
      choice('Why someone is in it', actions.whySegment, value),
      showingInMenu('Forecast', 'forecast', { show: 'forecast', id, days: 30 }),
      choice('Export', actions.exportListed, buttonValue({ source: { of: 'segment', id } }) ?? ''),
      choice('Duplicate', actions.copySegment, value),
      choice('Delete', actions.deleteSegment, value),
    ),
  ];
}
