import type { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import { lunarSpan } from './feasts.ts';
import { date, type Row } from './when.ts';

/** Holidays of East and Southeast Asia. */
export const eastAsian: readonly Row[] = [
  // By the lunar calendars of China, Vietnam, and Korea.
  [
    'Chinese New Year',
    'chinese 1 1',
    'lunar new year|cny|spring festival|chinese lunar new year|chinese lunar new years day',
  ],
  ["Chinese New Year's Eve", newYearsEve, 'lunar new years eve|spring festival eve'],
  ['Tet', tet, 'tet nguyen dan|vietnamese new year|tet holiday|vietnamese lunar new year'],
  ['Seollal', 'korean 1 1', 'korean new year|korean lunar new year'],
  ['Lantern Festival', 'chinese 1 15', 'yuanxiao festival|yuan xiao festival'],
  ['Qingming', qingming, 'qingming festival|qing ming|ching ming|ching ming festival|tomb sweeping (day)'],
  ['Dragon Boat Festival', 'chinese 5 5', 'duanwu|duanwu festival|tuen ng|tuen ng festival'],
  ['Qixi', 'chinese 7 7', 'qixi festival|chinese valentines day|double seventh|double seventh festival'],
  ['Ghost Festival', 'chinese 7 15', 'hungry ghost festival|zhongyuan|zhongyuan festival'],
  ['Mid-Autumn Festival', 'chinese 8 15', 'mooncake festival|moon festival'],
  ['Chuseok', 'korean 8 15', 'korean thanksgiving|korean thanksgiving day|hangawi'],
  [
    'Double Ninth',
    'chinese 9 9',
    'double ninth festival|chongyang|chongyang festival|chung yeung|chung yeung festival',
  ],
  // Fixed days.
  ['Hinamatsuri', '3-3', 'girls day japan'],
  ['White Day', '3-14'],
  ['Songkran', '4-13/3', 'songkran festival|thai new year'],
  ['Golden Week Japan', '4-29/7', 'golden week in japan'],
  ["Children's Day South Korea", '5-5'],
  ["Children's Day Japan", '5-5', 'kodomo no hi'],
  ['Tanabata', '7-7'],
  ['Singapore National Day', '8-9', 'national day singapore'],
  ['Independence Day Indonesia', '8-17', 'indonesian independence day|indonesia independence day'],
  ['Merdeka Day', '8-31', 'hari merdeka'],
  ['Malaysia Day', '9-16', 'hari malaysia'],
  [
    'Golden Week China',
    '10-1/7',
    'chinese golden week|national day golden week|china golden week|golden week in china',
  ],
  ["Teachers' Day China", '9-10'],
  ['National Day China', '10-1'],
  ['Double Tenth', '10-10', 'double tenth day|taiwan national day'],
  ['Pepero Day', '11-11'],
  ['Double Twelve', '12-12'],
];

function newYearsEve(year: number): Temporal.PlainDate | null {
  const day = chineseNewYear(year);
  return day?.subtract({ days: 1 }) ?? null;
}

/** A day before the Chinese New Year if the new moon is after midnight in Beijing, but not in Hanoi. */
function tet(year: number): Temporal.PlainDate | null {
  if (year < 1986 || year > 2052) return null;
  const day = chineseNewYear(year);
  return day?.subtract({ days: year === 2007 || year === 2030 ? 1 : 0 }) ?? null;
}

function chineseNewYear(year: number): Temporal.PlainDate | null {
  const span: Span | null = lunarSpan('chinese', '1 1', '1', year);
  return span && (span.from as Temporal.PlainDate);
}

/** When the sun has passed 15 degrees from the equinox: 4 or 5 April in China until 2099. */
function qingming(year: number): Temporal.PlainDate {
  const inCentury = year % 100;
  const base = year < 2000 ? 5.59 : 4.81;
  return date(year, 4, Math.floor(inCentury * 0.2422 + base) - Math.floor(inCentury / 4));
}
