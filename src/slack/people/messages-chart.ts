import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';

/** Slack's limits for a chart: its title, its categories, and the label of each. */
const LONGEST_TITLE = 50;
const MOST = 20;
const LONGEST_LABEL = 20;

/**
 * People per label as a bar chart; none for a single bar. The block is newer than Slack's own types, and a client
 * that doesn't know it shows the table beside it.
 */
export function bars(title: string, rows: readonly { label: string; people: number }[]): KnownBlock[] {
  if (rows.length < 2) return [];
  const shown = rows.slice(0, MOST);
  const labels = different(shown.map(({ label }) => clip(label.trim() || '—', LONGEST_LABEL)));
  const data = shown.map(({ people }, index) => ({ label: labels[index], value: people }));
  const chart = { type: 'bar', series: [{ name: 'People', data }], axis_config: { categories: labels } };
  return [{ type: 'data_visualization', title: clip(title, LONGEST_TITLE), chart } as unknown as KnownBlock];
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
