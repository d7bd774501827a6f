import { describe, expect, it } from 'vitest';
import { digestTimeWords, timesAround } from '../../../src/lib/watches/digest-times.ts';

describe('the times of a digest', () => {
  const around = (at: string, time = '09:00', timeZone = 'America/New_York') => {
    const { last, next } = timesAround({ weekday: 7, time }, { at: new Date(at), timeZone });
    return [last.toISOString(), next.toISOString()];
  };

  it('are said back', () => {
    expect(digestTimeWords({ weekday: 1, time: '09:00' })).toBe('Mondays at 9:00');
  });

  it('stay on the clock of the workspace when clocks change', () => {
    expect(around('2026-10-27T12:00:00Z')).toEqual(['2026-10-25T13:00:00.000Z', '2026-11-01T14:00:00.000Z']);
    expect(around('2026-11-01T14:00:00Z')).toEqual(['2026-11-01T14:00:00.000Z', '2026-11-08T14:00:00.000Z']);
    expect(around('2026-03-05T12:00:00Z')).toEqual(['2026-03-01T14:00:00.000Z', '2026-03-08T13:00:00.000Z']);
  });

  it('come once in an hour that is skipped or repeated', () => {
    expect(around('2026-03-05T12:00:00Z', '02:30')[1]).toBe('2026-03-08T07:30:00.000Z');
    expect(around('2026-10-30T12:00:00Z', '01:30')[1]).toBe('2026-11-01T05:30:00.000Z');
    expect(around('2026-11-01T05:30:00Z', '01:30')[1]).toBe('2026-11-08T06:30:00.000Z');
  });
});
