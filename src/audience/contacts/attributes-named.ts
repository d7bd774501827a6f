import { fieldCalled } from '../../contact-fields.ts';
import { isYearly } from '../../csv/cells/headers.ts';
import { readYearlessDay } from '../../csv/dates/dates.ts';
import { findNamed } from '../../lib/names.ts';
import { fold, tidy } from '../../lib/texts.ts';
import { type Attribute, addAttributes, holdAttributes } from '../../storage/contacts/attributes.ts';
import { newAttribute } from './attribute-values.ts';
import type { ContactInput, Value } from './input.ts';

/**
 * Finds the named attributes and makes the missing ones, with the type of their first value. A field's name
 * never makes an attribute: such a value belongs to the field (applied.ts).
 */
export async function attributesFor(
  database: Parameters<typeof holdAttributes>[0],
  workspaceId: number,
  contacts: readonly Pick<ContactInput, 'attributes'>[],
): Promise<Attribute[]> {
  const known = await holdAttributes(database, workspaceId);
  const missing = new Map<string, Omit<Attribute, 'id'>>();
  for (const { attributes } of contacts) {
    for (const [typed, value] of Object.entries(attributes ?? {})) {
      const name = tidy(typed);
      const isKnown = findNamed(known, name) !== undefined || missing.has(fold(name));
      if (value !== null && !isKnown && fieldCalled(name, { strictly: true }) === undefined)
        missing.set(fold(name), newAttribute(name, typeOf(name, value)));
    }
  }
  if (missing.size === 0) return known;
  await addAttributes(database, workspaceId, [...missing.values()]);
  return holdAttributes(database, workspaceId);
}

function typeOf(name: string, value: Value): Attribute['type'] {
  if (typeof value !== 'string') return typeof value === 'number' ? 'number' : 'boolean';
  return /^\d{4}-\d\d-\d\d$/.test(value) || (isYearly(name) && readYearlessDay(value) !== null)
    ? 'date'
    : 'text';
}
