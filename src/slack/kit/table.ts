import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { paragraphs } from './message.ts';
import { bold, count, escaped, joined, md } from './mrkdwn.ts';

/** A cell: words, or a number. */
export type Cell = string | number;

/** Slack's limit for rows, the heading included. */
const MOST = 100;

/** A table with a heading and at least one row; the first column names each row. None without rows. */
export function dataTable(
  caption: string,
  heading: readonly string[],
  rows: readonly Cell[][],
): KnownBlock[] {
  if (rows.length === 0) return [];
  const cell = (value: Cell) =>
    typeof value === 'number'
      ? { type: 'raw_number' as const, value, text: count(value) }
      : { type: 'raw_text' as const, text: clip(value.trim() || '—', 100) };
  return [
    {
      type: 'data_table',
      caption: clip(caption, 150),
      page_size: 20,
      row_header_column_index: 0,
      rows: [heading.map(cell), ...rows.slice(0, MOST - 1).map((row) => row.map(cell))],
    } as unknown as KnownBlock,
  ];
}

/**
 * The same as lines of text if Slack can't show tables there: in a window. The first cell names its line, and the
 * heading names the others.
 */
export function tableOrLines(
  inWindow: boolean,
  { caption, heading, rows }: { caption: string; heading: readonly string[]; rows: readonly Cell[][] },
): KnownBlock[] {
  if (!inWindow) return dataTable(caption, heading, rows);
  const words = (value: Cell) => (typeof value === 'number' ? count(value) : escaped(clip(value, 100)));
  return paragraphs(
    rows.map(([name = '', ...cells]) =>
      joined(
        [
          bold(typeof name === 'number' ? count(name) : clip(name, 100)),
          ...cells.map((cell, index) => md`${escaped(heading[index + 1] ?? '')} ${words(cell)}`),
        ],
        '  ·  ',
      ),
    ),
  );
}
