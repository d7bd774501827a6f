import type { Overlap, OverlapPart } from '../../audience/people/overlap.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { barChart } from '../kit/charts.ts';
import { button, context, header, type Message, message, section, sectionWith } from '../kit/message.ts';
import { code, count, counted, escaped, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';
import { showing } from '../segments/messages.ts';
import { shareButton } from '../segments/messages-sharing.ts';
import { shareOf } from './messages-breakdown.ts';
import { headingOf, listing, rows } from './messages-list.ts';
import { buttonValue } from './places.ts';

/** Who is in both of two groups, and who is in only one: as numbers, as a chart, and as lists. */
export function overlapCard(overlap: Overlap): Message {
  const { one, other, both, onlyOne, onlyOther, namesPeople, at } = overlap;
  const [first, second] = [insideOf(one), insideOf(other)];
  const names = [one, other].map(({ name }) => clip(name, 60));
  const parts = [
    { as: 'both', label: 'In both', words: md`in both${shares(overlap)}`, part: both },
    { as: 'one', label: `Only ${names[0]}`, words: md`only ${first}`, part: onlyOne },
    { as: 'other', label: `Only ${names[1]}`, words: md`only ${second}`, part: onlyOther },
  ];
  const place = { show: 'overlap', one: one.source, other: other.source } as const;
  const saves = parts.flatMap(({ as, label, part }) => {
    const value = part.people === 0 ? undefined : buttonValue({ source: part.source });
    const words = `Save “${clip(label, 40)}”`;
    return value === undefined ? [] : [button(words, `${actions.saveListed}.${as}`, value)];
  });
  return message(
    [
      header(`${counted(both.people, 'person', 'people')} in both`),
      section(
        md`${headingOf(one)}  ·  *${count(one.people)}* ${people(one)}\n${headingOf(other)}  ·  *${count(other.people)}* ${people(other)}`,
      ),
      ...barChart(
        'People in both, and in only one',
        'People',
        parts.map(({ label, part }) => ({ label, value: part.people })),
      ),
      ...parts.map(({ as, words, part }) => {
        const line = md`*${count(part.people)}* ${words}, *${count(part.reachable)}* can be mailed`;
        const [view] = part.people === 0 ? [] : listing('View people', as, { source: part.source });
        return view === undefined ? section(line) : sectionWith(line, view);
      }),
      ...rows(saves, [...showing('Refresh', 'refresh', place), ...shareButton(place, namesPeople)]),
      context(md`Save a part as a segment, and it keeps itself up to date  ·  counted ${moment(at)}`),
    ],
    `${names[0]} and ${names[1]}: ${count(both.people)} in both, ${count(onlyOne.people)} only in ${names[0]}, ${count(onlyOther.people)} only in ${names[1]}`,
  );
}

/** `in *Lapsed VIPs*`, ``tagged `vip` `` */
const insideOf = ({ source, name }: Overlap['one']): Mrkdwn => {
  if (source.of === 'tag') return md`tagged ${code(name)}`;
  return source.of === 'rule' ? md`match ${code(clip(name, 300))}` : md`in ${headingOf({ source, name })}`;
};

const people = ({ people: many }: OverlapPart): Mrkdwn => (many === 1 ? md`person` : md`people`);

/** ` (26 % of the first, 40 % of the second)` */
function shares({ one, other, both }: Overlap): Mrkdwn | '' {
  if (both.people === 0) return '';
  const of = (whole: Overlap['one']) =>
    md`${escaped(shareOf(both.people, whole.people))} of ${escaped(clip(whole.name, 60))}`;
  return md` (${of(one)}, ${of(other)})`;
}
