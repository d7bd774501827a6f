import { parseTimeframe } from '../../dates/parse.ts';
import { monthNames } from '../../dates/print.ts';
import type { Timeframe } from '../../dates/schema.ts';
import type { RuleContext } from '../context.ts';
import { type DateFieldName, dateFields } from '../fields.ts';
import type { BreakdownKey } from './key.ts';

/** What a breakdown by time calls each date, and the words for it. */
const dates = {
  'signup date': ['sign-up', 'signup', 'sign up', 'signed-up', 'joining'],
  created: ['added', 'created', 'creation'],
} as const satisfies Partial<Record<DateFieldName, readonly string[]>>;

const spans = { month: 'YYYY-MM', year: 'YYYY' } as const;
type Span = keyof typeof spans;

/** `sign-up month`, `sign-up year`, and the same for the date on which a contact was added. */
export const timeKeys: readonly BreakdownKey[] = (Object.keys(dates) as (keyof typeof dates)[]).flatMap(
  (field) => (Object.keys(spans) as Span[]).map((span) => timeKey(field, span)),
);

function timeKey(field: keyof typeof dates, span: Span): BreakdownKey {
  const names = dates[field];
  const { sql, words, optional } = dateFields[field];
  // A month without more is the most common one: of sign-up.
  const alone = field === 'signup date' ? [span, `${span} of sign-up`, `${span} of signup`] : [];
  const isUsual = span === 'month';
  return {
    id: `${span}:${field}`,
    label: `${names[0]} ${span}`,
    words: [...names.map((name) => `${name} ${span}`), ...alone, ...(isUsual ? [...words, ...names] : [])],
    kind: 'times',
    isTyped: false,
    sql(param, timeZone) {
      const shown = (stored: string) => `to_char(${stored}, ${param(spans[span], 'text')})`;
      return {
        stored: `date_trunc(${param(span, 'text')}, ${sql} AT TIME ZONE ${param(timeZone, 'text')})`,
        key: (stored) => `'=' || ${shown(stored)}`,
        shown,
      };
    },
    ruleOf({ key }, context) {
      const timeframe = calendarSpan(key, context, { direction: 'past' });
      return timeframe === null ? null : { type: 'date', field, timeframe };
    },
    none: optional ? { type: 'not', rule: { type: 'has', field } } : null,
    show: ({ key }) => spanInWords(key),
  };
}

/** The timeframe of `2026-03`, `2026`, or in every year `03`; null for one that no sentence can say. */
export function calendarSpan(
  key: string,
  { dates: settings }: RuleContext,
  as: { direction: 'past' | 'any'; yearly?: boolean },
): Timeframe | null {
  const parsed = parseTimeframe(`in ${phrase(key)}`, { ...settings, ...as });
  return parsed.ok ? parsed.timeframe : null;
}

function phrase(key: string): string {
  const [, year, month] = /^(\d{4})?-?(\d{2})?$/.exec(key) ?? [];
  const name = month === undefined ? undefined : monthNames[Number(month) - 1];
  return [name, year].filter((part) => part !== undefined).join(' ');
}

/** `Mar 2026`, `2026`, `March`. */
export function spanInWords(key: string): string {
  const words = phrase(key);
  return /^\p{L}+ \d/u.test(words) ? words.replace(/^(\p{L}{3})\p{L}*/u, '$1') : words;
}
