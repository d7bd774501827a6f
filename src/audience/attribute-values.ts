import { readBoolean } from '../csv/booleans.ts';
import { readNumber, tidyCell } from '../csv/cells.ts';
import { type DateOrder, readDate, readYearlessDay } from '../csv/dates.ts';
import type { AttributeType } from '../csv/mapping.ts';
import { isBlank, isNoMoment } from '../csv/no-value.ts';

/** What an attribute's values have to be. */
export interface ValueShape {
  type: AttributeType;
  /** Of dates: the year may be left out. */
  yearly: boolean;
  /** How dates like 3/4/2026 are read; without one they fit no date. */
  dateOrder: DateOrder | undefined;
}

/**
 * A stored value as one of another type, read as an import reads it. What says nothing ("n/a" among numbers) becomes null.
 *
 * @returns undefined where it does not fit
 * @example convertValue('12', { type: 'number', … }) // 12
 * @example convertValue('about ten', { type: 'number', … }) // undefined
 */
export function convertValue(
  value: unknown,
  { type, yearly, dateOrder }: ValueShape,
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
      return yearless ?? readDate(text, dateOrder ?? 'ymd')?.day;
    }
    default:
      return type satisfies never;
  }
}
