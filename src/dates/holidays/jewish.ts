import { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import { lunarSpan } from './feasts.ts';
import type { Row } from './when.ts';

/** Jewish holidays: from the day on which they begin, in the evening, to their last day. */
export const jewish: readonly Row[] = [
  ['Tu BiShvat', 'hebrew Shevat 14/2', 'tu bishvat|tu b shvat'],
  ['Purim', 'hebrew Adar 13|Adar II 13/2'],
  ['Passover', 'hebrew Nisan 14/9', 'pesach|pesah'],
  ['Yom HaShoah', yomHaShoah, 'holocaust day|yom hashoah'],
  ['Yom HaAtzmaut', yomHaAtzmaut, 'israeli independence day|israel independence day'],
  ['Lag BaOmer', 'hebrew Iyar 17/2', 'lag b omer|lag ba omer'],
  ['Shavuot', 'hebrew Sivan 5/3', 'feast of weeks|shavuoth'],
  ["Tisha B'Av", tishaBAv, 'tisha bav'],
  [
    'Rosh Hashanah',
    'hebrew Elul 29/3',
    'rosh hashana|rosh ha shanah|rosh ha shana|jewish new year|yom teruah',
  ],
  ['Yom Kippur', 'hebrew Tishri 9/2', 'day of atonement'],
  ['Sukkot', 'hebrew Tishri 14/8', 'sukkos|feast of tabernacles|feast of the ingathering|succot'],
  ['Shemini Atzeret', 'hebrew Tishri 21/2'],
  ['Simchat Torah', 'hebrew Tishri 22/2'],
  ['Hanukkah', 'hebrew Kislev 24/9', 'chanukah|hannukah|chanukkah|hanukah|festival of lights'],
];

/**
 * A day of the Hebrew calendar and the day before, when it begins in the evening. `moves` has the days to
 * move it by, for each weekday (1 is Monday).
 */
function hebrewDay(name: string, moves: Record<number, number>, year: number): Span | null {
  const on = lunarSpan('hebrew', name, '1', year)?.from;
  if (!(on instanceof Temporal.PlainDate)) return null;
  const day = on.add({ days: moves[on.dayOfWeek] ?? 0 });
  return { from: day.subtract({ days: 1 }), to: day.add({ days: 1 }) };
}

/** 27 Nisan, moved to avoid the Sabbath: from Friday to Thursday, from Sunday to Monday. */
function yomHaShoah(year: number): Span | null {
  return hebrewDay('Nisan 27', { 5: -1, 7: year < 1997 ? 0 : 1 }, year);
}

/**
 * 5 Iyar, moved to keep it and the day before off the Sabbath: to Thursday, and since 2004 from Monday to
 * Tuesday.
 */
function yomHaAtzmaut(year: number): Span | null {
  return hebrewDay('Iyar 5', { 5: -1, 6: -2, 1: year < 2004 ? 0 : 1 }, year);
}

/** 9 Av, a fast that waits until the Sabbath is over. */
function tishaBAv(year: number): Span | null {
  return hebrewDay('Av 9', { 6: 1 }, year);
}
