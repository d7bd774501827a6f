import type { KnownBlock, ModalView } from '@slack/types';
import type { SegmentCard } from '../../audience/segments/card.ts';
import type { Size } from '../../audience/segments/segments.ts';
import { clip } from '../../lib/words.ts';
import { context, section } from '../kit/message.ts';
import { sayingModal } from '../kit/modal.ts';
import { bold, code, escaped, escapedLines, joined, md, moment, person } from '../kit/mrkdwn.ts';
import { segmentNames } from '../tags/messages-card.ts';
import { inNumbers } from './messages.ts';

/** The details of a number: the exact rule, the time zone that its days are counted in, and the moment. */
export function detailsModal(
  size: Size | { problem: string },
  { timeZone, card }: { timeZone: string; card?: SegmentCard },
): ModalView {
  return sayingModal('Details', [
    ...(card === undefined ? [] : [section(bold(card.segment.name))]),
    ...('problem' in size ? [section(md`:warning: ${escaped(size.problem)}`)] : ruleBlocks(size, timeZone)),
    ...(card === undefined ? [] : originBlocks(card)),
  ]);
}

function ruleBlocks(size: Size, timeZone: string): KnownBlock[] {
  const { sentence, readBack, at } = size;
  return [
    section(inNumbers(size)),
    ...(sentence === null || readBack === null
      ? [section(md`The rule names people, so only people who can see contacts can read it.`)]
      : [
          section(md`*Rule*\n${code(clip(sentence, 2500))}`),
          section(md`*In plain English*\n${escapedLines(clip(readBack, 2500))}`),
        ]),
    context(md`Counted ${moment(at)}  ·  days begin in ${escaped(timeZone)}`),
  ];
}

function originBlocks({ createdBy, createdAt, updatedBy, updatedAt, usedBy }: SegmentCard): KnownBlock[] {
  const wasEdited = updatedAt.getTime() !== createdAt.getTime();
  const lines = [
    md`Created by ${person(createdBy)} ${moment(createdAt)}`,
    ...(wasEdited ? [md`Edited by ${person(updatedBy)} ${moment(updatedAt)}`] : []),
    usedBy.length === 0 ? md`No other segment uses it` : md`Used by ${segmentNames(usedBy)}`,
  ];
  return [context(joined(lines))];
}
