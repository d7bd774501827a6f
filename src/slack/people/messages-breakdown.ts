import type { Button, KnownBlock } from '@slack/types';
import type { Breakdown, BreakdownRow } from '../../audience/people/breakdown.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { barChart } from '../kit/charts.ts';
import { button, context, header, type Message, message, section } from '../kit/message.ts';
import { count, counted, escaped, md, moment } from '../kit/mrkdwn.ts';
import { showing } from '../segments/messages.ts';
import { shareButton } from '../segments/messages-sharing.ts';
import { headingOf, listing, rows } from './messages-list.ts';
import { buttonValue } from './places.ts';

/** How many of the largest values the plain text of a breakdown names. */
const NAMED = 5;

/** People counted by a value: a chart, the same as a table, and each value's people with one click. */
export function breakdownCard(breakdown: Breakdown): Message {
  const { crowd, by, people, reachable, others, namesPeople, at } = breakdown;
  const head = md`${headingOf(crowd)} by ${escaped(by.label)}`;
  const words = `${crowd.name} by ${by.label}`;
  if (people === 0)
    return message([section(md`${head}\nNo one is in this group right now.`)], `${words}: no one`);
  const labelled = breakdown.rows.map((row) => ({ ...row, label: labelOf(row, breakdown) }));
  const place = { show: 'breakdown', source: crowd.source, by: by.id } as const;
  const value = buttonValue({ source: crowd.source });
  const views = labelled.flatMap(viewing);
  return message(
    [
      header(`${counted(people, 'person', 'people')}, ${count(reachable)} can be mailed`),
      section(head),
      ...barChart(
        'People for each value',
        'People',
        // All earlier months together would dwarf each of the latest.
        labelled
          .filter(({ is }) => by.kind !== 'times' || is === 'value')
          .map(({ label, people: value }) => ({ label, value })),
      ),
      table(capital(words), by.label, labelled, people),
      ...(views.length === 0 ? [] : [context(md`View people:`)]),
      ...rows(...chunks(views, 5)),
      ...rows([
        ...(value === undefined ? [] : [button('By something else', actions.breakDown, value)]),
        ...showing('Refresh', 'refresh', place),
        ...shareButton(place, namesPeople),
      ]),
      context(
        md`${by.kind === 'tags' ? md`Someone with several tags counts for each  ·  ` : ''}${by.kind === 'tags' && others > 0 ? md`${counted(others, 'more tag')}  ·  ` : ''}Counted ${moment(at)}`,
      ),
    ],
    `${words}: ${labelled
      .slice(0, NAMED)
      .map(({ label, people: many }) => `${label} ${count(many)}`)
      .join(', ')}${labelled.length > NAMED ? ' …' : ''}`,
  );
}

function labelOf({ is, words }: BreakdownRow, { by, others }: Breakdown): string {
  if (is === 'none') return by.kind === 'tags' ? 'No tags' : `No ${by.label}`;
  // Of dates, the latest are named.
  if (is === 'others') return by.kind === 'times' ? 'Earlier' : `Other (${count(others)})`;
  return words;
}

type Labelled = BreakdownRow & { label: string };

const viewing = ({ label, people, source }: Labelled, index: number): Button[] =>
  source === undefined || people === 0
    ? []
    : listing(`${clip(label, 40)}: ${count(people)}`, `value-${index}`, { source });

function table(caption: string, label: string, lines: readonly Labelled[], all: number): KnownBlock {
  const text = (words: string) => ({ type: 'raw_text' as const, text: clip(words.trim() || '—', 100) });
  const number = (value: number) => ({ type: 'raw_number' as const, value, text: count(value) });
  return {
    type: 'data_table',
    caption: clip(caption, 150),
    page_size: 20,
    row_header_column_index: 0,
    rows: [
      [text(capital(label)), text('People'), text('Share'), text('Can be mailed')],
      ...lines.map((row) => [
        text(row.label),
        number(row.people),
        { type: 'raw_number' as const, value: row.people / Math.max(1, all), text: shareOf(row.people, all) },
        number(row.reachable),
      ]),
    ],
  };
}

/** `24 %`; never 0 % of some people, and never 100 % if others are left. */
export function shareOf(part: number, all: number): string {
  if (all === 0 || part === 0) return '0 %';
  const percent = (part / all) * 100;
  if (percent < 1) return '< 1 %';
  return `${part < all ? Math.min(99, Math.round(percent)) : 100} %`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
