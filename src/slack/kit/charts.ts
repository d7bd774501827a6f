import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';

// Charts in messages. Their block is newer than Slack's own types: a client that doesn't know it shows nothing,
// so the words beside a chart say the same. Slack doesn't say whether it reads a title as markup: titles are our
// own words, without stored names.

/** A value with its label: a day, a moment. */
export interface Point {
  label: string;
  value: number;
}

/** Slack's limits for a chart: its title, and its points. */
const LONGEST_TITLE = 50;
const MOST = 20;

/** One bar for each point. */
export const barChart = (title: string, name: string, points: readonly Point[]): KnownBlock[] =>
  chart('bar', title, name, points);

/** A line through the points. */
export const lineChart = (title: string, name: string, points: readonly Point[]): KnownBlock[] =>
  chart('line', title, name, points);

/** None for a single point, which is only a number. */
function chart(type: 'bar' | 'line', title: string, name: string, points: readonly Point[]): KnownBlock[] {
  if (points.length < 2) return [];
  const data = points.slice(0, MOST);
  const shown = {
    type,
    series: [{ name, data }],
    axis_config: { categories: data.map(({ label }) => label) },
  };
  return [
    { type: 'data_visualization', title: clip(title, LONGEST_TITLE), chart: shown } as unknown as KnownBlock,
  ];
}
