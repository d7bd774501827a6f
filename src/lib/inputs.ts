import { z } from 'zod';
import { tidy } from './texts.ts';

// Inputs from outside, the same at every boundary. These are functions because the API's document can only
// name schemas that were made after zod was extended.

/** The longest value, in UTF-16 units. */
export const LONGEST_TEXT = 1000;
/** The longest name of a value. */
export const LONGEST_VALUE_NAME = 60;

/** A text on one line, as it is stored. */
export const textInput = (most: number, tooLong = `has over ${most} characters`) =>
  z
    .string('must be text')
    .refine(isStorable, 'contains a character that can’t be stored')
    .overwrite(tidy)
    .max(most, tooLong);

/** The name of an attribute or property. */
export const valueName = () =>
  textInput(LONGEST_VALUE_NAME, `has a name longer than ${LONGEST_VALUE_NAME} characters`).min(
    1,
    'has an empty name',
  );

/** A value of an attribute or property. */
export const valueInput = () =>
  z.union([textInput(LONGEST_TEXT), numberInput(), z.boolean()], 'must be text, a number, true or false');

/** A number, stored as it was sent: JSON's reader silently rounds longer integers. */
const numberInput = () =>
  z
    .number()
    .refine(
      (number) => !Number.isInteger(number) || Number.isSafeInteger(number),
      'is a whole number larger than 9007199254740991, the largest that can be stored exactly; send it as text',
    );

/** PostgreSQL's text can't hold NUL or half a character. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** Zod's issues, with the reason why a record's name is wrong instead of only the fact that it is. */
export function plainIssues(issues: readonly z.core.$ZodIssue[]): { path: PropertyKey[]; message: string }[] {
  return issues.map((issue) => ({
    path: issue.path,
    message: (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message,
  }));
}
