import { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';

/** Easter Sunday of the Western churches (Meeus, Jones, and Butcher). */
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

/** Easter Sunday of the Eastern churches, as a date in our calendar. */
export function orthodoxEaster(year: number): Temporal.PlainDate {
  const moon = (19 * (year % 19) + 15) % 30;
  const weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const days = moon + weekday + 114;
  const julian = new Temporal.PlainDate(year, Math.floor(days / 31), (days % 31) + 1);
  return julian.add({ days: Math.floor(year / 100) - Math.floor(year / 400) - 2 });
}

const calendars = {
  hebrew: 'hebrew',
  islamic: 'islamic-umalqura',
  chinese: 'chinese',
  korean: 'dangi',
} as const;
/**
 * First days of Chinese months that Node's tables miss by a day, because the new moon is within ten minutes of
 * midnight in Beijing: of the months that have a holiday, from 2000 to 2050. As in the tables of the Hong Kong
 * Observatory.
 */
const chineseMonths: Record<string, string> = {
  '2012 7': '2012-08-17',
  '2027 1': '2027-02-06',
  '2030 1': '2030-02-03',
};
const formats = new Map<string, Intl.DateTimeFormat>();
const found = new Map<string, Span | null>();
const dayMs = 86_400_000;

/**
 * The first span in a year that begins on a day of another calendar:
 * `lunarSpan('hebrew', 'Nisan 14', '9', 2018)`. The length `month` reaches to the next month of that
 * calendar. Computed once for each year.
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
  // Before 1990, the tables of Umm al-Qura differ by days from the months that people kept.
  const at = calendar === 'islamic' && year < 1990 ? null : search(calendar, rule, year);
  let span: Span | null = null;
  if (at !== null) {
    const day = new Date(at);
    const from = new Temporal.PlainDate(year, day.getUTCMonth() + 1, day.getUTCDate());
    const short = length === 'month' && placeIn(calendar, at + 29 * dayMs).day === 1;
    span = { from, to: from.add({ days: length === 'month' ? (short ? 29 : 30) : Number(length) }) };
  }
  if (found.size > 5000) found.clear();
  found.set(key, span);
  return span;
}

/** Noon of the first day in a year that has one of the names ("Nisan 14"). Steps from month to month. */
function search(calendar: keyof typeof calendars, rule: string, year: number): number | null {
  const wanted = rule.split('|').map((name) => {
    const cut = name.lastIndexOf(' ');
    return { month: name.slice(0, cut), day: Number(name.slice(cut + 1)) };
  });
  const [{ month, day } = { month: '', day: 0 }] = wanted;
  const first = calendar === 'chinese' ? chineseMonths[`${year} ${month}`] : undefined;
  if (first !== undefined) return Date.parse(`${first}T12:00Z`) + (day - 1) * dayMs;
  const end = Date.UTC(year + 1, 0, 1);
  for (let at = Date.UTC(year, 0, 1, 12); at < end; ) {
    const { month, day } = placeIn(calendar, at);
    const match = wanted.find((each) => each.month === month && each.day >= day);
    if (match) {
      const hit = at + (match.day - day) * dayMs;
      // Skip a month that the calendar has twice (a leap month) or that ends before that day.
      if (hit < end && placeIn(calendar, hit).month === month) return hit;
    }
    // Months have 29 or 30 days, so this is the 30th or the first of the next month.
    at += Math.max(1, 30 - day) * dayMs;
  }
  return null;
}

/** The month and day in another calendar: "Nisan", 14. */
function placeIn(calendar: keyof typeof calendars, at: number): { month: string; day: number } {
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
  const parts = format.formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return { month: part('month'), day: Number(part('day')) };
}
