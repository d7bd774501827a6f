import type { Button } from '@slack/types';
import type { Difference } from '../../audience/segments/builder.ts';
import type { NeverMailed } from '../../audience/segments/card.ts';
import type { Forecast } from '../../audience/segments/forecast.ts';
import { LARGEST_OF, type SegmentPage } from '../../audience/segments/list.ts';
import type { SegmentWithSize, Size } from '../../audience/segments/segments.ts';
import type { TwinSize } from '../../audience/segments/twin.ts';
import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from '../kit/message.ts';
import {
  bold,
  code,
  count,
  counted,
  escaped,
  escapedLines,
  joined,
  type Mrkdwn,
  md,
  moment,
  person,
} from '../kit/mrkdwn.ts';
import { holdsAddress, tellsPeople } from './messages-personal.ts';
import { placeValue, type SegmentPlace } from './places.ts';

/** How many segments one page lists and counts. */
export const SEGMENTS_PER_PAGE = 10;

/** `*1,204* members · *1,130* can be mailed`, always together. */
export const inNumbers = (size: Pick<Size, 'members' | 'reachable'>): Mrkdwn =>
  md`*${count(size.members)}* ${size.members === 1 ? md`member` : md`members`} · *${count(size.reachable)}* can be mailed`;

/** A rule in numbers and in words; only in numbers if it names people whom the asker may not see. */
export const inFull = (size: Size): Mrkdwn =>
  md`${inNumbers(size)}\n${size.readBack === null ? hiddenRule : escapedLines(size.readBack)}`;

const hiddenRule = md`The rule names people, so only people who can see contacts can read it.`;

/** The same without markup. */
export const inWords = (size: Size): string =>
  `${counted(size.members, 'member')}, ${count(size.reachable)} can be mailed`;

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

/**
 * The buttons under each card with numbers: count again, and share with the channel.
 *
 * @param tells whether the card reveals who someone is; then sharing asks for confirmation
 */
export function again(place: SegmentPlace, tells: boolean): Button[] {
  const value = placeValue(place);
  if (value === undefined) return [];
  const share = tells
    ? { ...button('Share in channel', actions.shareAnyway, value), confirm: sharing(place) }
    : button('Share in channel', actions.shareSegments, value);
  return [...showing('Refresh', 'refresh', place), share];
}

const sharing = (place: SegmentPlace) => ({
  title: {
    type: 'plain_text' as const,
    text: place.show === 'members' ? 'Share addresses?' : 'Share who this is about?',
  },
  text: { type: 'plain_text' as const, text: sharingWords(place) },
  confirm: { type: 'plain_text' as const, text: 'Share' },
  deny: { type: 'plain_text' as const, text: 'Cancel' },
});

const sharingWords = (place: SegmentPlace): string =>
  place.show === 'members'
    ? 'This list holds names and email addresses. Everyone in this channel will see them.'
    : 'This shows an email address, a name or a phone number. Everyone in this channel will see it.';

/** Asks before a card that reveals who someone is goes into a channel, if its button has not asked yet. */
export function shareQuestion(place: SegmentPlace): Message {
  const value = placeValue(place) ?? '';
  const words = `Not shared yet. ${sharingWords(place)}`;
  return message(
    [
      section(md`:lock: ${escaped(words)}`),
      buttons(
        button('Share', actions.shareAnyway, value, { style: 'danger' }),
        button('Cancel', actions.dismiss, ''),
      ),
    ],
    words,
  );
}

/** The size of a rule that is not saved. */
export function counting(
  size: Size,
  beside: { neverMailed?: NeverMailed | undefined; twin?: TwinSize | undefined } = {},
): Message {
  const sentence = size.sentence ?? '';
  const save =
    sentence === '' || sentence.length > LONGEST_IN_BUTTON
      ? []
      : [button('Save as segment', actions.newSegment, sentence, { style: 'primary' })];
  const keys = [...save, ...again({ show: 'count', sentence }, tellsPeople(size))];
  return message(
    [
      section(inFull(size)),
      ...neverMailed(beside.neverMailed),
      ...otherMeaning(beside.twin, size),
      freshness(size),
      ...(keys.length === 0 ? [] : [buttons(...keys)]),
    ],
    inWords(size),
  );
}

/** The other meaning of the timeframe, with its number: "in the past month" beside "in the last month". */
function otherMeaning(twin: TwinSize | undefined, size: Size) {
  if (twin === undefined) return [];
  const words = twinWords(twin);
  const label = clip(`Count: ${twin.words}`, 75);
  const [other] =
    size.sentence === null ? [] : showing(label, 'twin', { show: 'count', sentence: twin.sentence });
  return other === undefined ? [context(words)] : [sectionWith(words, other)];
}

