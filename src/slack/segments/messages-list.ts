import { LARGEST_OF, type SegmentPage } from '../../audience/segments/list.ts';
import type { Size } from '../../audience/segments/segments.ts';
import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { choice, type MenuChoice, menu } from '../core/menu.ts';
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
import { bold, clock, code, count, counted, escaped, escapedLines, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { trendWords } from '../watches/messages-trend.ts';
import { inNumbers, showing, showingInMenu } from './messages.ts';
import type { SegmentPlace } from './places.ts';

/** How many segments one page lists and counts. */
export const SEGMENTS_PER_PAGE = 10;

/** A page of segments, each with a button that shows it; below, the other pages, and a menu for the order. */
export function segmentList(list: SegmentPage): Message {
  const { total, found, search, sort, page, pages, at, segments } = list;
  if (total === 0) return noSegments;
  const lines = segments.map((segment) => {
    const words =
      'size' in segment
        ? md`${bold(segment.name)}  ·  ${inNumbers(segment.size)}${trendWords(segment.trend)}\n${ruleLine(segment.size)}`
        : md`${bold(segment.name)}  :warning: ${escaped(clip(segment.problem, 200))}`;
    const [view] = showing('View segment', 'card', { show: 'card', id: segment.id });
    return view === undefined ? section(words) : sectionWith(words, view);
  });
  const place = (change: Partial<Extract<SegmentPlace, { show: 'list' }>>) =>
    ({ show: 'list', search, sort, page: 1, ...change }) as const;
  const orders: MenuChoice[] = [
    ...(sort === 'name' ? [] : [showingInMenu('By name', 'by-name', place({ sort: 'name' }))]),
    ...(sort === 'newest' ? [] : [showingInMenu('Newest first', 'newest', place({ sort: 'newest' }))]),
    ...(sort === 'largest' || found > LARGEST_OF
      ? []
      : [showingInMenu('Largest first', 'largest', place({ sort: 'largest' }))]),
  ];
  return message(
    [
      header(search === '' ? counted(total, 'segment') : `${counted(found, 'segment')} of ${count(total)}`),
      ...(search === '' ? [] : [context(md`with ${code(clip(search, 60))} in the name`)]),
      ...lines,
      context(
        md`counted ${clock(at)}${pages > 1 ? md`  ·  page ${count(page)} of ${count(pages)}` : ''}${sorted[sort]}${pages > 1 ? md`  ·  find one: \`/segments list lapsed\`` : ''}`,
      ),
      buttons(
        ...(page > 1 ? showing('Previous', 'previous', place({ page: page - 1 })) : []),
        ...(page < pages ? showing('Next', 'next', place({ page: page + 1 })) : []),
        newSegment(),
        ...menu(
          ...orders,
          ...(search === '' ? [] : [showingInMenu('All segments', 'all', place({ search: '' }))]),
          choice('Help', `${actions.runCommand}.help`, '/segments help'),
        ),
      ),
    ],
    search === ''
      ? counted(total, 'segment')
      : `${counted(found, 'segment')} with ${clip(search, 60)} in the name`,
  );
}

const sorted = { name: '', newest: md`  ·  newest first`, largest: md`  ·  largest first` } as const;

const newSegment = (style?: 'primary') => button('New segment', actions.newSegment, '', defined({ style }));

const noSegments: Message = message(
  [
    section(
      md`No segments yet. A segment is a group of contacts that keeps itself up to date from a rule, such as “signed up in the last 30 days”. For a label that you put on people by hand, use a tag.`,
    ),
    buttons(newSegment('primary'), button('Help', `${actions.runCommand}.help`, '/segments help')),
    context(md`Or type it in one line: \`/segments new Recent sign-ups: signed up in the last 30 days\``),
  ],
  'No segments yet.',
);

/** The rule in plain English: each appears once, in a line. */
const ruleLine = ({ readBack }: Size): Mrkdwn =>
  readBack === null ? md`(its rule names people)` : escapedLines(clip(readBack.replaceAll('\n', ' '), 120));
