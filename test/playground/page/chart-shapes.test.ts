import { describe, expect, it } from 'vitest';
import {
  labelEvery,
  labelLines,
  linePath,
  scaleOf,
  slicePaths,
  valuesOf,
} from '../../../src/playground/page/blocks/chart-shapes.ts';

describe('scaleOf', () => {
  it.each([
    [
      [0, 100],
      [0, 50, 100],
    ],
    [
      [3, 7, 9],
      [0, 5, 10],
    ],
    [
      [412, 980],
      [0, 500, 1000],
    ],
    [
      [-20, 30],
      [-20, 0, 20, 40],
    ],
    [
      [0.1, 0.3],
      [0, 0.1, 0.2, 0.3],
    ],
    [
      [0, 0],
      [0, 1],
    ],
    [[], [0, 1]],
  ])('for %j names %j', (values, ticks) => {
    expect(scaleOf(values).ticks).toEqual(ticks);
  });

  it('draws higher values further up', () => {
    const { y } = scaleOf([0, 100]);
    expect(y(100)).toBeLessThan(y(50));
    expect(y(50)).toBeLessThan(y(0));
  });
});

describe('slicePaths', () => {
  it('goes clockwise from the top', () => {
    expect(slicePaths([1, 1])).toEqual([
      'M0 0L0 -100A100 100 0 0 1 0 100Z',
      'M0 0L0 100A100 100 0 0 1 0 -100Z',
    ]);
  });

  it('uses the long arc for more than half', () => {
    expect(slicePaths([3, 1])[0]).toBe('M0 0L0 -100A100 100 0 1 1 -100 0Z');
  });

  it('draws a full circle for the only value', () => {
    expect(slicePaths([5])).toEqual(['M0 -100A100 100 0 1 1 -0.01 -100Z']);
  });
});

it('sorts the values of a series by category', () => {
  const data = [
    { label: 'Feb', value: 2 },
    { label: 'Jan', value: 1 },
  ];
  expect(valuesOf({ name: 'Opened', data }, ['Jan', 'Feb', 'Mar'])).toEqual([1, 2, 0]);
});

it('closes an area at its floor', () => {
  const points = [
    { x: 0, y: 5 },
    { x: 10, y: 2 },
  ];
  expect(linePath(points)).toBe('M0 5L10 2');
  expect(linePath(points, 9)).toBe('M0 5L10 2L10 9L0 9Z');
});

describe('labels on a phone', () => {
  it.each([
    ['Fri 14:00', 6, ['Fri', '14:00']],
    ['4 Dec', 6, ['4 Dec']],
    ['Only Lapsed VIPs', 12, ['Only Lapsed', 'VIPs']],
    ['Only the Lapsed VIPs', 8, ['Only the', 'Lapsed…']],
    ['Unbreakable', 6, ['Unbre…']],
  ])('%s has the lines that fit', (label, most, lines) => {
    expect(labelLines(label, most)).toEqual(lines);
  });

  it('are left out where they would be too close, but not those of a few bars', () => {
    const hours = Array.from({ length: 20 }, (_, hour) => `Fri ${hour + 10}:00`);
    expect(labelEvery(hours, 2.3)).toBe(3);
    expect(labelEvery(hours, 9)).toBe(1);
    expect(labelEvery(hours.slice(0, 7), 2)).toBe(1);
  });
});
