import { describe, expect, it } from 'vitest';
import { conditionWords, type WatchCondition } from '../../../src/lib/watches/condition.ts';
import { readCondition } from '../../../src/lib/watches/condition-words.ts';
import { readingsOf } from '../../../src/lib/watches/parse.ts';

const above = (n: number): WatchCondition => ({ when: 'above', n });
const below = (n: number): WatchCondition => ({ when: 'below', n });
const people = (by: number, days: number): WatchCondition => ({ when: 'changes', by, unit: 'people', days });
const percent = (by: number, days: number): WatchCondition => ({
  when: 'changes',
  by,
  unit: 'percent',
  days,
});
const joins: WatchCondition = { when: 'joins' };

describe('the condition of a watch', () => {
  it.each<[string, WatchCondition]>([
    ['above 500', above(500)],
    ['ABOVE  1,500', above(1500)],
    ['goes over 5k people', above(5000)],
    ['over 1.5k', above(1500)],
    ['above 1.1k', above(1100)],
    ['above 1 000', above(1000)],
    ['above 1’000', above(1000)],
    ['above 1.000.000', above(1_000_000)],
    ['above 1 million', above(1_000_000)],
    ['above 10 thousand subscribers', above(10_000)],
    ['above 0', above(0)],
    ['is more than 500', above(500)],
    ['is greater than 500', above(500)],
    ['passes 500', above(500)],
    ['> 500', above(500)],
    ['>500', above(500)],
    ['at least 500', above(499)],
    ['>= 500', above(499)],
    ['reaches 500', above(499)],
    ['grows to 500', above(499)],
    ['not below 500', above(499)],
    ['below 100', below(100)],
    ['falls under 100', below(100)],
    ['drops below 10k', below(10_000)],
    ['< 100', below(100)],
    ['at most 100', below(101)],
    ['no more than 100', below(101)],
    ['drops to 100', below(101)],
    ['isn’t above 100', below(101)],
    ['becomes empty', below(1)],
    ['is not empty', above(0)],
    ['changes by 20% in a week', percent(20, 7)],
    ['changes 20% a week', percent(20, 7)],
    ['changes by ±20% week over week', percent(20, 7)],
    ['changes by 20 percent within 10 days', percent(20, 10)],
    ['changes by 100 % over a month', percent(100, 30)],
    ['changes by 20% in two weeks', percent(20, 14)],
    ['changes by 20% in the last week', percent(20, 7)],
    ['changes by 20% in 24 hours', percent(20, 1)],
    ['changes by 50 in a day', people(50, 1)],
    ['changes by 50 a day', people(50, 1)],
    ['changes by more than 50 a day', people(51, 1)],
    ['moves by 50 people in one week', people(50, 7)],
    ['moves by 1,000 weekly', people(1000, 7)],
    ['every time someone joins', joins],
    ['whenever anyone joins', joins],
    ['when someone new joins', joins],
    ['if a new contact joins the segment', joins],
    ['on every join', joins],
  ])('%s', (text, condition) => {
    expect(readCondition(text)).toEqual({ condition });
  });

  const either = 'A change counts in both directions: Rollcall can’t watch for growth or decline alone.';
  const longer = (words: string) => `A watch goes on until it’s stopped, so "${words}" can’t be said.`;
  const moment = (words: string) => `A limit is about the size at any moment, so "${words}" doesn’t fit.`;
  it.each([
    ['below 0', 'A size is never below 0.'],
    ['at least 0', 'Every size is at least 0.'],
    ['above -5', 'A size is never below 0, so "above -5" can’t happen.'],
    ['above 2.5', '"2.5" isn’t a whole number of people.'],
    ['above 1,00', '"1,00" isn’t a whole number of people.'],
    ['above 1.000', '"1.000" can mean 1 or 1,000: type 1 or 1000.'],
    ['above 1e3', '"1e3" isn’t a whole number of people.'],
    ['above ٥٠٠', '"٥٠٠" isn’t a whole number of people.'],
    ['above five hundred', 'Type "five hundred" in digits, such as 500.'],
    ['above half', 'Type "half" in digits, such as 500.'],
    ['above 20%', '"above 20%" is a share, and a size is a number of people.'],
    ['above 50 percent', '"above 50%" is a share, and a size is a number of people.'],
    ['above 99999999999', '99999999999 people are more than Rollcall counts: use 1,000,000,000 or fewer.'],
    ['above 500 or below 100', 'A watch has one condition.'],
    ['above 500 above 600', 'A watch has one condition.'],
    ['between 100 and 500', 'A watch has one limit.'],
    ['is 500', 'A watch can’t wait for an exact size.'],
    ['=500', 'A watch can’t wait for an exact size.'],
    ['crosses 500', '"crosses 500" can mean above or below.'],
    ['above 500 for 3 days', longer('for 3 days')],
    ['above 500 until Friday', longer('until Friday')],
    ['above 500 every Monday', moment('every Monday')],
    ['more than 50 a day', moment('a day')],
    ['daily', 'A watch speaks up when something happens, not on a schedule.'],
    ['every Monday at 9', 'A watch speaks up when something happens, not on a schedule.'],
    ['off', 'This command only creates watches.'],
    ['snooze until Friday', 'This command only creates watches.'],
    ['grows by 10% per week', either],
    ['shrinks by 10% in a week', either],
    ['drops by 50 a day', either],
    ['is up 20% in a week', either],
    ['changes by +20% in a week', either],
    ['doubles in a week', either],
    ['changes', 'A change needs a number and a span.'],
    ['changes by 101% in a week', 'A change can be watched up to 100%, not 101%.'],
    ['changes by 2.5% in a week', '"2.5%" isn’t a whole number of percent.'],
    ['changes by twenty percent in a week', 'Type "twenty percent" in digits, such as 20%.'],
    ['changes by 1.000 in a week', '"1.000" can mean 1 or 1,000: type 1 or 1000.'],
    ['changes by 0 in a day', 'A change by 0 is no change: use 1 or more.'],
    ['changes by -20% in a week', 'A change by -20% is no change: use 1 or more.'],
    ['changes by 20%', 'A change needs a span: in a day, in a week, in 10 days.'],
    ['changes by 20% in a while', '"a while" isn’t a span of whole days: use a day, a week, or 10 days.'],
    ['changes by 20% in an hour', '"an hour" isn’t a span of whole days: use a day, a week, or 10 days.'],
    [
      'changes by 20% since Monday',
      'A change is watched over a number of days, not "since Monday": use in a day, in a week, or in 10 days.',
    ],
    ['changes by 20 in 400 days', 'A change can be watched over 1 to 31 days, not 400.'],
    ['changes by lots in a week', '"lots" isn’t a whole number of people.'],
    ['when someone leaves', 'A watch can tell who joins, but not who leaves.'],
    ['when someone joins or leaves', 'A watch can tell who joins, but not who leaves.'],
  ])('is refused: %s', (text, problem) => {
    expect(readCondition(text)).toMatchObject({ problem });
  });

  it.each([
    'Lapsed VIPs',
    'above all',
    'opened more than 3 times',
    'more than ten days ago',
    'up to 500',
    'joins',
    '',
  ])('is something else: %j', (text) => {
    expect(readCondition(text)).toBeUndefined();
  });

  it('reads its own words back', () => {
    const all = [above(12_345), below(1), percent(20, 7), people(1500, 1), people(5, 10), joins];
    for (const condition of all) expect(readCondition(conditionWords(condition))).toEqual({ condition });
  });
});

