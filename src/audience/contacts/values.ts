import { contactField, fieldCalled } from '../../contact-fields.ts';
import { isDoubtfulBoolean, readBoolean } from '../../csv/cells/booleans.ts';
import { readNumber } from '../../csv/cells/cells.ts';
import { isYearly } from '../../csv/cells/headers.ts';
import { readDate, readYearlessDay } from '../../csv/dates/dates.ts';
import type { DateOrder } from '../../csv/dates/parts.ts';
import type { AttributeType } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import { LONGEST_TEXT, LONGEST_VALUE_NAME } from '../../lib/inputs.ts';
import { findNamed } from '../../lib/names.ts';
import { tidy } from '../../lib/texts.ts';
import { clip } from '../../lib/words.ts';
import type { Attribute } from '../../storage/contacts/attributes.ts';
import type { ContactFields } from '../../storage/contacts/contacts.ts';
import { typeWords } from './attribute-change.ts';
import { convertValue, lastDay } from './attribute-values.ts';

/** The values in `key: value` pairs; null removes a value. */
export interface ReadValues {
  fields: Partial<Omit<ContactFields, 'attributes'>>;
  /** By attribute id. */
  attributes: Record<string, string | number | boolean | null>;
  /** Attributes that don't exist yet, with the values they would have. */
  unknown: { name: string; type: AttributeType; value: string | number | boolean }[];
}

/**
 * Reads typed values by the existing fields and attributes. An unknown name becomes an attribute, with the
 * type that its value looks like.
 *
 * @throws RollcallError `invalid-input` for a value that does not fit its attribute, or is too long
 */
export function readValues(
  pairs: readonly [key: string, value: string][],
  { attributes, dateOrder, now }: { attributes: Attribute[]; dateOrder: DateOrder | undefined; now: Date },
): ReadValues {
  const read: ReadValues = { fields: {}, attributes: {}, unknown: [] };
  for (const [typed, given] of pairs) {
    const value = tidy(given);
    const key = tidy(typed);
    if (key.length > LONGEST_VALUE_NAME || value.length > LONGEST_TEXT) {
      throw new RollcallError(
        'invalid-input',
        `"${clip(key, 40)}" is too long: names can have ${LONGEST_VALUE_NAME} characters, values ${LONGEST_TEXT}.`,
      );
    }
    const attribute = findNamed(attributes, key);
    const field = fieldCalled(key, { strictly: attribute !== undefined });
    if (field !== undefined) {
      read.fields[field] = value === '' ? null : contactField(field).values.keep(value);
      continue;
    }
    if (attribute === undefined) {
      if (value !== '') read.unknown.push({ name: key, ...guessed(key, value, { dateOrder, now }) });
      continue;
    }
    const fits = convertValue(value, { type: attribute.type, yearly: attribute.yearly, dateOrder, now });
    if (fits === undefined) {
      throw new RollcallError(
        'invalid-input',
        `"${clip(value, 60)}" is not ${typeWords(attribute.type, attribute.yearly)}, the type of "${attribute.name}".`,
        {
          hint: expected[attribute.type],
        },
      );
    }
    read.attributes[attribute.id] = fits;
  }
  return read;
}

const expected: Record<AttributeType, string> = {
  text: 'Any text works.',
  number: 'Use a number, like 12 or 3.5.',
  boolean: 'Use yes or no.',
  date: 'Use a date, like 2026-11-23.',
};

/**
 * The type that a first value looks like. A date that can be read two ways is a text: there is no one to ask.
 */
function guessed(
  name: string,
  value: string,
  { dateOrder, now }: { dateOrder: DateOrder | undefined; now: Date },
): { type: AttributeType; value: string | number | boolean } {
  const number = readNumber(value);
  if (number !== null && !/^0\d/.test(value)) return { type: 'number', value: number };
  const boolean = readBoolean(value);
  if (boolean !== null && !isDoubtfulBoolean(value)) return { type: 'boolean', value: boolean };
  const day = isYearly(name) ? readYearlessDay(value) : null;
  if (day !== null) return { type: 'date', value: day };
  const date = readDate(value, dateOrder, isYearly(name) ? lastDay(now) : undefined);
  return date === null ? { type: 'text', value } : { type: 'date', value: date.day };
}
