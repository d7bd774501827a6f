import type { Button } from '@slack/types';
import { EVERYONE, type SizeHistory, type SizeReading } from '../../audience/watches/history.ts';
import { daysBetween, dayWords } from '../../lib/days.ts';
import { actions } from '../core/ids.ts';
import { lineChart, type Point } from '../kit/charts.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { bold, clock, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { dataTable } from '../kit/table.ts';
import { showing } from '../segments/messages.ts';
import { holdsAddress, tellsPeople } from '../segments/messages-personal.ts';
import { shareButton } from '../segments/messages-sharing.ts';
import { signed } from './messages-trend.ts';

/** Points that a chart in Slack can have. */
const POINTS = 20;

/** The sizes of a segment over time: what changed in words, a chart, and a table. */
export function sizeHistoryCard(history: SizeHistory): Message {
  const { id, name, from, to, readings, now } = history;
  const place = { show: 'history', id, from, to } as const;
  const first = readings[0];
  const members = now?.members ?? readings.at(-1)?.members;
  if (first === undefined || members === undefined) return nothingYet(history);
  const change = members - first.members;
  const words = `${counted(members, 'person', 'people')}, ${first.estimated ? 'about ' : ''}${signed(change)} since ${dayWords(first.day, to)}`;
  const tells = holdsAddress(name) || (now !== undefined && tellsPeople(now));
  return message(
    [
      header(words),
      section(
        md`${bold(name)}  ·  ${escaped(dayWords(from, to))} to ${escaped(dayWords(to))}${extremes(readings, to)}`,
      ),
      ...lineChart(`People, ${dayWords(first.day)} to ${dayWords(to)}`, 'People', pointsOf(history)),
      ...dataTable(
        'Size by day, newest first',
        ['Day', 'People', 'Can be mailed', 'Change'],
        rowsOf(history),
      ),
      ...notes(history),
      buttons(
        ...ofSegment(id),
        button('Export', actions.exportHistory, JSON.stringify(place)),
        ...shareButton(place, tells),
      ),
    ],
    `${name}: ${words}`,
  );
}

function nothingYet({ id, name, from, to }: SizeHistory): Message {
  const words = `No readings of ${name} from ${dayWords(from, to)} to ${dayWords(to)}.`;
  return message(
    [
      section(md`${escaped(words)} Rollcall reads every size once a day, from the day a segment is created.`),
      ...(id === EVERYONE ? [] : [buttons(...ofSegment(id))]),
    ],
    words,
  );
}

/** Its card, and the form that tells a channel when its size changes. */
const ofSegment = (id: number): Button[] =>
  id === EVERYONE
    ? []
    : [
        ...showing('View segment', 'card', { show: 'card', id }),
        button('Watch', actions.newWatch, String(id)),
      ];

/** The largest and the smallest, for people who can't see the chart. */
function extremes(readings: readonly SizeReading[], to: string): Mrkdwn | '' {
  const bySize = readings.toSorted((one, other) => one.members - other.members);
  const [least, most] = [bySize[0], bySize.at(-1)];
  if (least === undefined || most === undefined || least.members === most.members) return '';
  const said = ({ members, day, estimated }: SizeReading) =>
    md`${estimated ? md`about ` : ''}*${count(members)}* on ${escaped(dayWords(day, to))}`;
  return md`\nMost: ${said(most)}  ·  fewest: ${said(least)}`;
}

/**
 * Evenly chosen if there are more than a chart can show, the first and the last among them, and the largest and the
 * smallest: a day on which everything was otherwise doesn't disappear.
 */
function pointsOf({ readings, to, now }: SizeHistory): Point[] {
  const last = readings.at(-1);
  const own = now !== undefined && last?.day === to ? readings.slice(0, -1) : readings;
  const points = own.map(({ day, members }) => ({ label: dayWords(day, to), value: members }));
  if (now !== undefined) points.push({ label: 'Now', value: now.members });
  if (points.length <= POINTS) return points;
  const step = (points.length - 1) / (POINTS - 1);
  const chosen = Array.from({ length: POINTS }, (_, index) => Math.round(index * step));
  const values = points.map(({ value }) => value);
  const extremes = [values.indexOf(Math.max(...values)), values.indexOf(Math.min(...values))];
  for (const extreme of extremes) {
    if (chosen.some((index) => values[index] === values[extreme])) continue;
    // In place of its neighbor, but neither of an end nor of the other extreme.
    const [nearest] = chosen
      .slice(1, -1)
      .filter((index) => !extremes.includes(index))
      .sort((one, other) => Math.abs(one - extreme) - Math.abs(other - extreme));
    chosen[chosen.indexOf(nearest ?? -1)] = extreme;
  }
  return chosen.sort((one, other) => one - other).map((index) => points[index] as Point);
}

function rowsOf({ readings, to }: SizeHistory): (string | number)[][] {
  return readings
    .map(({ day, members, reachable, estimated }, index) => {
      const before = readings[index - 1];
      const days = before === undefined ? 0 : daysBetween(before.day, day);
      const change =
        before === undefined
          ? '—'
          : `${signed(members - before.members)}${days > 1 ? ` in ${days} days` : ''}`;
      return [
        `${dayWords(day, to)}${estimated ? ' (estimate)' : ''}`,
        members,
        reachable === null ? 'unknown' : reachable,
        change,
      ];
    })
    .toReversed();
}

function notes({ readings, gaps, now }: SizeHistory): ReturnType<typeof context>[] {
  const lines = [
    ...(readings.some(({ estimated }) => estimated)
      ? [
          md`Estimates are worked out from sign-up dates, tags and events: they leave out people who were deleted and tags that were removed since.`,
        ]
      : []),
    ...(gaps > 0 ? [md`No reading on ${counted(gaps, 'day')}: Rollcall wasn’t running.`] : []),
    ...(readings.length > 99
      ? [md`The table shows the latest 99 of ${count(readings.length)} readings; the export has all.`]
      : []),
    ...(now === undefined ? [] : [md`counted ${clock(now.at)}`]),
  ];
  return lines.length === 0 ? [] : [context(joined(lines))];
}
