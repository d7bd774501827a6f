import { describe, expect, it } from 'vitest';
import { conditionWords, type WatchCondition } from '../../../src/lib/watches/condition.ts';
import { parseWatch } from '../../../src/lib/watches/parse.ts';

const people = (by: number, days: number): WatchCondition => ({ when: 'changes', by, unit: 'people', days });
const percent = (by: number, days: number): WatchCondition => ({
  when: 'changes',
  by,
  unit: 'percent',
  days,
});

describe('what follows /segments watch', () => {
  it.each<[string, string, WatchCondition]>([
    ['"Lapsed VIPs" above 500', '"Lapsed VIPs"', { when: 'above', n: 500 }],
    ['Lapsed VIPs above 1,500', 'Lapsed VIPs', { when: 'above', n: 1500 }],
    ['Lapsed VIPs goes over 5k people', 'Lapsed VIPs', { when: 'above', n: 5000 }],
    ['Lapsed VIPs at least 500', 'Lapsed VIPs', { when: 'above', n: 499 }],
    ['Lapsed VIPs below 100', 'Lapsed VIPs', { when: 'below', n: 100 }],
    ['Lapsed VIPs falls under 100', 'Lapsed VIPs', { when: 'below', n: 100 }],
    ['above 0', '', { when: 'above', n: 0 }],
    ['Lapsed VIPs changes by 20% in a week', 'Lapsed VIPs', percent(20, 7)],
    ['Lapsed VIPs changes by 20 percent within 10 days', 'Lapsed VIPs', percent(20, 10)],
    ['Lapsed VIPs changes by 100 % over a month', 'Lapsed VIPs', percent(100, 30)],
    ['Lapsed VIPs changes by 50 in a day', 'Lapsed VIPs', people(50, 1)],
    ['Lapsed VIPs changes by 50 people in one week', 'Lapsed VIPs', people(50, 7)],
    ['Lapsed VIPs every time someone joins', 'Lapsed VIPs', { when: 'joins' }],
    ['Lapsed VIPs whenever anyone joins', 'Lapsed VIPs', { when: 'joins' }],
    // Names and rules with the same words.
    ['Way above 10 above 500', 'Way above 10', { when: 'above', n: 500 }],
    ['"Way above 10" below 5', '"Way above 10"', { when: 'below', n: 5 }],
    ['“Kids above 5” above 10', '“Kids above 5”', { when: 'above', n: 10 }],
    ['Above all above 7', 'Above all', { when: 'above', n: 7 }],
    [
      'tagged vip and seats is more than 10 above 500',
      'tagged vip and seats is more than 10',
      { when: 'above', n: 500 },
    ],
    ['opened more than 60 days ago below 3', 'opened more than 60 days ago', { when: 'below', n: 3 }],
    ['If someone joins every time someone joins', 'If someone joins', { when: 'joins' }],
  ])('%s', (text, whom, condition) => {
    expect(parseWatch(text)).toEqual({ ok: true, whom, condition, place: undefined });
  });

  it.each([
    ['Lapsed VIPs above 500 here', 'here'],
    ['Lapsed VIPs above 500 in this channel', 'here'],
    ['Lapsed VIPs above 500 to me', 'owner'],
    ['Lapsed VIPs above 500 in <#C0GENERAL|general>', { channel: 'C0GENERAL' }],
  ])('says where: %s', (text, place) => {
    expect(parseWatch(text)).toMatchObject({ ok: true, whom: 'Lapsed VIPs', place });
  });

  it.each([
    ['Lapsed VIPs', 'Lapsed VIPs'],
    ['"Way above 10"', '"Way above 10"'],
    ['Above all', 'Above all'],
    ['seats is more than ten', 'seats is more than ten'],
    ['', ''],
  ])('without a condition: %s', (text, whom) => {
    expect(parseWatch(text)).toEqual({ ok: false, missing: true, whom, place: undefined });
  });

  it.each([
    ['Lapsed VIPs below 0', 'A size is never below 0.'],
    ['Lapsed VIPs above -5', 'A size is never below 0, so "above -5" can’t happen.'],
    ['Lapsed VIPs above 2.5', '"2.5" isn’t a whole number of people.'],
    ['Lapsed VIPs above 20%', '"above 20%" is a share, and a size is a number of people.'],
    [
      'Lapsed VIPs above 99999999999',
      '99999999999 people are more than Rollcall counts: use 1,000,000,000 or fewer.',
    ],
    ['Lapsed VIPs changes by 101% in a week', 'A change can be watched up to 100%, not 101%.'],
    ['Lapsed VIPs changes by 101 % in a week', 'A change can be watched up to 100%, not 101%.'],
    ['Lapsed VIPs changes by 0 in a day', 'A change by 0 is no change: use 1 or more.'],
    ['Lapsed VIPs changes by -20% in a week', 'A change by -20% is no change: use 1 or more.'],
    ['Lapsed VIPs changes by 20%', 'A change needs a span: in a day, in a week, in 10 days.'],
    [
      'Lapsed VIPs changes by 20% in a while',
      '"a while" isn’t a span of whole days: use a day, a week, or 10 days.',
    ],
    ['Lapsed VIPs changes by 20 in 400 days', 'A change can be watched over 1 to 31 days, not 400.'],
    ['Lapsed VIPs changes by lots in a week', '"lots" isn’t a whole number of people.'],
  ])('is refused: %s', (text, problem) => {
    expect(parseWatch(text)).toMatchObject({ ok: false, missing: false, problem });
  });

  it('reads its own words back', () => {
    const all: WatchCondition[] = [
      { when: 'above', n: 12_345 },
      { when: 'below', n: 1 },
      percent(20, 7),
      people(1500, 1),
      people(5, 10),
      { when: 'joins' },
    ];
    for (const condition of all)
      expect(parseWatch(`Lapsed VIPs ${conditionWords(condition)}`)).toMatchObject({ ok: true, condition });
  });
});
