import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../../src/lib/watches/digest-words.ts';

describe('what follows /audience digest', () => {
  it.each<[string, number, string, unknown, boolean]>([
    ['weekly Monday 9:00 here', 1, '09:00', 'here', true],
    ['weekly monday 9am here', 1, '09:00', 'here', true],
    ['WEEKLY, ON MONDAYS, AT 9AM, HERE', 1, '09:00', 'here', true],
    ['“weekly Monday 9:00 here”', 1, '09:00', 'here', true],
    ['every week on Friday at 17:30', 5, '17:30', 'here', true],
    ['send it every Friday at 5pm', 5, '17:00', 'here', true],
    ['send me a digest each friday at 5 p.m.', 5, '17:00', 'owner', true],
    ['weekly Sundays at 12 pm to me', 7, '12:00', 'owner', true],
    ['weekly wed 12am', 3, '00:00', 'here', true],
    ['weekly weds 9.30', 3, '09:30', 'here', true],
    ['thurs 0930', 4, '09:30', 'here', true],
    ['9am on Tuesdays', 2, '09:00', 'here', true],
    ['Saturday at 17', 6, '17:00', 'here', true],
    ['Saturday at noon', 6, '12:00', 'here', true],
    ['Saturday 9 in the morning', 6, '09:00', 'here', true],
    ['Saturday mornings at 9am', 6, '09:00', 'here', true],
    ['Saturday evening at 9', 6, '21:00', 'here', true],
    ['weekly', 1, '09:00', 'here', true],
    ['weekly at 8:30 here', 1, '08:30', 'here', true],
    ['Tuesday', 2, '09:00', 'here', true],
    ['weekly Tuesday 9:00 in <#C0GROWTH|growth>', 2, '09:00', { channel: 'C0GROWTH' }, true],
    ['weekly Tuesday 9:00 here always', 2, '09:00', 'here', false],
    ['weekly Tuesday 9:00 always here', 2, '09:00', 'here', false],
    ['Tuesday 9:00 to me even when nothing has changed', 2, '09:00', 'owner', false],
    ['Tuesday 9:00 unless nothing changed', 2, '09:00', 'here', true],
  ])('%s', (text, weekday, time, place, skipsQuiet) => {
    expect(parseDigest(text)).toEqual({ is: 'on', time: { weekday, time }, place, skipsQuiet });
  });

  it.each([
    ['off', 'here'],
    ['Stop', 'here'],
    ['off here', 'here'],
    ['stop it please', 'here'],
    ['off in this channel', 'here'],
    ['off to me', 'owner'],
    ['cancel in <#C0GROWTH|growth>', { channel: 'C0GROWTH' }],
  ])('stops it: %s', (text, place) => {
    expect(parseDigest(text)).toEqual({ is: 'off', place });
  });

  it.each(['', 'show', 'list'])('shows it: %j', (text) => {
    expect(parseDigest(text)).toEqual({ is: 'show' });
  });

  const once = 'A digest is posted once a week, on one day.';
  const paused = 'A digest can’t be paused. Stop it, and set it up again when you want it back.';
  it.each([
    ['daily 9:00', once],
    ['every day at 8:30', once],
    ['every weekday at 9am', once],
    ['biweekly Monday 9:00', once],
    ['every 2 weeks on Monday', once],
    ['every other Monday', once],
    ['monthly on the 1st', once],
    ['first Monday 9am', once],
    ['twice a week', once],
    ['every 3 days', once],
    ['Mondays and Thursdays 9am', once],
    ['Mon, Thu 9am', once],
    ['Monday 9:00 and 17:00', 'A digest is posted at one time of day.'],
    ['tomorrow 9am', 'A digest is posted every week, and not once.'],
    ['pause for 2 days', paused],
    ['snooze until Friday', paused],
    ['every Monday at 9', '"9" can mean 9am or 9pm.'],
    ['Monday 9 o’clock', '"9" can mean 9am or 9pm.'],
    ['Monday morning', 'A digest needs an exact time, such as 9am or 17:30.'],
    ['Monday evening 9am', 'A digest needs an exact time, such as 9am or 17:30.'],
    ['Monday midnight', '"midnight" can mean the beginning of that day or its end: type 0:00 or 23:59.'],
    ['weekly Caturday 9:00', '"caturday" isn’t a day of the week or a time.'],
    ['weekly Monday 25:00', '"25:00" isn’t a time of day.'],
    ['weekly Monday 9:5', '"9:5" isn’t a time of day.'],
    ['weekly Monday 13pm', '"13pm" isn’t a time of day.'],
    ['weekly Monday -9:00', '"-9:00" isn’t a time of day.'],
    ['weekly Monday 9am CET', 'A digest uses this workspace’s time zone, so leave out "CET".'],
    [
      'weekly Monday 9:00 Europe/Berlin',
      'A digest uses this workspace’s time zone, so leave out "EUROPE/BERLIN".',
    ],
    ['Tuesday 10:00 in #growth', 'Slack doesn’t tell Rollcall which channel #growth is.'],
    ['off in #growth', 'Slack doesn’t tell Rollcall which channel #growth is.'],
    ['Tuesday 10:00 here and in #growth', 'That names two places, and a message goes to one.'],
    [
      'Tuesday 10:00 to @ana',
      'Rollcall can post in a channel, or in your own messages, but not in someone else’s.',
    ],
  ])('is refused: %s', (text, problem) => {
    expect(parseDigest(text)).toMatchObject({ is: 'refused', problem });
  });
});
