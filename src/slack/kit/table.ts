import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { count } from './mrkdwn.ts';

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
