import type { Difference } from '../../audience/segment-diff.ts';
import type { SegmentLine, SegmentWithSize, Size } from '../../audience/segments.ts';
import { clip } from '../../words.ts';
import { actions } from '../ids.ts';
import { bold, code, count, counted, escaped, moment } from '../mrkdwn.ts';
import { button, buttons, context, type Message, message, paragraphs, section } from './message.ts';

/** `*1,204* members · *1,130* reachable`, always side by side. */
export const inNumbers = (size: Pick<Size, 'members' | 'reachable'>): string =>
  `*${count(size.members)}* ${size.members === 1 ? 'member' : 'members'} · *${count(size.reachable)}* reachable`;

/** The same without markup. */
const inWords = (size: Size): string =>
  `${counted(size.members, 'member')}, ${count(size.reachable)} reachable`;

/** `*+312* in, *−40* out`. */
export function changeInNumbers({ entering, leaving }: Pick<Difference, 'entering' | 'leaving'>): string {
  if (entering.count === 0 && leaving.count === 0) return 'Nobody comes in, and nobody goes out.';
  return `*+${count(entering.count)}* in, *−${count(leaving.count)}* out`;
}

/** A segment that was changed, with what it gained and lost where that is known. */
export function segmentEdited(
  { name, size }: SegmentWithSize,
  { undoId, difference }: { undoId: number; difference?: Difference | undefined },
): Message {
  const numbers = difference === undefined ? '' : `${changeInNumbers(difference)}\n`;
  return message(
    [
      section(
        `:busts_in_silhouette: The segment ${bold(name)} was changed.\n${numbers}${inNumbers(size)}\n${escaped(size.readBack)}`,
      ),
      freshness(size),
      buttons(button('Undo', actions.undo, String(undoId))),
    ],
    `The segment ${name} was changed: ${inWords(size)}`,
  );
}

/** The size of a rule that is not saved. */
export function counting(size: Size): Message {
  return message(
    [
      section(`${inNumbers(size)}\n${escaped(size.readBack)}`),
      freshness(size),
      // Half a command is worse than none.
      ...(size.sentence.length > 500
        ? []
        : [context(`Keep it: ${code(`/segments new A name: ${size.sentence}`)}`)]),
    ],
    inWords(size),
  );
}

/** The size of a segment. */
export function segmentSize({ name, size }: SegmentWithSize): Message {
  return message(
    [section(`${bold(name)}\n${inNumbers(size)}\n${escaped(size.readBack)}`), freshness(size)],
    `${name}: ${inWords(size)}`,
  );
}

export function segmentMade(segment: SegmentWithSize): Message {
  const { name, size } = segment;
  return message(
    [
      section(
        `:busts_in_silhouette: The segment ${bold(name)} is there.\n${inNumbers(size)}\n${escaped(size.readBack)}`,
      ),
      freshness(size),
      context(`It keeps itself up to date. Ask at any time: ${code(`/segments size ${name}`)}`),
    ],
    `The segment ${name} is there: ${inWords(size)}`,
  );
}

export function segmentList({ total, segments }: { total: number; segments: SegmentLine[] }): Message {
  if (total === 0) {
    return message(
      [
        section('There are no segments yet. A segment is a group that keeps itself up to date from a rule.'),
        context('Make one: `/segments new Recent sign-ups: signed up in the last 30 days`'),
      ],
      'There are no segments yet.',
    );
  }
  const lines = segments.map((segment) =>
    'size' in segment
      ? `• ${bold(segment.name)}  ${inNumbers(segment.size)}\n      ${code(clip(segment.size.sentence, 120))}`
      : `• ${bold(segment.name)}  :warning: ${escaped(clip(segment.problem, 200))}`,
  );
  const first = segments.find((segment) => 'size' in segment);
  const rest = total - segments.length;
  return message(
    [
      section(`*${counted(total, 'segment')}*${rest > 0 ? `, the first ${count(segments.length)}` : ''}`),
      ...paragraphs(lines),
      ...(first !== undefined && 'size' in first ? [context(`Counted ${moment(first.size.at)}`)] : []),
    ],
    counted(total, 'segment'),
  );
}

const freshness = (size: Size) => context(`${code(clip(size.sentence, 500))}  ·  counted ${moment(size.at)}`);
