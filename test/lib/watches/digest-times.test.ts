import { describe, expect, it } from 'vitest';
import { digestTimeWords, parseDigest, timesAround } from '../../../src/lib/watches/digest-times.ts';

describe('what follows /audience digest', () => {
  it.each([
    ['weekly Monday 9:00 here', 1, '09:00', 'here', true],
    ['weekly monday 9am here', 1, '09:00', 'here', true],
    ['every week on Friday at 17:30', 5, '17:30', 'here', true],
    ['weekly Sundays at 12 pm to me', 7, '12:00', 'owner', true],
    ['weekly wed 12am', 3, '00:00', 'here', true],
    ['weekly', 1, '09:00', 'here', true],
    ['Tuesday', 2, '09:00', 'here', true],
    ['weekly Tuesday 9:00 here always', 2, '09:00', 'here', false],
  ])('%s', (text, weekday, time, place, skipsQuiet) => {
    expect(parseDigest(text)).toEqual({ is: 'on', time: { weekday, time }, place, skipsQuiet });
  });

  it.each([
    ['', { is: 'show' }],
    ['off', { is: 'off' }],
    ['daily 9:00', { is: 'refused', problem: 'A digest is posted once a week.' }],
    ['weekly Caturday 9:00', { is: 'refused', problem: '"caturday" isn’t a day of the week.' }],
    ['weekly Monday 25:00', { is: 'refused', problem: '"25:00" isn’t a time of day.' }],
    ['weekly Monday 9', { is: 'refused', problem: '"9" isn’t a time of day.' }],
  ])('%s', (text, parsed) => {
    expect(parseDigest(text)).toMatchObject(parsed);
  });

  it('is said back', () => {
    expect(digestTimeWords({ weekday: 1, time: '09:00' })).toBe('Mondays at 9:00');
  });
});

describe('the times of a digest', () => {
  const around = (at: string, time = '09:00', timeZone = 'America/New_York') => {
    const { last, next } = timesAround({ weekday: 7, time }, { at: new Date(at), timeZone });
    return [last.toISOString(), next.toISOString()];
  };

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
