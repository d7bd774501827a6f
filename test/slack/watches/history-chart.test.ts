import { expect, it } from 'vitest';
import { addDays } from '../../../src/lib/days.ts';
import { sizeHistoryCard } from '../../../src/slack/watches/messages-history.ts';

const charted = (sizes: number[]): number[] => {
  const readings = sizes.map((members, index) => {
    const day = addDays('2025-01-01', index);
    return { day, members, reachable: members, estimated: false };
  });
  const [from = '', to = ''] = [readings[0]?.day, readings.at(-1)?.day];
  const { blocks } = sizeHistoryCard({ id: 1, name: 'All', from, to, readings, gaps: 0, now: undefined });
  const [block] = blocks.filter(({ type }) => (type as string) === 'data_visualization');
  const { chart } = block as unknown as { chart: { series: { data: { value: number }[] }[] } };
  return chart.series[0]?.data.map(({ value }) => value) ?? [];
};

it('shows the largest and the smallest size in a chart, even if each lasted a day', () => {
  const sizes = Array.from({ length: 400 }, () => 500);
  sizes[200] = 90_000;
  sizes[201] = 3;
  const shown = charted(sizes);
  expect(shown).toHaveLength(20);
  expect(shown).toContain(90_000);
  expect(shown).toContain(3);
  expect(shown.indexOf(90_000)).toBeLessThan(shown.indexOf(3));
});

it('shows the first and the last size, and each once', () => {
  const sizes = Array.from({ length: 400 }, (_, index) => index);
  const shown = charted(sizes);
  expect([shown[0], shown.at(-1)]).toEqual([0, 399]);
  expect(new Set(shown).size).toBe(20);
});