/** The other meaning of a timeframe, in numbers. */
export const twinWords = (twin: TwinSize): Mrkdwn =>
  md`That’s by the calendar. Up to now (${escaped(twin.words)}): ${inNumbers(twin)}`;

/** Slack's limit for a button's value; a form's text has a limit too. */
const LONGEST_IN_BUTTON = 2000;

/** Contacts who match a condition although nothing was ever sent to them, with the rule to exclude them. */
export function neverMailed(never: NeverMailed | undefined) {
  if (never === undefined) return [];
  const words = md`${counted(never.members, 'contact')} of these ${never.members === 1 ? md`has` : md`have`} never been sent anything.`;
  const [narrower] = showing('Count without them', 'narrower', { show: 'count', sentence: never.sentence });
  return narrower === undefined ? [context(words)] : [sectionWith(words, narrower)];
}

/** The size of a segment. */
export function segmentSize({ id, name, size }: SegmentWithSize): Message {
  return message(
    [
      section(md`${bold(name)}\n${inFull(size)}`),
      freshness(size),
      buttons(
        ...showing('Show', 'card', { show: 'card', id }),
        ...again({ show: 'size', id }, tellsPeople(size) || holdsAddress(name)),
      ),
    ],
    `${name}: ${inWords(size)}`,
  );
}

export function segmentMade({ id, name, size }: SegmentWithSize): Message {
  return message(
    [
      section(md`:busts_in_silhouette: Created ${bold(name)}.\n${inFull(size)}`),
      freshness(size),
      buttons(
        ...showing('Show', 'card', { show: 'card', id }),
        button('Edit', actions.editSegment, String(id)),
        ...again({ show: 'size', id }, tellsPeople(size) || holdsAddress(name)),
      ),
      context(md`It keeps itself up to date. To see its size at any time: ${code(`/segments size ${name}`)}`),
    ],
    `Created ${name}: ${inWords(size)}`,
  );
}

/** A segment that was changed, with how many contacts it gained and lost. */
export function segmentEdited(
  { id, name, size }: SegmentWithSize,
  { undoId, difference }: { undoId: number; difference: Difference },
): Message {
  return message(
    [
      section(
        md`:busts_in_silhouette: Saved ${bold(name)}.\n${changeInNumbers(difference)}\n${inFull(size)}`,
      ),
      freshness(size),
      buttons(
        button('Undo', actions.undo, String(undoId)),
        ...showing('Show', 'card', { show: 'card', id }),
        ...again({ show: 'size', id }, tellsPeople(size) || holdsAddress(name)),
      ),
    ],
    `Saved ${name}: ${inWords(size)}`,
  );
}

