import { type DateFieldName, dateFields, type TextFieldName, textField } from '../fields.ts';

/** A field's name in a printed sentence. */
export function fieldWords(name: TextFieldName | DateFieldName): string {
  const { words } = isDateField(name) ? dateFields[name] : textField(name);
  return words[0] ?? name;
}

/** A field's name in a read-back. `isShort`: without an explanation of what it is. */
export function fieldSaid(name: TextFieldName | DateFieldName, { isShort = false } = {}): string {
  const said = isDateField(name) ? undefined : textField(name).said;
  return said?.[isShort ? 'short' : 'long'] ?? fieldWords(name);
}

/** Whether a field is a date. */
export const isDateField = (name: TextFieldName | DateFieldName): name is DateFieldName =>
  Object.hasOwn(dateFields, name);
