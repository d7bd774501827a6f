import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, map, opt, seq, withoutBlank, word, words } from '../grammar.ts';

/** A time of day: "9am", "9:30", "noon". */
export interface Clock {
  minutes: number;
  seconds?: number;
  /** Has am, pm, or noon. Otherwise the other end of a range may supply it for both. */
  half?: true;
  /** After twelve, or with a leading zero or seconds: on a 24-hour clock, whatever the other end says. */
  clear?: boolean;
  /** "Midnight" as a word: the beginning of the day, or its end? */
  midnight?: true;
  /** "12am". */
  twelve?: true;
}

const half = alt(
  map(word('am'), () => 0),
  map(word('pm'), () => 12),
  // "9a to 5p"
  map(withoutBlank(word('a')), () => 0),
  map(withoutBlank(word('p')), () => 12),
  map(words('in the morning'), () => 0),
  map(words('in the afternoon'), () => 12),
  map(words('in the evening'), () => 12),
);

const minutes = map(
  seq(
    word(':', '.'),
    digits(0, 59, { min: 2, max: 2 }),
    opt(seq(word(':'), digits(0, 59, { min: 2, max: 2 }))),
  ),
  ([sign, m, s]) => ({ sign, m, s: s?.[1] }),
);

const hours = digits(0, 24, { min: 1, max: 2 });

/** "9am", "9:30", "14:00", "noon". */
export const clock: Rule<Clock> = alt<Clock>(
  map(seq(hours, opt(minutes), half), ([h, m, add]) => {
    const past = 60 * h + (m?.m ?? 0);
    if (h > 12) return h < 24 && add === 12 ? { minutes: past, half: true } : undefined;
    if (h === 0) return undefined;
    const twelve = h === 12 && add === 0 ? { twelve: true as const } : {};
    return { minutes: past + 60 * (add - (h === 12 ? 12 : 0)), half: true, ...twelve };
  }),
  map(seq(hours, minutes), ([h, { sign, m, s }], phrase, from) =>
    sign === ':' && (h < 24 || m === 0)
      ? {
          minutes: 60 * h + m,
          clear: s !== undefined || isClear(h, phrase, from),
          ...(s ? { seconds: s } : {}),
        }
      : undefined,
  ),
  // "9h30"
  map(seq(hours, withoutBlank(word('h')), withoutBlank(digits(0, 59, { min: 2, max: 2 }))), ([h, , m]) =>
    h < 24 ? { minutes: 60 * h + m, clear: true } : undefined,
  ),
  map(alt(word('noon', 'midday'), words('12 noon')), () => ({ minutes: 720, half: true })),
  map(word('midnight'), () => ({ minutes: 0, half: true, midnight: true })),
);

/** "9h", as in "9h-11h"; alone it is nine hours. */
export const writtenHour: Rule<Clock> = map(seq(hours, withoutBlank(word('h'))), ([h]) => ({
  minutes: 60 * h,
  clear: true,
}));

/** An hour without am, pm, or minutes: only inside a range of times. */
export const hour: Rule<Clock> = alt(
  clock,
  map(hours, (h, phrase, from) => ({ minutes: 60 * h, clear: isClear(h, phrase, from) })),
  writtenHour,
);

function isClear(h: number, phrase: Phrase, from: number): boolean {
  return h > 12 || phrase.tokens[from]?.text.startsWith('0') === true;
}

export function clockText({ minutes: total, seconds }: Clock): string {
  const m = total % 1440;
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(m / 60))}:${pad(m % 60)}${seconds ? `:${pad(seconds)}` : ''}`;
}