/** A page of segments, each with a button that shows it; below, the buttons for the other pages. */
export function segmentList(list: SegmentPage): Message {
  const { total, found, search, sort, page, pages, at, segments } = list;
  if (total === 0) {
    return message(
      [
        section(
          md`No segments yet. A segment is a group of contacts that keeps itself up to date from a rule.`,
        ),
        buttons(newSegment('primary'), help),
        context(md`Or type it in one line: \`/segments new Recent sign-ups: signed up in the last 30 days\``),
      ],
      'No segments yet.',
    );
  }
  const head =
    search === ''
      ? md`*${counted(total, 'segment')}*`
      : md`*${counted(found, 'segment')}* with ${code(clip(search, 60))} in the name, of ${count(total)}`;
  const lines = segments.map((segment) => {
    const words =
      'size' in segment
        ? md`${bold(segment.name)}  ${inNumbers(segment.size)}\n${ruleLine(segment.size, 120)}`
        : md`${bold(segment.name)}  :warning: ${escaped(clip(segment.problem, 200))}`;
    const place = { show: 'card', id: segment.id } as const;
    const [show] = showing('Show', 'card', place);
    return show === undefined ? section(words) : sectionWith(words, show);
  });
  const to = (words: string, as: string, change: Partial<Extract<SegmentPlace, { show: 'list' }>>) =>
    showing(words, as, { show: 'list', search, sort, page: 1, ...change });
  return message(
    [
      section(md`${head}${pages > 1 ? md`  ·  page ${count(page)} of ${count(pages)}` : ''}${sorted[sort]}`),
      ...lines,
      buttons(
        ...(page > 1 ? to('Previous', 'previous', { page: page - 1 }) : []),
        ...(page < pages ? to('Next', 'next', { page: page + 1 }) : []),
        ...(sort === 'name'
          ? to('Newest first', 'newest', { sort: 'newest' })
          : to('By name', 'by-name', { sort: 'name' })),
        ...(sort !== 'largest' && found <= LARGEST_OF
          ? to('Largest first', 'largest', { sort: 'largest' })
          : []),
        ...(search === '' ? [] : to('All segments', 'all', { search: '' })),
        newSegment(),
        help,
      ),
      context(md`Counted ${moment(at)}${pages > 1 ? md`  ·  find one: \`/segments list lapsed\`` : ''}`),
    ],
    search === ''
      ? counted(total, 'segment')
      : `${counted(found, 'segment')} with ${clip(search, 60)} in the name`,
  );
}

const sorted = { name: '', newest: md`  ·  newest first`, largest: md`  ·  largest first` } as const;

const newSegment = (style?: 'primary') => button('New segment', actions.newSegment, '', defined({ style }));
const help = button('Help', `${actions.runCommand}.help`, '/segments help');

/** How many contacts join and leave just because time passes. */
export function forecasts(id: number, name: string, list: (Forecast & { days: number })[]): Message {
  const lines = list.map(
    ({ days, entering, leaving }) =>
      md`• in ${counted(days, 'day')}: *+${count(entering)}* join, *−${count(leaving)}* leave`,
  );
  const from = list[0]?.from;
  return message(
    [
      section(md`${bold(name)}, if nothing changes but the date:\n${joined(lines)}`),
      ...(from === undefined
        ? []
        : [context(md`From ${moment(from)}. New contacts, tags and opens aren’t included.`)]),
      buttons(
        ...showing('Show', 'card', { show: 'card', id }),
        ...again({ show: 'forecast', id, days: list.at(-1)?.days ?? 30 }, holdsAddress(name)),
      ),
    ],
    `${name}: how many contacts join and leave as time passes`,
  );
}

export function segmentRenamed(renamed: {
  segment: { id: number; name: string };
  from: string;
  undoId: number;
}): Message {
  const { segment, from, undoId } = renamed;
  return message(
    [
      section(
        md`:busts_in_silhouette: Renamed ${bold(from)} to ${bold(segment.name)}. Segments that use it keep working.`,
      ),
      buttons(
        button('Undo', actions.undo, String(undoId)),
        ...showing('Show', 'card', { show: 'card', id: segment.id }),
      ),
    ],
    `Renamed ${from} to ${segment.name}.`,
  );
}

export function segmentCopied({
  segment,
  of,
}: {
  segment: { id: number; name: string };
  of: string;
}): Message {
  return message(
    [
      section(md`:busts_in_silhouette: Created ${bold(segment.name)}, with the rule of ${bold(of)}.`),
      buttons(
        button('Edit', actions.editSegment, String(segment.id), { style: 'primary' }),
        ...showing('Show', 'card', { show: 'card', id: segment.id }),
      ),
    ],
    `Created ${segment.name}, with the rule of ${of}.`,
  );
}

export function segmentDeletion({ segment }: { segment: { id: number; name: string } }): Message {
  return message(
    [
      section(md`Delete the segment ${bold(segment.name)}? Its members stay contacts.`),
      buttons(
        button('Delete', actions.confirmSegmentDeletion, String(segment.id), { style: 'danger' }),
        button('Cancel', actions.dismiss, ''),
      ),
      context(md`You can undo this for 30 minutes.`),
    ],
    `Delete the segment ${segment.name}?`,
  );
}

export function segmentDeleted({ segment, undoId }: { segment: { name: string }; undoId: number }): Message {
  return message(
    [
      section(md`:wastebasket: Deleted ${bold(segment.name)}.`),
      buttons(button('Undo', actions.undo, String(undoId))),
    ],
    `Deleted ${segment.name}.`,
  );
}

/** A card as a channel sees it, and who shared it. */
export function shared(card: Message, by: string): Message {
  const { text, blocks } = forAll(card);
  return { text, blocks: [...blocks, context(md`Shared by ${person(by)}`)] };
}

/** A card without the buttons that were meant only for its asker. */
export function forAll(card: Message): Message {
  const blocks = card.blocks
    .filter(({ type }) => type !== 'actions')
    .map((block) => {
      if (block.type !== 'section') return block;
      const { accessory: _, ...plain } = block;
      return plain;
    });
  return { text: card.text, blocks };
}

export const freshness = (size: Size) => context(md`${ruleLine(size, 500)}  ·  counted ${moment(size.at)}`);

const ruleLine = ({ sentence }: Size, limit: number): Mrkdwn =>
  sentence === null ? md`(its rule names people)` : code(clip(sentence, limit));
