import type { KnownBlock } from '@slack/types';
import type { PeopleSource } from '../../audience/people/source.ts';
import type { NeverMailed, UnrecordedShown } from '../../audience/segments/card.ts';
import type { Size } from '../../audience/segments/segments.ts';
import type { TwinSize } from '../../audience/segments/twin.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import {
  button,
  buttons,
  context,
  header,
  type Message,
  message,
  section,
  sectionWith,
} from '../kit/message.ts';
import { bold, clock, count, escaped, escapedLines, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';
import { detailsOf, inNumbers, inWords, showing } from './messages.ts';
import { tellsPeople } from './messages-personal.ts';
import { shareButton } from './messages-sharing.ts';
import type { SegmentPlace } from './places.ts';

// How a number is answered: the number first, the rule in plain English once, and what may be meant instead.

/** Of a long rule, the beginning; all of it is behind Details. */
const LONGEST_RULE = 300;

/** What was counted: the rule in plain English, under its name if it has one, with the button for the details. */
export function ruleBlock(size: Size, place: SegmentPlace, name?: string): KnownBlock {
  const rule = size.readBack === null ? hiddenRule : escapedLines(clip(size.readBack, LONGEST_RULE));
  const words = name === undefined ? rule : md`${bold(name)}\n${rule}`;
  if (size.readBack === null) return section(words);
  const details = detailsOf(place);
  return details === undefined ? section(words) : sectionWith(words, details);
}

/** When it was counted. */
export const freshness = (size: Size): KnownBlock => context(md`counted ${clock(size.at)}`);

const hiddenRule = md`The rule names people, so only people who can see contacts can read it.`;

/** Contacts who match a condition although nothing was ever sent to them, with the rule to exclude them. */
export function neverMailed(never: NeverMailed | undefined): KnownBlock[] {
  if (never === undefined) return [];
  const words = md`${count(never.members)} of these people ${never.members === 1 ? md`has` : md`have`} never been sent anything.`;
  const [narrower] = showing('Count without them', 'narrower', { show: 'count', sentence: never.sentence });
  return narrower === undefined ? [context(words)] : [sectionWith(words, narrower)];
}

/** Campaigns that recorded nothing about people: everyone who got them counts as someone who didn't open, or click. */
export function unrecorded(found: readonly UnrecordedShown[] = []): KnownBlock[] {
  return found.flatMap((one) => {
    const keys = one.instead.flatMap(({ did, sentence }) =>
      showing(did === 'clicked' ? 'Use clicks instead' : 'Use mails received', `instead-${did}`, {
        show: 'count',
        sentence,
      }),
    );
    const words = context(unrecordedWords(one));
    return keys.length === 0 ? [words] : [words, buttons(...keys)];
  });
}

/** `3 of the 4 campaigns sent in that time didn’t record who opened them, …` */
export function unrecordedWords({ did, campaigns, of, isEver }: Omit<UnrecordedShown, 'instead'>): Mrkdwn {
  const when = isEver ? md`sent so far` : md`sent in that time`;
  const which =
    of === 1
      ? md`The one campaign ${when}`
      : md`*${count(campaigns)}* of the *${count(of)}* campaigns ${when}`;
  const them = campaigns === 1 ? md`it` : md`them`;
  return md`:warning: ${which} didn’t record who ${did === 'opened' ? md`opened` : md`clicked`} ${did === 'opened' ? them : md`links in ${them}`}. People who got only ${campaigns === 1 ? md`that one` : md`those`} count as not having ${did === 'opened' ? md`opened` : md`clicked`}.`;
}

/** The size of a rule that is not saved. */
export function counting(
  size: Size,
  beside: {
    neverMailed?: NeverMailed | undefined;
    unrecorded?: readonly UnrecordedShown[];
    twin?: TwinSize | undefined;
    rule?: Extract<PeopleSource, { of: 'rule' }>['rule'] | undefined;
  } = {},
): Message {
  const sentence = size.sentence ?? '';
  const place = { show: 'count', sentence } as const;
  const fits = sentence !== '' && sentence.length <= LONGEST_IN_BUTTON;
  const keys = [
    ...(beside.rule === undefined || size.sentence === null
      ? []
      : listing('View people', 'counted', { source: { of: 'rule', rule: beside.rule } })),
    ...(fits ? [button('Save as segment', actions.newSegment, sentence)] : []),
    ...shareButton(place, tellsPeople(size)),
  ];
  return message(
    [
      header(inWords(size)),
      ruleBlock(size, place),
      ...neverMailed(beside.neverMailed),
      ...unrecorded(beside.unrecorded),
      ...otherMeaning(beside.twin, size),
      freshness(size),
      ...(keys.length === 0 ? [] : [buttons(...keys)]),
    ],
    inWords(size),
  );
}

/** The other meaning of the timeframe, with its number: "in the past month" beside "in the last month". */
function otherMeaning(twin: TwinSize | undefined, size: Size): KnownBlock[] {
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
