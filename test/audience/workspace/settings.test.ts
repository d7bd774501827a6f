import { expect, it } from 'vitest';
import { defaultsFor } from '../../../src/audience/workspace/settings.ts';

it.each([
  ['Europe/London', 'en-GB', { timeZone: 'Europe/London', weekStart: 'monday', dateOrder: 'dmy' }],
  ['America/New_York', 'en-US', { timeZone: 'America/New_York', weekStart: 'sunday', dateOrder: 'mdy' }],
  ['Asia/Tokyo', 'ja-JP', { timeZone: 'Asia/Tokyo', weekStart: 'sunday', dateOrder: 'ymd' }],
  ['Africa/Cairo', 'ar-EG', { timeZone: 'Africa/Cairo', weekStart: 'saturday', dateOrder: 'dmy' }],
  ['Europe/Paris', 'fr', { timeZone: 'Europe/Paris', weekStart: 'monday', dateOrder: undefined }],
  [undefined, undefined, { timeZone: 'UTC', weekStart: 'monday', dateOrder: undefined }],
  ['Mars/Olympus', 'not a locale', { timeZone: 'UTC', weekStart: 'monday', dateOrder: undefined }],
])('reads settings from a profile in %s with locale %s', (timeZone, locale, settings) => {
  expect(defaultsFor({ timeZone, locale })).toEqual(settings);
});
