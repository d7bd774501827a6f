import { readBoolean } from '../../csv/cells/booleans.ts';
import { readNumber, tidyCell } from '../../csv/cells/cells.ts';
import { isYearly } from '../../csv/cells/headers.ts';
import { isBlank, isNoMoment } from '../../csv/cells/no-value.ts';
import { readDate, readYearlessDay } from '../../csv/dates/dates.ts';
import type { DateOrder } from '../../csv/dates/parts.ts';
import type { AttributeType } from '../../csv/schema.ts';

/** The shape of an attribute's values. */
export interface ValueShape {
  type: AttributeType;
  /** For dates: the year may be left out. */
  yearly: boolean;
  /** How dates like 3/4/2026 are read; without it they don't fit a date. */
  dateOrder: DateOrder | undefined;
  /** The current time: a birthday in 57 was in 1957. */
  now?: Date;
}

/**
 * Converts a stored value to another type, read as an import reads it. A placeholder ("n/a" among numbers)
 * becomes null.
 *
 * @returns undefined if it does not fit
 * @example convertValue('12', { type: 'number', … }) // 12
 * @example convertValue('about ten', { type: 'number', … }) // undefined
 */
export function convertValue(
  value: unknown,
  { type, yearly, dateOrder, now }: ValueShape,
): string | number | boolean | null | undefined {
  if (value === null || value === '') return null;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  if (type === 'text') return String(value);
  if (typeof value === type) return value;
  const text = tidyCell(String(value));
  if (type === 'date' ? isNoMoment(text) : isBlank(text)) return null;
  switch (type) {
    case 'number':
      return readNumber(text) ?? undefined;
    case 'boolean':
      return readBoolean(text) ?? undefined;
    case 'date': {
      if (typeof value !== 'string') return undefined;
      const yearless = yearly ? readYearlessDay(text) : null;
      return yearless ?? readDate(text, dateOrder, yearly ? lastDay(now) : undefined)?.day;
    }
    default:
      return type satisfies never;
  }
}

/** The latest valid day, for dates that are always in the past. */
export const lastDay = (now: Date | undefined): string | undefined => now?.toISOString().slice(0, 10);

/**
 * The type of a new attribute by its name and its first value, whatever the source: a birthday is a yearly
 * date, even if it has no year.
 */
export function newAttribute(
  name: string,
  type: AttributeType,
): { name: string; type: AttributeType; yearly: boolean } {
  return { name, type, yearly: type === 'date' && isYearly(name) };
}
