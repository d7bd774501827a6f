import { z } from 'zod';
import { tidy } from './texts.ts';

// What comes from outside, at every border alike. Functions: the API's document can only name what was made after zod learned of it.

/** What one value may hold, in UTF-16 units. */
export const LONGEST_TEXT = 1000;
/** What the name of a value may. */
export const LONGEST_VALUE_NAME = 60;

/** A text on one line, as it is kept. */
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

/** A number that is kept as it was sent: JSON's reader rounds longer whole ones without a word. */
const numberInput = () =>
  z
    .number()
    .refine(
      (number) => !Number.isInteger(number) || Number.isSafeInteger(number),
      'is a whole number larger than 9007199254740991, the largest that can be stored exactly; send it as text',
    );

/** PostgreSQL's text holds neither NUL nor halves of characters. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** What zod found, with the reason why a name of a record is wrong in place of the fact that it is. */
export function plainIssues(issues: readonly z.core.$ZodIssue[]): { path: PropertyKey[]; message: string }[] {
  return issues.map((issue) => ({
    path: issue.path,
    message: (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message,
  }));
}
