import type { Rule } from '../grammar.ts';
import { alt, digits, map, opt, seq, word } from '../grammar.ts';
import type { Period } from '../schema.ts';
import type { Clock } from './clock.ts';
import { clockText } from './clock.ts';
import { pair } from './clock-range.ts';

/** Four digits without a colon, next to a day: "between 0800 and 1730 yesterday", "Monday at 1730". */
type BesideDay = (day: Period) => Period | undefined;

const figures: Rule<Clock & { zero: boolean; bare: boolean }> = map(
  seq(digits(0, 2359, { min: 4, max: 4 }), opt(word('hour'))),
  ([n, hours], phrase, from) =>
    n % 100 < 60
      ? {
          minutes: 60 * Math.floor(n / 100) + (n % 100),
          clear: true,
          zero: phrase.tokens[from]?.text.startsWith('0') === true,
          bare: hours === undefined,
        }
      : undefined,
);

/** Days that no year can follow, so that four digits beside them are a time. */
function isRelative({ kind }: Period): boolean {
  return kind === 'unit' || kind === 'weekday' || kind === 'ago';
}

/** "At 1730". */
const point: Rule<BesideDay> = map(
  seq(word('at'), figures),
  ([, time]) =>
    (day) =>
      time.zero || !time.bare || isRelative(day) ? { kind: 'time', time: clockText(time), day } : undefined,
);

/** "0800-1730", "from 1730 to 1930": beside a date, one of them must begin with a zero to be no year. */
const range: Rule<BesideDay> = map(
  seq(opt(word('from', 'between')), figures, word('to', '-', 'until', 'and'), figures),
  ([how, a, joint, b]) =>
    (day) => {
      if (joint === 'and' && how !== 'between') return undefined;
      const isTimes = a.zero || !b.bare || (how !== undefined && isRelative(day));
      const found = isTimes && clockText(a) < clockText(b) ? pair(a, b) : undefined;
      return found && { kind: 'clock', ...found, day };
    },
);

/** Before its day: "from 0800 to 1730 yesterday", "at 0800 hours on Monday". */
export const militaryBefore: Rule<BesideDay> = alt(range, point);

/** After its day: "yesterday 0800-1730", "Monday at 1730". */
export const militaryBehind: Rule<BesideDay> = alt(
  range,
  map(seq(word('-'), range), ([, make]) => make),
  point,
);
