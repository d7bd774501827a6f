import { contactField, isContactField } from '../../contact-fields.ts';
import { isEpoch, isIdentifier, isMoment } from '../cells/headers.ts';
import type { AttributeType, Column, Target } from '../schema.ts';
import type { ColumnFacts } from './facts.ts';

/**
 * A column of dates may hold a few mistakes, and their rows are rejected; numbers and booleans may hold none.
 */
export function typeOf(column: ColumnFacts, field: Target | undefined): AttributeType {
  const { header, filled, dates, yearless, numbered, epochs, numbers, booleans, doubted } = column;
  const moving = filled - column.silent;
  if (moving === 0) return 'text';
  // 1712139660 and 45385 are moments only if the column's name says so and all its plain numbers can be
  // moments.
  const moments = field === 'signed-up' || isMoment(header) ? numbered : isEpoch(header) ? epochs : 0;
  if (moments > 0 && dates.readable + moments >= moving * 0.9) return 'date';
  const days = dates.readable + (field === undefined ? yearless : 0);
  const isDates = days >= moving * 0.9 && (numbers < moving || field === 'signed-up');
  if (isDates) return 'date';
  if (field !== undefined) return 'text';
  if (booleans === filled && doubted.size !== 1) return 'boolean';
  return numbers === filled && !isIdentifier(column.header) ? 'number' : 'text';
}

/** The types, except text, that fit every cell, whatever the column's name says. */
export function readableAs({
  filled,
  silent,
  numbers,
  booleans,
  dates,
  yearless,
}: ColumnFacts): AttributeType[] {
  if (filled === silent) return [];
  return [
    ...(numbers === filled ? ['number' as const] : []),
    ...(booleans === filled ? ['boolean' as const] : []),
    ...(dates.readable + yearless === filled - silent ? ['date' as const] : []),
  ];
}

/**
 * The words for "no value" that are values here. A name is kept unless so many people have it that a program
 * must have written it; NA is Namibia if all other cells are country codes.
 */
export function keptIn({ doubtful, filled, longest }: ColumnFacts, target: Target): Pick<Column, 'keeps'> {
  if (doubtful.size === 0) return {};
  const isName = isContactField(target) ? contactField(target).isName : /^(?:first|last)-name$/.test(target);
  const keeps = [...doubtful].flatMap(([word, cells]) =>
    word === 'NA'
      ? target === 'country' && filled > 0 && longest <= 3
        ? [word]
        : []
      : isName && (cells === 1 || cells * 20 <= filled)
        ? [word]
        : [],
  );
  return keeps.length === 0 ? {} : { keeps };
}
