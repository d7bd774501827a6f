import type { SegmentCard } from '../../audience/segments/card.ts';
import type { MemberWhy } from '../../audience/segments/why.ts';
import { clip } from '../../lib/words.ts';
import { holdWords } from '../contacts/messages-holds.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, paragraphs, section } from '../kit/message.ts';
import {
  bold,
  code,
  counted,
  escaped,
  escapedLines,
  joined,
  type Mrkdwn,
  md,
  moment,
  person,
} from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';
import { segmentNames } from '../tags/messages-card.ts';
import { again, freshness, inFull, inWords, neverMailed, showing } from './messages.ts';
import { holdsAddress, tellsPeople } from './messages-personal.ts';

/** Everything about one segment, and what can be done with it. */
export function segmentCard(card: SegmentCard): Message {
  const { segment, size, usedBy } = card;
  const { id, name, description } = segment;
  const facts = 'problem' in size ? [md`:warning: ${escaped(size.problem)}`] : [inFull(size)];
  const tells = ('problem' in size ? false : tellsPeople(size)) || holdsAddress(`${name} ${description}`);
  const changed = card.updatedAt.getTime() !== card.createdAt.getTime();
  return message(
    [
      section(joined([bold(name), ...(description === '' ? [] : [escapedLines(description)]), ...facts])),
      ...neverMailed(card.neverMailed),
      ...('problem' in size ? [] : [freshness(size)]),
      buttons(
        ...listing('View people', 'members', { source: { of: 'segment', id } }),
        button('Why…', actions.whySegment, String(id)),
        ...showing('Forecast', 'forecast', { show: 'forecast', id, days: 30 }),
        button('Edit', actions.editSegment, String(id), { style: 'primary' }),
        ...again({ show: 'card', id }, tells),
      ),
      buttons(
        button('Rename', actions.renameSegment, String(id)),
        button('Copy', actions.copySegment, String(id)),
        button('Delete', actions.deleteSegment, String(id), { style: 'danger' }),
        ...showing('All segments', 'all', { show: 'list', search: '', sort: 'name', page: 1 }),
      ),
      context(
        md`Created by ${person(card.createdBy)} ${moment(card.createdAt)}${changed ? md`  ·  edited by ${person(card.updatedBy)} ${moment(card.updatedAt)}` : ''}`,
      ),
      ...(usedBy.length === 0 ? [] : [context(md`Used by ${segmentNames(usedBy)}`)]),
    ],
    'problem' in size ? `${name}: ${size.problem}` : `${name}: ${inWords(size)}`,
  );
}

type Reason = MemberWhy['why'];

/** How many conditions are explained individually. */
const EXPLAINED = 60;

/** Why a contact is in a segment or not: each condition, what decides it, and when that changes by itself. */
export function memberWhy(id: number, { segment, member, at, why, holds }: MemberWhy): Message {
  const who = member.name === null ? member.email : `${member.name} (${member.email})`;
  const lines = reasons(why, 0);
  const rest = lines.length - EXPLAINED;
  return message(
    [
      section(
        md`${why.holds ? md`:white_check_mark:` : md`:x:`} ${escaped(clip(who, 300))} is ${why.holds ? '' : md`*not* `}in ${bold(segment)}.`,
      ),
      ...paragraphs(lines.slice(0, EXPLAINED)),
      ...(rest > 0 ? [context(md`${counted(rest, 'more condition')}`)] : []),
      ...(holds.length > 0 ? [section(holdWords(holds))] : []),
      context(md`As of ${moment(at)}${turns(why)}`),
      buttons(
        ...showing('Show segment', 'card', { show: 'card', id }),
        button('Someone else…', actions.whySegment, String(id)),
      ),
    ],
    `${who} is ${why.holds ? '' : 'not '}in ${segment}`,
  );
}

function reasons(reason: Reason, depth: number): Mrkdwn[] {
  const mark = reason.holds ? md`:white_check_mark:` : md`:x:`;
  const indent = escaped('      '.repeat(depth));
  const flips =
    reason.flips instanceof Date
      ? md` _until ${moment(reason.flips)}_`
      : reason.flips === 'unknown'
        ? md` _for how long isn’t known_`
        : '';
  switch (reason.type) {
    case 'condition':
      return [
        md`${indent}${mark} ${code(clip(reason.sentence, 200))}  ${escaped(clip(reason.fact, 300))}${flips}`,
      ];
    case 'all':
    case 'any':
    case 'not':
    case 'segment': {
      const heading = headings[reason.type] ?? code(clip(reason.sentence, 200));
      return [
        md`${indent}${mark} ${heading}${flips}`,
        ...reason.of.flatMap((each) => reasons(each, Math.min(depth + 1, 4))),
      ];
    }
    default:
      throw reason satisfies never;
  }
}

const headings: Record<string, Mrkdwn> = {
  all: md`all of these:`,
  any: md`any of these:`,
  not: md`none of this:`,
};

function turns({ flips, holds }: Reason): Mrkdwn {
  if (flips === 'unknown') return md`  ·  older events don’t say when this changes`;
  if (flips === null) return md`  ·  won’t change on its own in the next 400 days`;
  return md`  ·  ${holds ? md`leaves` : md`joins`} on its own ${moment(flips)}, if nothing else changes`;
}
