import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { code, count, escaped, joined, type Mrkdwn, md } from './mrkdwn.ts';

// Charts in messages. Their block is newer than Slack's own types: a client that doesn't know it shows nothing,
// so the words beside a chart say the same. Slack doesn't say whether it reads a title as markup: titles are our
// own words, without stored names.

/** A value with its label: a day, a moment, a country. */
export interface Point {
  label: string;
  value: number;
}

/** Slack's limits for a chart: its title, its points, and the label of each. */
const LONGEST_TITLE = 50;
const MOST = 20;
const LONGEST_LABEL = 20;

/** One bar for each point. */
export const barChart = (title: string, name: string, points: readonly Point[]): KnownBlock[] =>
  chart('bar', title, name, points);

/** A line through the points. */
export const lineChart = (title: string, name: string, points: readonly Point[]): KnownBlock[] =>
  chart('line', title, name, points);

/** None for a single point, which is only a number. */
function chart(type: 'bar' | 'line', title: string, name: string, points: readonly Point[]): KnownBlock[] {
  if (points.length < 2) return [];
  const shown = points.slice(0, MOST);
  const categories = different(shown.map(({ label }) => clip(label.trim() || '—', LONGEST_LABEL)));
  const data = shown.map(({ value }, index) => ({ label: categories[index], value }));
  const drawn = { type, series: [{ name, data }], axis_config: { categories } };
  return [
    { type: 'data_visualization', title: clip(title, LONGEST_TITLE), chart: drawn } as unknown as KnownBlock,
  ];
}

/** Labels of a chart must be different: long ones that are cut may not be. */
function different(labels: readonly string[]): string[] {
  const seen = new Set<string>();
  return labels.map((label) => {
    let own = label;
    for (let n = 2; seen.has(own); n += 1) own = `${clip(label, LONGEST_LABEL - 3)} ${n}`;
    seen.add(own);
    return own;
  });
}

/** How many characters a bar of text has: one line of a window on a phone. */
const CELLS = 24;
const fillings = ['█', '▓', '░', '×'];

/**
 * At most four parts of a whole as one stacked bar of text with its legend: windows can’t show charts.
 *
 * @example stackedBar([{ label: 'new', value: 18 }, { label: 'rejected', value: 6 }])
 * // `██████████████████▓▓▓▓▓▓`, and below it `█` *18* new  ·  `▓` *6* rejected
 */
export function stackedBar(parts: readonly Point[]): Mrkdwn {
  const cells = cellsOf(parts.map(({ value }) => value));
  const bar = cells.map((many, index) => (fillings[index] ?? '').repeat(many)).join('');
  const legend = parts.map(
    ({ label, value }, index) => md`${code(fillings[index] ?? '')} *${count(value)}* ${escaped(label)}`,
  );
  return joined([...(bar === '' ? [] : [code(bar)]), joined(legend, '  ·  ')]);
}

/** How many characters each part gets: in proportion, and at least one unless it is 0. */
function cellsOf(values: readonly number[]): number[] {
  const whole = values.reduce((sum, value) => sum + value, 0);
  if (whole === 0) return values.map(() => 0);
  const cells = values.map((value) => (value === 0 ? 0 : Math.max(1, Math.round((value / whole) * CELLS))));
  // What rounding added or left out is the largest part's.
  const largest = values.indexOf(Math.max(...values));
  const rest = CELLS - cells.reduce((sum, many) => sum + many, 0);
  return cells.map((many, index) => (index === largest ? many + rest : many));
}
