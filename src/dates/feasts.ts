import { Temporal } from 'temporal-polyfill';
import type { Span } from './calendar.ts';

/** Easter Sunday of the western churches (Meeus, Jones and Butcher). */
export function easter(year: number): Temporal.PlainDate {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const b = year % 100;
  const leaps = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const moon = (leaps + 19 * a + 15) % 30;
  const epact = moon - Math.floor((a + 11 * moon) / 319);
  const weekday = (2 * (century % 4) + 2 * Math.floor(b / 4) - (b % 4) - epact + 32) % 7;
  const month = Math.floor((epact + weekday + 90) / 25);
  return new Temporal.PlainDate(year, month, (epact + weekday + month + 19) % 32);
}

/** Easter Sunday of the eastern churches, in our calendar. */
export function orthodoxEaster(year: number): Temporal.PlainDate {
  const moon = (19 * (year % 19) + 15) % 30;
  const weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const days = moon + weekday + 114;
  const julian = new Temporal.PlainDate(year, Math.floor(days / 31), (days % 31) + 1);
  return julian.add({ days: Math.floor(year / 100) - Math.floor(year / 400) - 2 });
}

const calendars = { hebrew: 'hebrew', islamic: 'islamic-umalqura', chinese: 'chinese' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();
const found = new Map<string, Span | null>();

/**
 * The first span in a year that begins on a day of another calendar: `lunarSpan('hebrew', 'Nisan 14', '9', 2018)`.
 * `month` as a length reaches to the next month of that calendar. Looked up once for each year.
 */
export function lunarSpan(
  calendar: keyof typeof calendars,
  rule: string,
  length: string,
  year: number,
): Span | null {
  const key = `${calendar} ${rule}/${length} ${year}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  // Earlier tables of Umm al-Qura and the months that were kept differ by days.
  if (calendar === 'islamic' && year < 1990) return null;
  const wanted = rule.split('|');
  let span: Span | null = null;
  for (
    let day = new Temporal.PlainDate(year, 1, 1);
    day.year === year && span === null;
    day = day.add({ days: 1 })
  ) {
    if (!wanted.includes(nameIn(calendar, day))) continue;
    let to = day.add({ days: length === 'month' ? 29 : Number(length) });
    const [month] = rule.split(' ');
    if (length === 'month' && nameIn(calendar, to).split(' ')[0] === month) to = to.add({ days: 1 });
    span = { from: day, to };
  }
  if (found.size > 5000) found.clear();
  found.set(key, span);
  return span;
}

/** "Nisan 14" or "9 1": month and day in another calendar. */
function nameIn(calendar: keyof typeof calendars, day: Temporal.PlainDate): string {
  let format = formats.get(calendar);
  if (format === undefined) {
    const month = calendar === 'hebrew' ? 'long' : 'numeric';
    format = new Intl.DateTimeFormat(`en-u-ca-${calendars[calendar]}`, {
      timeZone: 'UTC',
      month,
      day: 'numeric',
    });
    formats.set(calendar, format);
  }
  const parts = format.formatToParts(Date.UTC(day.year, day.month - 1, day.day, 12));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('month')} ${part('day')}`;
}
