import { describe, expect, it } from 'vitest';
import { barChart, stackedBar } from '../../../src/slack/kit/charts.ts';

const parts = (...values: number[]) =>
  values.map((value, index) => ({ label: ['new', 'changed', 'unchanged', 'rejected'][index] ?? '', value }));

describe('a stacked bar of text', () => {
  it.each([
    [[18, 6], '██████████████████▓▓▓▓▓▓'],
    [[1, 1, 1, 1], '██████▓▓▓▓▓▓░░░░░░××××××'],
    // Few of many are still there to see.
    [[1, 1, 1_000_000, 1], '█▓░░░░░░░░░░░░░░░░░░░░░×'],
    [[0, 0, 0, 7], '××××××××××××××××××××××××'],
    [[1, 1, 1, 0], '████████▓▓▓▓▓▓▓▓░░░░░░░░'],
  ])('divides 24 characters by %j', (values, bar) => {
    expect(stackedBar(parts(...values)).split('\n')[0]).toBe(`\`${bar}\``);
  });

  it('says what each filling stands for, and has no bar for nothing', () => {
    expect(stackedBar(parts(1200, 0, 3, 1))).toMatch(
      /\n`█` \*1,200\* new {2}· {2}`▓` \*0\* changed {2}· {2}`░` \*3\* unchanged {2}· {2}`×` \*1\* rejected$/,
    );
    expect(stackedBar(parts(0, 0))).toBe('`█` *0* new  ·  `▓` *0* changed');
  });
});

it('tells the long labels of a chart apart, and draws nothing for a single value', () => {
  const long = 'A very long name of a company';
  const [chart] = barChart('People', 'People', [
    { label: `${long} 1`, value: 1 },
    { label: `${long} 2`, value: 2 },
  ]);
  expect(JSON.stringify(chart)).toContain('"categories":["A very long name of…","A very long name… 2"]');
  expect(barChart('People', 'People', [{ label: 'One', value: 1 }])).toEqual([]);
});
