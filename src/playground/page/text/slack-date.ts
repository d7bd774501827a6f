export interface DateReader {
  /** Now, for "today" and "3 minutes ago". */
  now: Date;
  /** IANA name. */
  timeZone: string;
  /** e.g. `en-GB`. */
  locale: string;
}

/**
 * Writes the moment of a `<!date^timestamp^format|fallback>` for its reader: in their time zone and language.
 *
 * @param seconds seconds since 1970
 * @param format text with tokens: `{date}` `{date_num}` `{date_short}` `{date_long}` `{date_pretty}`
 *   `{date_short_pretty}` `{date_long_pretty}` `{time}` `{time_secs}` `{ago}`; unknown ones stay as they are
 * @example formatSlackDate(1764000000, '{date_short} at {time}', reader) → '24 Nov 2025 at 16:00'
 */
export function formatSlackDate(seconds: number, format: string, reader: DateReader): string {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return format;
  return format.replace(/\{(\w+)\}/g, (token, name: string) => {
    const pretty = name.endsWith('_pretty') ? dayName(moment, reader) : undefined;
    if (pretty !== undefined) return pretty;
    if (name === 'date_num') return isoDay(moment, reader);
    if (name === 'ago') return formatAgo(moment, reader);
    const options = formats[name.replace('_pretty', '')];
    return options ? write(moment, reader, options) : token;
  });
}

/** How long ago (or until) a moment is, in words: `3 minutes ago`. */
export function formatAgo(moment: Date, { now, locale }: DateReader): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  const [unit, length] = spans.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}

const spans: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const formats: Record<string, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  date_short: { day: 'numeric', month: 'short', year: 'numeric' },
  date_long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
};

function write(moment: Date, { timeZone, locale }: DateReader, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(moment);
}

function isoDay(moment: Date, { timeZone }: DateReader): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment);
}

/** `today`, `yesterday` or `tomorrow`, if it is one of them. */
function dayName(moment: Date, reader: DateReader): string | undefined {
  const days = Math.round(
    (Date.parse(isoDay(moment, reader)) - Date.parse(isoDay(reader.now, reader))) / 86_400_000,
  );
  if (Math.abs(days) > 1) return undefined;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
}
