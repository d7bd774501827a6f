import type { MemberWhy } from '../../audience/segments/why.ts';
import { clip } from '../../lib/words.ts';
import { holdWords } from '../contacts/messages-holds.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, paragraphs, section } from '../kit/message.ts';
import { bold, code, counted, escaped, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';
import { showing } from './messages.ts';

type Reason = MemberWhy['why'];

/** How many conditions are explained individually. */
const EXPLAINED = 60;

/** Why a contact is in a segment or not: each condition, what decides it, and when that changes by itself. */
export function memberWhy(id: number, { segment, member, at, timeZone, why, holds }: MemberWhy): Message {
  const who = member.name === null ? member.email : `${member.name} (${member.email})`;
  const day = (when: Date): Mrkdwn => escaped(dayIn(when, timeZone));
  const lines = reasons(why, 0, day);
  const rest = lines.length - EXPLAINED;
  return message(
    [
      section(
        md`${why.holds ? md`:white_check_mark:` : md`:x:`} ${escaped(clip(who, 300))} is ${why.holds ? '' : md`*not* `}in ${bold(segment)}.`,
      ),
      ...paragraphs(lines.slice(0, EXPLAINED)),
      ...(rest > 0 ? [context(md`${counted(rest, 'more condition')}`)] : []),
      ...(holds.length > 0 ? [section(holdWords(holds))] : []),
      context(md`As of ${moment(at)}${turns(why, day)}`),
      buttons(
        ...showing('View segment', 'card', { show: 'card', id }),
        button('Someone else…', actions.whySegment, String(id)),
      ),
    ],
    `${who} is ${why.holds ? '' : 'not '}in ${segment}`,
  );
}

/** The day on which something changes, in the workspace's time zone: rules count days there. */
export const dayIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
    .format(at)
    .replace(',', '');

export type SayDay = (when: Date) => Mrkdwn;

/** Each condition with its mark and the fact behind it, those inside others indented. */
export function reasons(reason: Reason, depth: number, day: SayDay): Mrkdwn[] {
  const mark = reason.holds ? md`:white_check_mark:` : md`:x:`;
  const indent = escaped('      '.repeat(depth));
  const flips =
    reason.flips instanceof Date
      ? md` _until ${day(reason.flips)}_`
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
        ...reason.of.flatMap((each) => reasons(each, Math.min(depth + 1, 4), day)),
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

function turns({ flips, holds }: Reason, day: SayDay): Mrkdwn {
  if (flips === 'unknown') return md`  ·  older events don’t say when this changes`;
  if (flips === null) return md`  ·  won’t change on its own in the next 400 days`;
  return md`  ·  ${holds ? md`leaves` : md`joins`} on its own on ${day(flips)}, if nothing else changes`;
}
