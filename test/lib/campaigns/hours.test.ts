import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hour, halfWithin, spreadOver } from '../../../src/lib/campaigns/hours.ts';

const from = new Date('2026-11-23T09:20:00Z');
const hour = (n: number, hits: number): Hour => ({
  at: new Date(Date.UTC(2026, 10, 23, 9) + n * 3_600_000),
  hits,
});

describe('hits over hours', () => {
  it('fills hours without hits with 0, and starts at the hour of the first mail', () => {
    const { hours, points, isCut } = spreadOver([hour(1, 5), hour(3, 2)], { from, most: 20 });
    expect(points.map(({ hits }) => hits)).toEqual([0, 5, 0, 2]);
    expect(points[0]?.at.toISOString()).toBe('2026-11-23T09:00:00.000Z');
    expect([hours, isCut]).toEqual([1, false]);
  });

  it('widens the points until they cover nearly all hits, and leaves a late click out', () => {
    const week = Array.from({ length: 7 * 24 }, (_, n) => hour(n, 1));
    expect(spreadOver(week, { from, most: 20 })).toMatchObject({ hours: 12, isCut: false });
    const late = spreadOver([hour(0, 90), hour(5, 9), hour(24 * 200, 1)], { from, most: 20 });
    expect(late).toMatchObject({ hours: 1, isCut: true });
    expect(late.points).toHaveLength(20);
  });

  it('never shows more points than asked for, nor more hits than there are', () => {
    const hours = fc
      .uniqueArray(fc.tuple(fc.integer({ min: -30, max: 5000 }), fc.integer({ min: 0, max: 9 })), {
        selector: ([n]) => n,
        maxLength: 60,
      })
      .map((pairs) => pairs.sort(([a], [b]) => a - b).map(([n, hits]) => hour(n, hits)));
    fc.assert(
      fc.property(hours, (hours) => {
        const { points, isCut } = spreadOver(hours, { from, most: 20 });
        const sum = (all: readonly Hour[]) => all.reduce((total, { hits }) => total + hits, 0);
        expect(points.length).toBeLessThanOrEqual(20);
        if (isCut) expect(sum(points)).toBeLessThan(sum(hours));
        else expect(sum(points)).toBe(sum(hours));
      }),
    );
  });

  it('says within how many hours half of them came', () => {
    expect(halfWithin([hour(0, 5), hour(1, 4)], from)).toBe(1);
    expect(halfWithin([hour(0, 1), hour(3, 9)], from)).toBe(4);
    expect(halfWithin([hour(-2, 4)], from)).toBe(1);
    expect(halfWithin([], from)).toBeUndefined();
    expect(halfWithin([hour(0, 0)], from)).toBeUndefined();
  });
});