describe('what follows /segments watch', () => {
  it.each([
    ['VIPs above 500', undefined],
    ['VIPs above 500 here', 'here'],
    ['VIPs above 500, here please', 'here'],
    ['VIPs above 500 in this channel', 'here'],
    ['VIPs above 500 to me', 'owner'],
    ['VIPs above 500 in my DMs.', 'owner'],
    ['tell me when VIPs above 500', 'owner'],
    ['tell me when VIPs above 500 here', 'here'],
    ['tell us when VIPs above 500', undefined],
    ['VIPs above 500 in <#C0GENERAL|general>', { channel: 'C0GENERAL' }],
  ])('says where: %s', (text, place) => {
    expect(readingsOf(text).readings).toContainEqual({ whom: 'VIPs', condition: above(500), place });
  });

  it.each([
    ['VIPs above 500 in #growth', 'Slack doesn’t tell Rollcall which channel #growth is.'],
    ['VIPs above 500 here and in #growth', 'That names two places, and a message goes to one.'],
    ['VIPs above 500 here, to me', 'That names two places, and a message goes to one.'],
    [
      'VIPs above 500 to <@U0ANA>',
      'Rollcall can post in a channel, or in your own messages, but not in someone else’s.',
    ],
  ])('refuses a place: %s', (text, problem) => {
    const { readings } = readingsOf(text);
    expect(readings.every((each) => 'problem' in each)).toBe(true);
    expect(readings).toContainEqual(expect.objectContaining({ whom: 'VIPs', problem }));
  });

  it('reads a long rule before a condition, and few ways of a text that is all conditions', () => {
    const rule = Array.from({ length: 100 }, (_, n) => `tagged "group above ${n}"`).join(' or ');
    expect(readingsOf(`${rule} above 500`).readings).toEqual([
      { whom: rule, condition: above(500), place: undefined },
    ]);
    expect(readingsOf('above 5 '.repeat(500)).readings.length).toBeLessThanOrEqual(20);
  });

  it('leaves words in quotes alone', () => {
    expect(readingsOf('“Kids above 5”')).toMatchObject({ readings: [], whom: '“Kids above 5”' });
    expect(readingsOf('"Kids above 5" above 10').readings).toEqual([
      { whom: '"Kids above 5"', condition: above(10), place: undefined },
    ]);
  });
});
