/** A time of day as a cell gives it. */
export interface Clock {
  /** HH:MM:SS; null if the cell gives only the day, or a zone that we don't know. */
  time: string | null;
  /** "Z" or "+02:00" if the cell has one; without one the time is in the workspace's zone. */
  offset: string | null;
}

export const noClock: Clock = { time: null, offset: null };

/**
 * Splits a date from the time after it, in the forms that programs and people write. Tells apart "T" and
 * spaces, weekdays, and the position of the year (`Fri Mar 1 10:20:30 UTC 2024`); the rest is the day.
 *
 * @returns null for a time that doesn't exist (25:00, 13 pm)
 * @example splitClock('2024-03-01 10:20:30 EST') // { day: '2024-03-01', clock: { time: '10:20:30', offset: '-05:00' } }
 */
export function splitClock(text: string): { day: string; clock: Clock } | null {
  const plain = beyondAscii.test(text) ? plainClock(text) : text;
  const found = plain.includes(':')
    ? colonPattern.exec(plain)
    : (hourPattern.exec(plain) ?? frenchPattern.exec(plain) ?? dotPattern.exec(plain));
  if (found?.groups === undefined) return { day: plain.replace(dayInZone, '$1'), clock: noClock };
  const { hour = '', minute = '00', second = '00', half, tail = '' } = found.groups;
  const time = timeOf(Number(hour), minute, second, half);
  const year = /(?:^|\s)(\d{4})$/.exec(tail);
  const zone = zoneOf(year === null ? tail : tail.slice(0, year.index));
  if (time === null || zone === null) return null;
  const day = plain.slice(0, found.index) + (year === null ? '' : ` ${year[1]}`);
  if (zone === 'unknown') return { day, clock: noClock };
  // Spreadsheets and databases write midnight after a day without a time.
  return { day, clock: zone === '' && time === '00:00:00' ? noClock : { time, offset: zone || null } };
}

const before = String.raw`(?:T|,?\s+(?:(?:at|um|à|a las|alle|kl\.?|@|-)\s+)?|_|(?<=\d{4}-\d\d-\d\d)-|(?<=/\d{4}):)`;
const half = String.raw`(?:\s*(?<half>[ap])\.?\s?m\b\.?)`;
const colonPattern = new RegExp(
  String.raw`${before}(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,:]\d{1,9})?)?${half}?(?:\s*Uhr)?\s*(?<tail>[^:]*(?:[+-]\d{1,2}:\d{2}.*)?)$`,
  'i',
);
const hourPattern = new RegExp(String.raw`${before}(?<hour>\d{1,2})${half}\s*(?<tail>\D*)$`, 'i');
const frenchPattern = /[\s,]+(?:à )?(?<hour>\d{1,2})\s?h\s?(?<minute>\d{2})?(?:\s?m(?:in)?)?$/i;
// "01.03.2024 10.20" in Finland, Denmark and Italy; Oracle's "10.20.30.000000 AM"; DB2's
// "2024-03-01-10.20.30".
const dotPattern = new RegExp(
  String.raw`(?:(?<=\d)\s+|(?<=\d{4}-\d\d-\d\d)-)(?<hour>\d{1,2})\.(?<minute>\d{2})(?:\.(?<second>\d{2})(?:\.\d+)?)?${half}?(?<tail>)$`,
  'i',
);

// Days in XML have a zone.
const dayInZone = /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$/;

function timeOf(hour: number, minute: string, second: string, half: string | undefined): string | null {
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const full = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (full > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return `${String(full).padStart(2, '0')}:${minute}:${second}`;
}

/** "Z", "+02:00", '' for none, `unknown` for a word that may be a zone; null for anything else. */
function zoneOf(tail: string): string | 'unknown' | null {
  const text = tail
    // Java's zone id, Go's second clock, JavaScript's name of the zone after its offset.
    .replace(/\[[\w/+-]+\]$|\s+m=[+-][\d.]+$/, '')
    .replace(/^((?:GMT|UTC)?\s*[+-]\d{1,2}:?\d{2})\s*\([^()]*\)$/i, '$1')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  if (text === '') return '';
  const offset =
    /^(?:GMT|UTC|Z)?\s*([+-])(\d{1,2})(?::?(\d{2}))?(?::\d{2})?(?:\s+[A-Z]{1,5}|\s+[+-]\d{2,4})?$/i.exec(
      text,
    );
  if (offset !== null) {
    const [, sign, hours = '', minutes = '00'] = offset;
    if (Number(hours) > 14 || Number(minutes) > 59) return null;
    return `${sign}${hours.padStart(2, '0')}:${minutes}`;
  }
  if (/^[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+){1,2}$/.test(text)) return 'unknown';
  if (!/^[A-Za-z]{1,5}$/.test(text)) return null;
  return zones[text.toUpperCase()] ?? (text.length > 1 ? 'unknown' : null);
}

/** Zones with one meaning; with any other (IST, ET), only the day is kept. */
const zones: Record<string, string> = {
  ...{
    Z: 'Z',
    UTC: 'Z',
    GMT: 'Z',
    WET: '+00:00',
    WEST: '+01:00',
    BST: '+01:00',
    CET: '+01:00',
    CEST: '+02:00',
  },
  MEZ: '+01:00',
  MESZ: '+02:00',
  EET: '+02:00',
  EEST: '+03:00',
  MSK: '+03:00',
  SAST: '+02:00',
  ...{
    EST: '-05:00',
    EDT: '-04:00',
    CST: '-06:00',
    CDT: '-05:00',
    MST: '-07:00',
    MDT: '-06:00',
    PST: '-08:00',
  },
  ...{
    PDT: '-07:00',
    AKST: '-09:00',
    AKDT: '-08:00',
    HST: '-10:00',
    BRT: '-03:00',
    SGT: '+08:00',
    HKT: '+08:00',
  },
  ...{
    JST: '+09:00',
    KST: '+09:00',
    AWST: '+08:00',
    AEST: '+10:00',
    AEDT: '+11:00',
    NZST: '+12:00',
    NZDT: '+13:00',
  },
};

/** Rewrites East Asian times and typographers' signs in the form of the others. */
function plainClock(text: string): string {
  return text
    .replace(/[\u2212\u2013]/g, '-')
    .replace(
      /(\d{1,2})[時时点시]\s*(\d{1,2})[分분](?:\s*(\d{1,2})[秒초])?/u,
      (_, hour, minute: string, second?: string) =>
        [hour, minute.padStart(2, '0'), second?.padStart(2, '0')].filter(Boolean).join(':'),
    )
    .replace(
      /(午前|上午|오전|午後|下午|오후)\s*([\d:]+)/u,
      (_, half: string, time: string) => ` ${time} ${'午前上午오전'.includes(half) ? 'am' : 'pm'}`,
    );
}

const beyondAscii = /[^\0-\x7f]/;
